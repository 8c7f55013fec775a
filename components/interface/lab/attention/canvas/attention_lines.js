// @ts-check
// Two columns of tokens with a line for every weight: left the ones that look, right the ones that
// are looked at, one colour per head.

import { TALLEST, WIDEST_LABEL, widest } from "./attention_model.js";
import { clip } from "../../../browser/steps.js";

/** @import { Area, Cursor, Model, View, Viewport } from "./attention_model.js" */

export const ROW = 22; // in CSS pixels, like all below
export const HEAD_ROOM = 26;
const FAINTEST = 0.02; // thinner lines are left out
const MOST_AT_ONCE = 48; // longer texts show the lines of chosen or pointed tokens alone
const TOLD = 5; // partners named of a token that is pointed at

/** @type {View} */
export const linesView = {
  measure(model, width, zoom, ruler) {
    const room = Math.min(WIDEST_LABEL + 20, 0.33 * width);
    const count = Math.max(model.queries.length, model.keys.length);
    const content = { width: Math.min(width, 760), height: HEAD_ROOM + ROW * count + 6 };
    return {
      left: Math.min(widest(model.queries, ruler) + 20, room),
      right: Math.min(widest(model.keys, ruler) + 20, room),
      top: HEAD_ROOM,
      bottom: 0,
      cell: ROW,
      fit: ROW,
      content,
      height: Math.min(content.height, TALLEST),
      isTurned: false,
    };
  },

  draw(context, model, area, viewport) {
    const { width } = area.content;
    context.save();
    context.beginPath();
    context.rect(0, HEAD_ROOM, width, viewport.height - HEAD_ROOM);
    context.clip();
    if (viewport.cursor && !model.signed) {
      drawTints(context, model, area, viewport, viewport.cursor);
    }
    drawLines(context, model, area, viewport);
    drawTokens(context, model, area, viewport);
    context.restore();
    context.font = `11px ${viewport.font}`;
    context.fillStyle = model.muted;
    context.textBaseline = "middle";
    context.textAlign = "right";
    context.fillText(model.texts.query, area.left - 6, 12, area.left - 6);
    context.textAlign = "left";
    context.fillText(model.texts.key, width - area.right + 6, 12, area.right - 6);
  },

  find(model, area, viewport, { x, y }) {
    const place = Math.floor((y - HEAD_ROOM + viewport.y) / ROW);
    if (y < HEAD_ROOM || place < 0) return null;
    if (x <= area.left && place < model.queries.length) return { row: place, column: null };
    const isRight = x >= area.content.width - area.right && x <= area.content.width;
    return isRight && place < model.keys.length ? { row: null, column: place } : null;
  },

  step(model, cursor, key) {
    const { place, isQuery } = sideOf(cursor ?? { row: 0, column: null });
    const last = { query: model.queries.length - 1, key: model.keys.length - 1 };
    if (key === "ArrowLeft") return { row: Math.min(place, last.query), column: null };
    if (key === "ArrowRight") return { row: null, column: Math.min(place, last.key) };
    const most = isQuery ? last.query : last.key;
    /** @type {Record<string, number | undefined>} */
    const steps = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: most };
    const next = steps[key];
    if (next === undefined) return null;
    const there = clip(next, 0, most);
    return isQuery ? { row: there, column: null } : { row: null, column: there };
  },

  describe(model, cursor) {
    const { place, isQuery } = sideOf(cursor);
    const others = isQuery ? model.keys : model.queries;
    const best = others
      .map((label, other) => {
        const index = isQuery ? indexOf(model, place, other) : indexOf(model, other, place);
        const sum = model.matrices.reduce((total, weights) => total + weights[index], 0);
        return { label, weight: sum / model.heads };
      })
      .sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
      .slice(0, TOLD)
      .map(({ label, weight }) => `${label} ${weight.toFixed(3)}`);
    const token = isQuery ? `${model.queries[place]} →` : `→ ${model.keys[place]}:`;
    return `${token} ${best.join("  ")}`;
  },

  reach(area, cursor) {
    return { x: 0, y: sideOf(cursor).place * ROW, size: ROW };
  },
};

/**
 * @param {Cursor} cursor - Points at one side alone.
 * @returns {{place: number, isQuery: boolean}}
 */
const sideOf = ({ row, column }) => ({ place: row ?? column ?? 0, isQuery: row !== null });

/**
 * @param {Model} model
 * @param {number} row
 * @param {number} column
 */
const indexOf = (model, row, column) => row * model.keys.length + column;

/**
 * @param {Viewport} viewport
 * @param {number} place
 * @returns {number} The middle of a token, in CSS pixels.
 */
const heightOf = (viewport, place) => HEAD_ROOM - viewport.y + (place + 0.5) * ROW;

/**
 * Return whether a line is drawn: those of the hovered token, else of the chosen tokens, else all.
 *
 * @param {Model} model
 * @param {Cursor | null} cursor
 * @param {number} row
 * @param {number} column
 */
export function isInFocus(model, cursor, row, column) {
  if (cursor) return cursor.row === null ? column === cursor.column : row === cursor.row;
  if (Math.max(model.queries.length, model.keys.length) <= MOST_AT_ONCE) return true;
  return (
    model.selectedQueries.includes(model.queryPlaces[row]) ||
    model.selectedKeys.includes(model.keyPlaces[column])
  );
}

/**
 * @param {Model} model
 * @param {number} head
 * @param {number} weight
 */
const colourOf = (model, head, weight) =>
  model.signed ? model.ends[weight < 0 ? 0 : 1] : model.colours[head % model.colours.length];

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 */
function drawLines(context, model, area, viewport) {
  model.matrices.forEach((weights, head) => {
    const shift = 2 * (head - (model.heads - 1) / 2);
    weights.forEach((weight, index) => {
      const row = Math.floor(index / model.keys.length);
      const column = index % model.keys.length;
      if (Math.abs(weight) < FAINTEST || !isInFocus(model, viewport.cursor, row, column)) return;
      context.strokeStyle = colourOf(model, head, weight);
      context.globalAlpha = clip(Math.sqrt(Math.abs(weight)), 0.12, 1);
      context.lineWidth = 0.75 + 2.5 * Math.abs(weight);
      const [from, to] = [row, column].map((place) => heightOf(viewport, place) + shift);
      drawLine(context, area, from, to);
    });
  });
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Area} area
 * @param {number} from - Height at the left, in CSS pixels.
 * @param {number} to - Height at the right, in CSS pixels.
 */
function drawLine(context, area, from, to) {
  const [start, end] = [area.left, area.content.width - area.right];
  const middle = (start + end) / 2;
  context.beginPath();
  context.moveTo(start, from);
  context.bezierCurveTo(middle, from, middle, to, end, to);
  context.stroke();
}

/**
 * Tint the tokens of the other side by how much of the pointed token's weight they have.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {Cursor} cursor
 */
function drawTints(context, model, area, viewport, cursor) {
  const { place, isQuery } = sideOf(cursor);
  const others = isQuery ? model.keys : model.queries;
  const share = (isQuery ? area.right : area.left) / model.heads;
  const start = isQuery ? area.content.width - area.right : 0;
  others.forEach((_, other) => {
    const index = isQuery ? indexOf(model, place, other) : indexOf(model, other, place);
    const top = heightOf(viewport, other) - ROW / 2 + 1;
    model.matrices.forEach((weights, head) => {
      context.globalAlpha = 0.55 * Math.sqrt(weights[index]);
      context.fillStyle = model.colours[head % model.colours.length];
      context.fillRect(start + head * share, top, share, ROW - 2);
    });
  });
  context.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 */
function drawTokens(context, model, area, viewport) {
  context.textBaseline = "middle";
  context.textAlign = "right";
  const start = area.left - 6;
  model.queries.forEach((label, row) => {
    const isChosen = model.selectedQueries.includes(model.queryPlaces[row]);
    const isStrong = isChosen || viewport.cursor?.row === row;
    drawToken(context, model, viewport, row, { label, isStrong, x: start, room: area.left });
    if (isChosen) markToken(context, model, viewport, row, start + 2);
  });
  context.textAlign = "left";
  const end = area.content.width - area.right + 6;
  model.keys.forEach((label, column) => {
    const isChosen = model.selectedKeys.includes(model.keyPlaces[column]);
    const isStrong = isChosen || viewport.cursor?.column === column;
    drawToken(context, model, viewport, column, { label, isStrong, x: end, room: area.right });
    if (isChosen) markToken(context, model, viewport, column, end - 5);
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Viewport} viewport
 * @param {number} place
 * @param {{label: string, isStrong: boolean, x: number, room: number}} token
 */
function drawToken(context, model, viewport, place, { label, isStrong, x, room }) {
  const y = heightOf(viewport, place);
  if (y < HEAD_ROOM - ROW || y > viewport.height + ROW) return;
  context.font = `${isStrong ? 600 : 400} 12px ${viewport.font}`;
  context.fillStyle = model.ink;
  context.fillText(label, x, y, room - 12);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Viewport} viewport
 * @param {number} place
 * @param {number} x
 */
function markToken(context, model, viewport, place, x) {
  context.fillStyle = model.accent;
  context.fillRect(x, heightOf(viewport, place) - 7, 3, 14);
}
