// @ts-check
// The cells of a map as pixels.

import { isMasked } from "./attention_model.js";
import { rgb } from "../../../browser/colours.js";
import { picture } from "../../../browser/elements.js";

/** @import { Model } from "./attention_model.js" */

/** @type {WeakMap<Model, {size: string, image: HTMLCanvasElement}>} */
const pictures = new WeakMap();

/**
 * Place a weight on the scale; the square root lets small weights be seen.
 *
 * @param {boolean} isSigned - True where 0 lies in the scale's middle.
 * @param {number} weight - Clipped to −1 to 1.
 * @returns {number} 0 to 255.
 */
export function tone(isSigned, weight) {
  const root = Math.sqrt(Math.min(Math.abs(weight), 1));
  return Math.round(isSigned ? 127.5 + 127.5 * Math.sign(weight) * root : 255 * root);
}

/**
 * Colour a map of `width` × `height` pixels; where several cells share one, the largest is seen.
 *
 * @param {Model} model
 * @param {number} width
 * @param {number} height
 * @returns {Uint8ClampedArray} Red, green, blue and alpha, row by row.
 */
export function mapPixels(model, width, height) {
  const largest = largestWeights(model, width, height);
  const masked = rgb(model.masked);
  const pixels = new Uint8ClampedArray(4 * largest.length);
  largest.forEach((weight, place) => {
    const colour = Number.isNaN(weight) ? masked : model.colourTable[tone(model.signed, weight)];
    pixels.set([...colour, 255], 4 * place);
  });
  return pixels;
}

/**
 * @param {Model} model
 * @param {number} width
 * @param {number} height
 * @returns {Float32Array} One weight per pixel; NaN where all is masked.
 */
function largestWeights(model, width, height) {
  const columns = model.keys.length;
  const rows = model.queries.length;
  const best = new Float32Array(width * height).fill(NaN);
  for (let row = 0; row < rows; row++) {
    const y = Math.floor((row * height) / rows);
    for (let column = 0; column < columns; column++) {
      if (isMasked(model, row, column)) continue;
      const place = y * width + Math.floor((column * width) / columns);
      const weight = model.matrices[0][row * columns + column];
      if (!(Math.abs(weight) <= Math.abs(best[place]))) best[place] = weight;
    }
  }
  return best;
}

/**
 * Paint a map once for cells of one size.
 *
 * @param {Model} model
 * @param {number} cell - Side of a cell, in CSS pixels.
 * @param {number} ratio - The screen's pixels in one of CSS.
 * @returns {HTMLCanvasElement} At most one pixel per cell.
 */
export function mapPicture(model, cell, ratio) {
  const scale = Math.min(1, cell * ratio);
  const side = (/** @type {string[]} */ labels) => Math.max(1, Math.ceil(labels.length * scale));
  const [width, height] = [side(model.keys), side(model.queries)];
  const size = `${width} ${height}`;
  const known = pictures.get(model);
  if (known?.size === size) return known.image;
  const image = picture(mapPixels(model, width, height), width);
  pictures.set(model, { size, image });
  return image;
}
