// @ts-check
// One map: queries from top to bottom, keys from left to right, both margins beside it. Labels and
// margins stay in sight while the cells scroll below them.

import { TALLEST, WIDEST_LABEL, isMasked, widest } from "./attention_model.js";
import { drawColumnLabels, drawRowLabels } from "./map_labels.js";
import { drawMargins } from "./map_margins.js";
import { mapPicture } from "./map_picture.js";
import { stepInGrid } from "../../../browser/steps.js";

/** @import { Area, Cursor, Model, View, Viewport } from "./attention_model.js" */
/** @import { CellsInSight } from "./map_labels.js" */

export const READABLE = 13; // smallest cell, in CSS pixels, beside which a label can be read
export const LARGEST = 32;
const MOST_READABLE = 128; // longer texts are shown whole at first, too small to read

/** @type {View} */
export const mapView = {
  measure(model, width, zoom, ruler) {
    const [columns, rows] = [model.keys.length, model.queries.length];
    const left = Math.min(widest(model.queries, ruler) + 16, WIDEST_LABEL, 0.3 * width);
    const keyWidth = Math.min(widest(model.keys, ruler), WIDEST_LABEL - 16);
    const [right, bottom] = model.signed ? [6, 6] : [46, 40];
    const across = (width - left - right) / columns;
    const isTurned = across < keyWidth + 4;
    const top = isTurned ? keyWidth + 16 : 26;
    const down = (TALLEST - top - bottom) / rows;
    const fit = Math.min(across, down, LARGEST);
    const atFirst = Math.max(columns, rows) > MOST_READABLE ? fit : Math.max(fit, READABLE);
    const cell = zoom === null ? atFirst : fit * zoom;
    const content = { width: left + right + cell * columns, height: top + bottom + cell * rows };
    const height = Math.min(content.height, TALLEST);
    return { left, top, right, bottom, cell, fit, isTurned, content, height };
  },

  draw(context, model, area, viewport) {
    const { left, top, cell } = area;
    const seen = cellsInSight(model, area, viewport);
    context.save();
    context.beginPath();
    context.rect(left, top, seen.width, seen.height);
    context.clip();
    context.imageSmoothingEnabled = false;
    context.drawImage(
      mapPicture(model, cell, viewport.ratio),
      left - viewport.x,
      top - viewport.y,
      cell * model.keys.length,
      cell * model.queries.length,
    );
    if (cell >= 8) drawGaps(context, model, area, viewport, seen);
    if (viewport.cursor) drawCursor(context, model, area, viewport, seen, viewport.cursor);
    context.restore();
    context.strokeStyle = model.line;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top - 0.5, seen.width + 1, seen.height + 1);
    drawRowLabels(context, model, area, viewport, seen);
    drawColumnLabels(context, model, area, viewport, seen);
    if (!model.signed) drawMargins(context, model, area, viewport, seen);
  },

  // A label stands for its whole row or column; beside everything lies nothing.
  find(model, area, viewport, { x, y }) {
    const ends = { x: viewport.width - area.right, y: viewport.height - area.bottom };
    const across = { start: area.left, end: ends.x, moved: viewport.x, cell: area.cell };
    const down = { start: area.top, end: ends.y, moved: viewport.y, cell: area.cell };
    const column = placeAt(x, across, model.keys.length);
    const row = placeAt(y, down, model.queries.length);
    if (row !== null && column !== null) return { row, column };
    if (row !== null && x < area.left) return { row, column: null };
    return column !== null && y < area.top ? { row: null, column } : null;
  },

  step(model, cursor, key) {
    const from = { row: cursor?.row ?? 0, column: cursor?.column ?? 0 };
    return stepInGrid(from, key, { rows: model.queries.length, columns: model.keys.length });
  },

  describe(model, { row, column }) {
    const { rows, columns } = model.margins;
    if (row !== null && column !== null) return describeCell(model, row, column);
    if (row !== null) return `${model.queries[row]}: ${model.texts.sum} ${rows[row].toFixed(4)}`;
    if (column === null) return "";
    return `${model.keys[column]}: ${model.texts.mean} ${columns[column].toFixed(4)}`;
  },

  reach(area, { row, column }) {
    return { x: (column ?? 0) * area.cell, y: (row ?? 0) * area.cell, size: area.cell };
  },
};

/**
 * Find the cell of one axis that lies under a point.
 *
 * @param {number} at
 * @param {{start: number, end: number, moved: number, cell: number}} axis
 * @param {number} count - Of cells.
 * @returns {number | null}
 */
function placeAt(at, { start, end, moved, cell }, count) {
  const place = Math.floor((at - start + moved) / cell);
  return at >= start && at < end && place < count ? place : null;
}

/**
 * @param {Model} model
 * @param {number} row
 * @param {number} column
 */
function describeCell(model, row, column) {
  const pair = `${model.queries[row]} → ${model.keys[column]}`;
  if (isMasked(model, row, column)) return `${pair}: ${model.texts.masked}`;
  const weight = model.matrices[0][row * model.keys.length + column];
  const isTiny = weight !== 0 && Math.abs(weight) < 0.001;
  return `${pair}: ${isTiny ? weight.toExponential(1) : weight.toFixed(4)}`;
}

/**
 * Return which cells are visible, at least in part.
 *
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @returns {CellsInSight}
 */
export function cellsInSight(model, area, viewport) {
  const { left, top, right, bottom, cell, content } = area;
  const { x, y } = viewport;
  const width = Math.min(viewport.width, content.width - x) - left - right;
  const height = Math.min(viewport.height, content.height - y) - top - bottom;
  const rows = Math.min(model.queries.length, Math.ceil((y + height) / cell));
  const columns = Math.min(model.keys.length, Math.ceil((x + width) / cell));
  return {
    width,
    height,
    rows: [Math.floor(y / cell), rows],
    columns: [Math.floor(x / cell), columns],
  };
}

/**
 * Draw the lines between cells.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {CellsInSight} seen
 */
function drawGaps(context, model, { left, top, cell }, { x, y }, seen) {
  context.strokeStyle = model.background;
  context.lineWidth = 1;
  context.beginPath();
  for (let column = seen.columns[0]; column <= seen.columns[1]; column++) {
    const place = Math.round(left - x + column * cell) + 0.5;
    context.moveTo(place, top);
    context.lineTo(place, top + seen.height);
  }
  for (let row = seen.rows[0]; row <= seen.rows[1]; row++) {
    const place = Math.round(top - y + row * cell) + 0.5;
    context.moveTo(left, place);
    context.lineTo(left + seen.width, place);
  }
  context.stroke();
}

/**
 * Shade the row and the column that are pointed at and frame the cell where they meet.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {CellsInSight} seen
 * @param {Cursor} cursor
 */
function drawCursor(context, model, { left, top, cell }, { x, y }, seen, { row, column }) {
  context.fillStyle = model.ink;
  context.globalAlpha = 0.12;
  if (row !== null) context.fillRect(left, top - y + row * cell, seen.width, cell);
  if (column !== null) context.fillRect(left - x + column * cell, top, cell, seen.height);
  context.globalAlpha = 1;
  if (row === null || column === null) return;
  context.strokeStyle = model.ink;
  context.lineWidth = 2;
  const size = Math.max(cell, 5);
  context.strokeRect(
    left - x + (column + 0.5) * cell - size / 2,
    top - y + (row + 0.5) * cell - size / 2,
    size,
    size,
  );
}
