// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { clip, stepInGrid } from "#interface/browser/steps.js";

const SIZE = { rows: 3, columns: 4 };

test("a value inside stays, one outside comes to the edge", () => {
  assert.deepEqual([-1, 0, 0.5, 1, 7].map((value) => clip(value, 0, 1)), [0, 0, 0.5, 1, 1]);
});

test("arrows step to the neighbours", () => {
  const from = { row: 1, column: 1 };
  assert.deepEqual(stepInGrid(from, "ArrowLeft", SIZE), { row: 1, column: 0 });
  assert.deepEqual(stepInGrid(from, "ArrowRight", SIZE), { row: 1, column: 2 });
  assert.deepEqual(stepInGrid(from, "ArrowUp", SIZE), { row: 0, column: 1 });
  assert.deepEqual(stepInGrid(from, "ArrowDown", SIZE), { row: 2, column: 1 });
});

test("Home and End lead along the row", () => {
  assert.deepEqual(stepInGrid({ row: 2, column: 2 }, "Home", SIZE), { row: 2, column: 0 });
  assert.deepEqual(stepInGrid({ row: 2, column: 1 }, "End", SIZE), { row: 2, column: 3 });
});

test("at an edge one stays", () => {
  assert.deepEqual(stepInGrid({ row: 0, column: 0 }, "ArrowUp", SIZE), { row: 0, column: 0 });
  assert.deepEqual(stepInGrid({ row: 2, column: 3 }, "ArrowRight", SIZE), { row: 2, column: 3 });
});

test("other keys are left to the page", () => {
  assert.equal(stepInGrid({ row: 0, column: 0 }, "Tab", SIZE), null);
});
