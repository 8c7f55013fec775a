// @ts-check
// What the attention canvas draws, and the forms in which its parts hand things to each other.

import { colourTable } from "../../../browser/colours.js";
import { readMatrices, unpack } from "../../../browser/packed.js";

/** @import { Colour } from "../../../browser/colours.js" */

/**
 * What Python sends before the numbers.
 *
 * @typedef {object} Header
 * @property {"map" | "lines"} mode
 * @property {string[]} queries - Labels of the rows.
 * @property {string[]} keys - Labels of the columns.
 * @property {number[]} queryPlaces - Places of the rows' tokens in the text.
 * @property {number[]} keyPlaces - Places of the columns' tokens in the text.
 * @property {number} heads - How many matrices follow.
 * @property {2 | 4} digits - Bytes a number.
 * @property {boolean} causal - No token looks at what comes after it.
 * @property {boolean} signed - The numbers are a difference, from −1 to 1.
 * @property {number[]} selectedQueries - Places of chosen tokens.
 * @property {number[]} selectedKeys - Places of chosen tokens.
 * @property {string[]} scale - Colours of a map.
 * @property {[string, string]} ends - Colours of less and more, of a difference.
 * @property {string[]} colours - Of the heads.
 * @property {string} bar
 * @property {string} masked
 * @property {string} accent
 * @property {string} ink
 * @property {string} muted
 * @property {string} line
 * @property {string} background
 * @property {string[]} names - Of the heads.
 * @property {Record<string, string>} texts - Translated words.
 * @property {string} file - Name of the saved picture.
 */

/**
 * @typedef {object} Derived
 * @property {Float32Array[]} matrices - One per head, row by row.
 * @property {Colour[]} colourTable - 256 colours of a map.
 * @property {{rows: Float32Array, columns: Float32Array}} margins - See `margins`.
 */

/** @typedef {Header & Derived} Model */

/** @typedef {{row: number | null, column: number | null}} Cursor - Null on the side of a label. */

/**
 * Where everything lies, in CSS pixels.
 *
 * @typedef {object} Area
 * @property {number} left - Room beside the cells; so are the next three.
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 * @property {number} cell - Side of a cell, or height of a line.
 * @property {number} fit - Side of a cell where the whole map is in sight.
 * @property {number} height - Of what is in sight.
 * @property {{width: number, height: number}} content - All of it, in sight or not.
 * @property {boolean} isTurned - The labels of the columns run downwards.
 */

/**
 * What is in sight, in CSS pixels.
 *
 * @typedef {object} Viewport
 * @property {number} width
 * @property {number} height
 * @property {number} x - How far the content has moved to the left.
 * @property {number} y - How far the content has moved up.
 * @property {number} ratio - The screen's pixels in one of CSS.
 * @property {string} font
 * @property {Cursor | null} cursor
 */

/** @typedef {{measureText: (text: string) => {width: number}}} Ruler - Such as a context. */

/** @typedef {{x: number, y: number}} Point - From the corner of what is in sight. */

/**
 * A way to draw a model.
 *
 * @typedef {object} View
 * @property {(model: Model, width: number, zoom: number | null, ruler: Ruler) => Area} measure
 * @property {(c: CanvasRenderingContext2D, model: Model, area: Area, seen: Viewport) => void} draw
 * @property {(model: Model, area: Area, seen: Viewport, point: Point) => Cursor | null} find
 * @property {(model: Model, cursor: Cursor | null, key: string) => Cursor | null} step
 * @property {(model: Model, cursor: Cursor) => string} describe
 * @property {(area: Area, cursor: Cursor) => {x: number, y: number, size: number}} reach
 */

export const TALLEST = 720; // what is in sight of either view, in CSS pixels
export const WIDEST_LABEL = 120;

/**
 * @param {Uint8Array} data - See `pack_view` in attention_canvas.py.
 * @returns {Model}
 */
export function readModel(data) {
  /** @type {Header & {cells: Uint8Array}} */
  const sent = unpack(data);
  const matrices = readMatrices(sent.cells, sent.digits, sent.heads);
  return {
    ...sent,
    matrices,
    colourTable: colourTable(sent.scale),
    margins: margins(matrices[0], sent.queries.length, sent.keys.length),
  };
}

/**
 * Sum a matrix up.
 *
 * @param {Float32Array} weights - Row by row.
 * @param {number} rowCount
 * @param {number} columnCount
 * @returns {{rows: Float32Array, columns: Float32Array}} Sums of rows, means of columns.
 */
export function margins(weights, rowCount, columnCount) {
  const rows = new Float32Array(rowCount);
  const columns = new Float32Array(columnCount);
  weights.forEach((weight, place) => {
    rows[Math.floor(place / columnCount)] += weight;
    columns[place % columnCount] += weight / rowCount;
  });
  return { rows, columns };
}

/**
 * Whether a query cannot see a key.
 *
 * @param {Pick<Model, "causal" | "queryPlaces" | "keyPlaces">} model
 * @param {number} row
 * @param {number} column
 */
export const isMasked = (model, row, column) =>
  model.causal && model.keyPlaces[column] > model.queryPlaces[row];

/**
 * @param {string[]} labels
 * @param {Ruler} ruler
 * @returns {number} The width of the widest, in CSS pixels.
 */
export const widest = (labels, ruler) =>
  labels.reduce((most, label) => Math.max(most, ruler.measureText(label).width), 0);
