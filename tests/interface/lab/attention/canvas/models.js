// @ts-check
// Small models, made by hand.

import { margins } from "#interface/lab/attention/canvas/attention_model.js";
import { colourTable } from "#interface/browser/colours.js";

/** @import { Model, Viewport } from "#interface/lab/attention/canvas/attention_model.js" */

/**
 * @param {number[][]} matrices - One a head, row by row.
 * @param {Partial<Model>} [changes] - Labels and places, where the defaults of 2 × 2 do not do.
 * @returns {Model}
 */
export function makeModel(matrices, changes = {}) {
  const queries = changes.queries ?? ["a", "b"];
  const keys = changes.keys ?? ["x", "y"];
  const weights = matrices.map((matrix) => new Float32Array(matrix));
  const scale = ["#000000", "#ffffff"];
  return {
    mode: "map",
    queries,
    keys,
    queryPlaces: queries.map((_, place) => place),
    keyPlaces: keys.map((_, place) => place),
    heads: matrices.length,
    digits: 4,
    causal: false,
    signed: false,
    selectedQueries: [],
    selectedKeys: [],
    scale,
    ends: ["#ff0000", "#0000ff"],
    colours: ["#00ff00"],
    bar: "#888888",
    masked: "#010203",
    accent: "#aa0000",
    ink: "#000000",
    muted: "#777777",
    line: "#cccccc",
    background: "#ffffff",
    names: ["head"],
    texts: { sum: "sum", mean: "mean", masked: "masked" },
    file: "attention.png",
    matrices: weights,
    colourTable: colourTable(scale),
    margins: margins(weights[0], queries.length, keys.length),
    ...changes,
  };
}

/**
 * @param {Partial<Viewport>} [changes]
 * @returns {Viewport}
 */
export const makeViewport = (changes = {}) => ({
  width: 400,
  height: 300,
  x: 0,
  y: 0,
  ratio: 1,
  font: "serif",
  cursor: null,
  ...changes,
});

/** A font whose every character is ten pixels wide. */
export const ruler = {
  /** @param {string} text */
  measureText: (text) => ({ width: 10 * text.length }),
};
