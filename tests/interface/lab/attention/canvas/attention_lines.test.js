// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  HEAD_ROOM,
  ROW,
  isInFocus,
  linesView,
} from "#interface/lab/attention/canvas/attention_lines.js";
import { makeModel, makeViewport, ruler } from "./models.js";

const model = makeModel([[0.75, 0.25, 0.5, 0.5], [0.25, 0.75, 0, 1]]);
const area = linesView.measure(model, 400, null, ruler);
const seen = makeViewport({ width: 400 });

test("a token is told with its partners, the mean over heads, the largest first", () => {
  assert.equal(linesView.describe(model, { row: 1, column: null }), "b → y 0.750  x 0.250");
  assert.equal(linesView.describe(model, { row: null, column: 0 }), "→ x: a 0.500  b 0.250");
});

test("at most five partners are told, a difference by its size", () => {
  const keys = ["k0", "k1", "k2", "k3", "k4", "k5"];
  const weights = [0.1, -0.6, 0.2, 0.3, -0.4, 0.5];
  const signed = makeModel([weights], { queries: ["q"], keys, signed: true });
  const told = linesView.describe(signed, { row: 0, column: null });
  assert.equal(told, "q → k1 -0.600  k5 0.500  k4 -0.400  k3 0.300  k2 0.200");
});

test("tokens are found in their column, and nothing between the columns", () => {
  const second = HEAD_ROOM + 1.5 * ROW;
  const left = { x: 5, y: second };
  assert.deepEqual(linesView.find(model, area, seen, left), { row: 1, column: null });
  const right = { x: area.content.width - 5, y: second };
  assert.deepEqual(linesView.find(model, area, seen, right), { row: null, column: 1 });
  assert.equal(linesView.find(model, area, seen, { x: 200, y: second }), null);
  assert.equal(linesView.find(model, area, seen, { x: 5, y: HEAD_ROOM - 1 }), null);
  assert.equal(linesView.find(model, area, seen, { x: 5, y: HEAD_ROOM + 2 * ROW }), null);
});

test("arrows go up and down a column and over to the other one", () => {
  const first = { row: 0, column: null };
  assert.deepEqual(linesView.step(model, null, "ArrowDown"), { row: 1, column: null });
  assert.deepEqual(linesView.step(model, first, "ArrowUp"), first);
  assert.deepEqual(linesView.step(model, first, "End"), { row: 1, column: null });
  const second = { row: 1, column: null };
  assert.deepEqual(linesView.step(model, second, "ArrowRight"), { row: null, column: 1 });
  const other = { row: null, column: 1 };
  assert.deepEqual(linesView.step(model, other, "Home"), { row: null, column: 0 });
  assert.equal(linesView.step(model, first, "Tab"), null);
});

test("the shorter column is entered at its last token", () => {
  const uneven = makeModel([[1, 1, 1]], { queries: ["q0", "q1", "q2"], keys: ["k"] });
  const next = linesView.step(uneven, { row: 2, column: null }, "ArrowRight");
  assert.deepEqual(next, { row: null, column: 0 });
});

test("the lines of what is pointed at are drawn alone", () => {
  assert.equal(isInFocus(model, { row: 1, column: null }, 1, 0), true);
  assert.equal(isInFocus(model, { row: 1, column: null }, 0, 0), false);
  assert.equal(isInFocus(model, { row: null, column: 0 }, 1, 0), true);
  assert.equal(isInFocus(model, null, 0, 1), true);
});

test("a long text shows the lines of chosen tokens alone", () => {
  const labels = Array.from({ length: 49 }, (_, place) => `${place}`);
  const shown = { queries: labels, keys: labels, selectedQueries: [3], selectedKeys: [7] };
  const long = makeModel([Array(49 * 49).fill(0.1)], shown);
  assert.equal(isInFocus(long, null, 3, 0), true);
  assert.equal(isInFocus(long, null, 0, 7), true);
  assert.equal(isInFocus(long, null, 0, 0), false);
});
