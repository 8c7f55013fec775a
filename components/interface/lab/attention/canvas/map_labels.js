// @ts-check
// The labels of a map's rows and columns, of which small cells show only some.

/** @import { Area, Model, Viewport } from "./attention_model.js" */

/**
 * The cells in sight: how wide and high they are together, and the first row and column and the
 * ones behind the last.
 *
 * @typedef {object} CellsInSight
 * @property {number} width - In CSS pixels.
 * @property {number} height - In CSS pixels.
 * @property {[number, number]} rows
 * @property {[number, number]} columns
 */

/**
 * @typedef {object} Label
 * @property {string} text
 * @property {boolean} isStrong - Chosen or pointed at.
 * @property {CanvasTextAlign} align
 * @property {number} room - Width at most, in CSS pixels.
 * @property {number} margin - Width of what it stands in, in CSS pixels.
 */

const LABEL_HEIGHT = 11; // in CSS pixels

/**
 * @param {number} cell - Side of a cell, in CSS pixels.
 * @returns {number} Every how many cells there is room for a label.
 */
export const labelEvery = (cell) => Math.max(1, Math.ceil(LABEL_HEIGHT / cell));

/**
 * Return the label of a position.
 *
 * @param {number} place - Of a row or column.
 * @param {number | null | undefined} pointed - The place pointed at.
 * @param {boolean} isChosen
 * @param {number} cell - Side of a cell, in CSS pixels.
 * @returns {{isShown: boolean, isStrong: boolean}}
 */
export function lookOf(place, pointed, isChosen, cell) {
  const isStrong = isChosen || place === pointed;
  return { isShown: isStrong || place % labelEvery(cell) === 0, isStrong };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {CellsInSight} seen
 */
export function drawRowLabels(context, model, area, viewport, seen) {
  const { left, top, cell } = area;
  context.textBaseline = "middle";
  for (let row = seen.rows[0]; row < seen.rows[1]; row++) {
    const middle = top - viewport.y + (row + 0.5) * cell;
    const isChosen = model.selectedQueries.includes(model.queryPlaces[row]);
    const { isShown, isStrong } = lookOf(row, viewport.cursor?.row, isChosen, cell);
    if (!isShown || middle < top - 1 || middle > top + seen.height + 1) continue;
    context.save();
    context.translate(left - 6, middle);
    const text = model.queries[row];
    const label = { text, isStrong, room: left - 10, margin: left - 6 };
    writeLabel(context, model, { ...label, align: "right" }, cell, viewport.font);
    if (isChosen) mark(context, model, 2, -5, 3, 10);
    context.restore();
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {CellsInSight} seen
 */
export function drawColumnLabels(context, model, area, viewport, seen) {
  const { left, top, cell, isTurned } = area;
  context.textBaseline = "middle";
  for (let column = seen.columns[0]; column < seen.columns[1]; column++) {
    const middle = left - viewport.x + (column + 0.5) * cell;
    const isChosen = model.selectedKeys.includes(model.keyPlaces[column]);
    const { isShown, isStrong } = lookOf(column, viewport.cursor?.column, isChosen, cell);
    if (!isShown || middle < left - 1 || middle > left + seen.width + 1) continue;
    context.save();
    context.translate(middle, top - 6);
    if (isTurned) context.rotate(Math.PI / 2);
    const label = { text: model.keys[column], isStrong, margin: top - 6, ...fit(area) };
    writeLabel(context, model, label, cell, viewport.font);
    if (isChosen) markColumn(context, model, isTurned);
    context.restore();
  }
}

/**
 * @param {Area} area
 * @returns {Pick<Label, "align" | "room">} How the labels of columns lie.
 */
const fit = ({ isTurned, top, cell }) =>
  isTurned ? { align: "right", room: top - 10 } : { align: "center", room: cell };

/**
 * Write a label at the origin. One that stands out where not all are shown is cleared of others.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Label} label
 * @param {number} cell - Side of a cell, in CSS pixels.
 * @param {string} font
 */
function writeLabel(context, model, { text, isStrong, align, room, margin }, cell, font) {
  const isEvery = labelEvery(cell) === 1;
  if (isStrong && !isEvery) {
    context.fillStyle = model.background;
    context.fillRect(-margin, -6.5, margin + 4, 13);
  }
  context.textAlign = align;
  context.font = `${isStrong ? 600 : 400} ${Math.min(12, Math.max(10, cell - 2))}px ${font}`;
  context.fillStyle = isStrong || isEvery ? model.ink : model.muted;
  context.fillText(text, 0, 0, room);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {boolean} isTurned
 */
function markColumn(context, model, isTurned) {
  if (isTurned) mark(context, model, 2, -5, 3, 10);
  else mark(context, model, -6, 2, 12, 3);
}

/**
 * Mark the label of a token that was chosen.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {[number, number, number, number]} edges - Left, top, width, height.
 */
function mark(context, model, ...edges) {
  context.fillStyle = model.accent;
  context.fillRect(...edges);
}
