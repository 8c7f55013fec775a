// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { labelEvery, lookOf } from "#interface/lab/attention/canvas/map_labels.js";

test("there is a label every eleven pixels", () => {
  assert.deepEqual([32, 11, 10, 5.5, 1].map(labelEvery), [1, 1, 2, 2, 11]);
});

test("small cells show some labels, and those that are chosen or pointed at", () => {
  assert.deepEqual(lookOf(4, null, false, 5.5), { isShown: true, isStrong: false });
  assert.deepEqual(lookOf(5, null, false, 5.5), { isShown: false, isStrong: false });
  assert.deepEqual(lookOf(5, 5, false, 5.5), { isShown: true, isStrong: true });
  assert.deepEqual(lookOf(5, undefined, true, 5.5), { isShown: true, isStrong: true });
});
