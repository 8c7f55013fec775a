// @ts-check
// Every head of a model as a small picture.

import { colourTable, rgb } from "../../browser/colours.js";
import { picture } from "../../browser/elements.js";

/** @import { Colour } from "../../browser/colours.js" */

/**
 * What Python sends before the numbers, and the numbers.
 *
 * @typedef {object} Heads
 * @property {number} layers
 * @property {number} heads - In each layer.
 * @property {number} side - Of a picture, in pixels.
 * @property {number} layer - Of the chosen head.
 * @property {number} head - The chosen one.
 * @property {boolean} causal - No token looks at what comes after it.
 * @property {string[]} scale
 * @property {string} masked
 * @property {string} accent
 * @property {string} ink
 * @property {string} muted
 * @property {string} line
 * @property {string} label - For screen readers.
 * @property {string} name - With {layer} and {head}.
 * @property {string[]} notes - One per head, layer by layer.
 * @property {[number, number][]} selected - Layer and head of each to outline.
 * @property {boolean} several - A click adds a head or takes it away again.
 * @property {Uint8Array} cells - Pictures, layer by layer; 0 to 255 on the scale.
 */

/**
 * Paint every head; drawing then only scales them.
 *
 * @param {Heads} model
 * @returns {HTMLCanvasElement[]} Layer by layer.
 */
export function paintHeads(model) {
  const colours = colourTable(model.scale);
  return Array.from({ length: model.layers * model.heads }, (_, index) =>
    picture(headPixels(model, index, colours), model.side),
  );
}

/**
 * Colour one head.
 *
 * @param {Pick<Heads, "side" | "causal" | "masked" | "cells">} model
 * @param {number} index - Of the head, layer by layer.
 * @param {Colour[]} colours - 256 of them.
 * @returns {Uint8ClampedArray} Red, green, blue and alpha, row by row.
 */
export function headPixels({ side, causal, masked, cells }, index, colours) {
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let place = 0; place < side * side; place++) {
    const isMasked = causal && place % side > Math.floor(place / side);
    const colour = isMasked ? rgb(masked) : colours[cells[index * side * side + place]];
    pixels.set([...colour, 255], 4 * place);
  }
  return pixels;
}
