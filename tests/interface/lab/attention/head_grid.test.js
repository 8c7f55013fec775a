// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { describeHead, headAt } from "#interface/lab/attention/head_grid.js";
import { headPixels } from "#interface/lab/attention/head_pictures.js";

const GRID = { layers: 2, heads: 3 };

test("a head is found behind the layers' numbers", () => {
  assert.equal(headAt(GRID, 20, 22, 0), 0);
  assert.equal(headAt(GRID, 20, 22 + 59, 39), 5);
  assert.equal(headAt(GRID, 20, 22 + 25, 25), 4);
});

test("beside the heads lies none", () => {
  for (const [x, y] of [[21, 5], [22 + 60, 5], [30, 40], [30, -1]]) {
    assert.equal(headAt(GRID, 20, x, y), null, `${x} ${y}`);
  }
});

test("heads are named as people count, with a remark where one is pointed at", () => {
  const model = { ...GRID, name: "layer {layer}, head {head}", notes: [..."abcdef"] };
  assert.equal(describeHead(model, 4, false), "layer 2, head 2");
  assert.equal(describeHead(model, 5, true), "layer 2, head 3: f");
});

test("a picture has the colours of its own cells, and masks what comes after", () => {
  const colours = Array.from({ length: 256 }, (_, value) => [value, value, value]);
  const cells = new Uint8Array([9, 9, 9, 9, 255, 7, 128, 64]);
  const model = { side: 2, causal: false, masked: "#010203", cells };
  const red = (/** @type {Uint8ClampedArray} */ pixels) => [0, 4, 8, 12].map((i) => pixels[i]);
  assert.deepEqual(red(headPixels(model, 1, colours)), [255, 7, 128, 64]);
  assert.deepEqual(red(headPixels({ ...model, causal: true }, 1, colours)), [255, 1, 128, 64]);
  assert.deepEqual([...headPixels(model, 0, colours).slice(0, 4)], [9, 9, 9, 255]);
});
