// @ts-check
// The whole map as a file, not only what is in sight.

import { READABLE } from "./attention_map.js";
import { make, pen } from "../../../browser/elements.js";

/** @import { Area, Model, View } from "./attention_model.js" */

const TITLE = 40; // room for it, in CSS pixels
const MOST_CONTENT = 7000; // all rows or all columns together, in CSS pixels
const MOST_PIXELS = 8000; // browsers draw on no canvas that is much larger
const KEPT_MS = 10_000; // for the browser to fetch the file

/**
 * Lay the whole content out, with cells large enough for their labels.
 *
 * @param {Model} model
 * @param {Area} area - As it is on the screen.
 * @returns {Area}
 */
export function wholeArea(model, area) {
  if (model.mode !== "map" || area.cell >= READABLE) return area;
  const [columns, rows] = [model.keys.length, model.queries.length];
  const cell = Math.min(READABLE, MOST_CONTENT / Math.max(columns, rows));
  const width = area.content.width + (cell - area.cell) * columns;
  const height = area.content.height + (cell - area.cell) * rows;
  return { ...area, cell, content: { width, height } };
}

/**
 * @param {Model} model
 * @param {View} view
 * @param {Area} area - As it is on the screen.
 * @param {string} font
 */
export function savePicture(model, view, area, font) {
  const whole = wholeArea(model, area);
  const { width, height } = whole.content;
  const ratio = Math.min(2, MOST_PIXELS / Math.max(width, height + TITLE));
  const sheet = make("canvas");
  sheet.width = Math.ceil(width * ratio);
  sheet.height = Math.ceil((height + TITLE) * ratio);
  const context = pen(sheet);
  context.scale(ratio, ratio);
  context.fillStyle = model.background;
  context.fillRect(0, 0, width, height + TITLE);
  context.fillStyle = model.ink;
  context.font = `600 14px ${font}`;
  context.textBaseline = "middle";
  context.fillText(model.texts.title, 8, 16, width - 16);
  context.translate(0, 32);
  view.draw(context, model, whole, { width, height, x: 0, y: 0, ratio, font, cursor: null });
  sheet.toBlob((blob) => blob && offer(blob, model.file));
}

/**
 * @param {Blob} blob
 * @param {string} name
 */
function offer(blob, name) {
  const link = make("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
