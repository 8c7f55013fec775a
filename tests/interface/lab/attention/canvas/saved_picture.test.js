// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { mapView } from "#interface/lab/attention/canvas/attention_map.js";
import { wholeArea } from "#interface/lab/attention/canvas/saved_picture.js";
import { makeModel, ruler } from "./models.js";

/** @param {number} count */
const squareModel = (count) =>
  makeModel([Array(count * count).fill(0)], {
    queries: Array(count).fill("q"),
    keys: Array(count).fill("k"),
  });

test("cells that can be read are saved as they are", () => {
  const model = squareModel(2);
  const area = mapView.measure(model, 800, null, ruler);
  assert.equal(wholeArea(model, area), area);
});

test("smaller ones grow until their labels can be read", () => {
  const model = squareModel(200);
  const area = mapView.measure(model, 400, null, ruler);
  const whole = wholeArea(model, area);
  assert.equal(whole.cell, 13);
  const { left, right, top, bottom } = area;
  assert.ok(Math.abs(whole.content.width - (left + right + 200 * 13)) < 1e-6);
  assert.ok(Math.abs(whole.content.height - (top + bottom + 200 * 13)) < 1e-6);
});

test("but not beyond what a browser draws", () => {
  const model = squareModel(1000);
  const whole = wholeArea(model, mapView.measure(model, 400, null, ruler));
  assert.equal(whole.cell, 7);
});
