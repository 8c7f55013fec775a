// @ts-check
// Beside a map the sum of each row, below it the mean of each column.

/** @import { Area, Model, Viewport } from "./attention_model.js" */
/** @import { CellsInSight } from "./map_labels.js" */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {CellsInSight} seen
 */
export function drawMargins(context, model, area, viewport, seen) {
  context.font = `10px ${viewport.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  drawSums(context, model, area, viewport, seen);
  drawMeans(context, model, area, viewport, seen);
  context.fillStyle = model.muted;
  context.textAlign = "right";
  context.fillText(model.texts.mean, area.left - 6, area.top + seen.height + 11);
  context.textAlign = "left";
  context.fillText(model.texts.sum, area.left + seen.width + 5, area.top - 8);
}

/** @param {number} cell - Side of a cell, in CSS pixels; large ones have gaps. */
const barOf = (cell) => Math.max(1, cell - (cell >= 8 ? 2 : 0));

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {CellsInSight} seen
 */
function drawSums(context, model, { left, top, cell }, viewport, seen) {
  const sums = model.margins.rows;
  const most = sums.reduce((high, value) => Math.max(high, value), 1);
  const edge = left + seen.width + 5;
  const hasNumbers = cell >= 10;
  const thick = barOf(cell);
  for (let row = seen.rows[0]; row < seen.rows[1]; row++) {
    const middle = top - viewport.y + (row + 0.5) * cell;
    if (middle < top || middle > top + seen.height) continue;
    context.fillStyle = model.bar;
    const length = (hasNumbers ? 10 : 36) * (sums[row] / most);
    context.fillRect(edge, middle - thick / 2, length, thick);
    context.fillStyle = model.muted;
    if (hasNumbers) context.fillText(sums[row].toFixed(2), edge + 14, middle);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Model} model
 * @param {Area} area
 * @param {Viewport} viewport
 * @param {CellsInSight} seen
 */
function drawMeans(context, model, { left, top, cell }, viewport, seen) {
  const means = model.margins.columns;
  const most = means.reduce((high, value) => Math.max(high, value), 0) || 1;
  const thick = barOf(cell);
  context.fillStyle = model.bar;
  for (let column = seen.columns[0]; column < seen.columns[1]; column++) {
    const middle = left - viewport.x + (column + 0.5) * cell;
    if (middle < left || middle > left + seen.width) continue;
    const length = 30 * (means[column] / most);
    context.fillRect(middle - thick / 2, top + seen.height + 5, thick, length);
  }
}
