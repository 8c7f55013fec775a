// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { mapPixels, tone } from "#interface/lab/attention/canvas/map_picture.js";
import { makeModel } from "./models.js";

/** @param {Uint8ClampedArray} pixels */
const colours = (pixels) =>
  Array.from({ length: pixels.length / 4 }, (_, at) => [...pixels.slice(4 * at, 4 * at + 4)]);

test("the tone is the square root of a weight", () => {
  assert.deepEqual([0, 0.25, 1, 2].map((weight) => tone(false, weight)), [0, 128, 255, 255]);
});

test("a difference of 0 lies in the middle, its signs on either side", () => {
  const tones = [-1, -0.25, 0, 0.25, 1].map((weight) => tone(true, weight));
  assert.deepEqual(tones, [0, 64, 128, 191, 255]);
});

test("every cell has the colour of its weight, and a masked one its own", () => {
  const model = makeModel([[1, 0, 0.25, 0.04]], { causal: true });
  assert.deepEqual(colours(mapPixels(model, 2, 2)), [
    [255, 255, 255, 255],
    [1, 2, 3, 255],
    [128, 128, 128, 255],
    [51, 51, 51, 255],
  ]);
});

test("where several cells share a pixel the largest is seen, not the last", () => {
  assert.deepEqual(colours(mapPixels(makeModel([[0, 1, 0, 0.25]]), 1, 1)), [[255, 255, 255, 255]]);
  const rows = colours(mapPixels(makeModel([[0, 0.25, 1, 0]]), 1, 2));
  assert.deepEqual(rows.map(([red]) => red), [128, 255]);
});

test("of a difference the larger size is seen, with its sign", () => {
  const model = makeModel([[0.25, -1, 0, 0.25]], { signed: true });
  assert.deepEqual(colours(mapPixels(model, 1, 1))[0], [0, 0, 0, 255]);
});
