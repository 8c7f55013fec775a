// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { colourTable, rgb } from "#interface/browser/colours.js";

test("#RRGGBB is three numbers", () => {
  assert.deepEqual(rgb("#00ff7F"), [0, 255, 127]);
});

test("a scale of two colours is a straight line between them", () => {
  const table = colourTable(["#000000", "#ff00ff"]);
  assert.equal(table.length, 256);
  table.forEach((colour, value) => assert.deepEqual(colour, [value, 0, value]));
});

test("the steps of a scale are met at their places, both ends included", () => {
  const table = colourTable(["#000000", "#ff0000", "#ff00ff", "#ffffff"]);
  assert.deepEqual(table[0], [0, 0, 0]);
  assert.deepEqual(table[85], [255, 0, 0]); // 255 / 3
  assert.deepEqual(table[170], [255, 0, 255]);
  assert.deepEqual(table[255], [255, 255, 255]);
  assert.deepEqual(table[34], [102, 0, 0]); // 34 / 85 of the way to 255
});
