// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { LARGEST, cellsInSight, mapView } from "#interface/lab/attention/canvas/attention_map.js";
import { makeModel, makeViewport, ruler } from "./models.js";

/** Cells of 20 pixels between margins of 50, 30, 10 and 40. */
const AREA = {
  left: 50,
  top: 30,
  right: 10,
  bottom: 40,
  cell: 20,
  fit: 20,
  height: 110,
  content: { width: 100, height: 110 },
  isTurned: false,
};
const SEEN = makeViewport({ width: 100, height: 110 });
const model = makeModel([[0.75, 0.25, 0.5, 0.0004]]);

/**
 * @param {number} x
 * @param {number} y
 */
const find = (x, y, seen = SEEN) => mapView.find(model, AREA, seen, { x, y });

test("a point finds the cell under it, its edges at the left and top included", () => {
  assert.deepEqual(find(50, 30), { row: 0, column: 0 });
  assert.deepEqual(find(69.9, 49.9), { row: 0, column: 0 });
  assert.deepEqual(find(70, 50), { row: 1, column: 1 });
});

test("a label stands for its row or column", () => {
  assert.deepEqual(find(5, 55), { row: 1, column: null });
  assert.deepEqual(find(75, 5), { row: null, column: 1 });
});

test("corners and margins hold nothing", () => {
  for (const [x, y] of [[5, 5], [95, 40], [60, 75], [95, 5], [5, 75]]) {
    assert.equal(find(x, y), null, `${x} ${y}`);
  }
});

test("what was scrolled is added", () => {
  const seen = makeViewport({ width: 80, height: 90, x: 20, y: 20 });
  assert.deepEqual(find(55, 35, seen), { row: 1, column: 1 });
});

test("a cell is described with four digits, a tiny weight by its power of ten", () => {
  assert.equal(mapView.describe(model, { row: 0, column: 1 }), "a → y: 0.2500");
  assert.equal(mapView.describe(model, { row: 1, column: 1 }), "b → y: 4.0e-4");
  assert.equal(mapView.describe(makeModel([[0, 0, 0, 0]]), { row: 0, column: 0 }), "a → x: 0.0000");
});

test("a row is described by its sum, a column by its mean", () => {
  assert.equal(mapView.describe(model, { row: 0, column: null }), "a: sum 1.0000");
  assert.equal(mapView.describe(model, { row: null, column: 0 }), "x: mean 0.6250");
});

test("a masked cell has no weight", () => {
  const causal = makeModel([[1, 0, 0.5, 0.5]], { causal: true });
  assert.equal(mapView.describe(causal, { row: 0, column: 1 }), "a → y: masked");
  assert.equal(mapView.describe(causal, { row: 1, column: 0 }), "b → x: 0.5000");
});

test("the first arrow starts from the first cell, one from a label from the label's row", () => {
  assert.deepEqual(mapView.step(model, null, "ArrowRight"), { row: 0, column: 1 });
  const next = mapView.step(model, { row: 1, column: null }, "ArrowRight");
  assert.deepEqual(next, { row: 1, column: 1 });
});

test("few tokens get large cells, and labels that fit are not turned", () => {
  const area = mapView.measure(model, 800, null, ruler);
  assert.equal(area.cell, LARGEST);
  assert.equal(area.left, 26); // a label of 10 and 16 around it
  assert.equal(area.isTurned, false);
  assert.deepEqual(area.content, { width: 26 + 46 + 2 * LARGEST, height: 26 + 40 + 2 * LARGEST });
});

test("many tokens keep cells whose labels can be read, and very many are shown whole", () => {
  const labels = (/** @type {number} */ count) => Array.from({ length: count }, () => "word");
  const many = { queries: labels(100), keys: labels(100) };
  const area = mapView.measure(makeModel([Array(10_000).fill(0)], many), 400, null, ruler);
  assert.equal(area.cell, 13);
  assert.ok(area.isTurned && area.content.width > 400);
  assert.equal(area.height, 720);
  const most = { queries: labels(200), keys: labels(200) };
  const whole = mapView.measure(makeModel([Array(40_000).fill(0)], most), 400, null, ruler);
  assert.equal(whole.cell, whole.fit);
  assert.ok(Math.abs(whole.content.width - 400) < 1e-9);
});

test("zoom counts from the size at which all fits", () => {
  const area = mapView.measure(model, 800, 1.5, ruler);
  assert.equal(area.cell, 1.5 * area.fit);
});

test("the cells in sight are those that reach into the box", () => {
  const wide = makeModel([Array(100).fill(0.1)], {
    queries: Array(10).fill("q"),
    keys: Array(10).fill("k"),
  });
  const area = { ...AREA, content: { width: 260, height: 270 } };
  const seen = cellsInSight(wide, area, makeViewport({ width: 160, height: 170, x: 30, y: 0 }));
  assert.deepEqual(seen, { width: 100, height: 100, rows: [0, 5], columns: [1, 7] });
  const end = cellsInSight(wide, area, makeViewport({ width: 300, height: 300 }));
  assert.deepEqual(end, { width: 200, height: 200, rows: [0, 10], columns: [0, 10] });
});
