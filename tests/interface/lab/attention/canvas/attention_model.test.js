// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import {
  isMasked,
  margins,
  readModel,
  widest,
} from "#interface/lab/attention/canvas/attention_model.js";
import { makeModel, ruler } from "./models.js";

test("margins are the sums of rows and the means of columns", () => {
  const { rows, columns } = margins(new Float32Array([0.5, 0.25, 0.25, 0, 1, 0]), 2, 3);
  assert.deepEqual([...rows], [1, 1]);
  assert.deepEqual([...columns], [0.25, 0.625, 0.125]);
});

test("the means of columns add up to 1 where every row does", () => {
  const { columns } = margins(new Float32Array([0.75, 0.25, 0.5, 0.5, 1, 0, 0, 1]), 4, 2);
  assert.equal(columns[0] + columns[1], 1);
});

test("a model is read with its matrices, colours and margins", () => {
  const header = { ...makeModel([[0.5, 0.5, 0, 1], [1, 0, 0.25, 0.75]]), matrices: undefined };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const numbers = new Uint8Array(new Float32Array([0.5, 0.5, 0, 1, 1, 0, 0.25, 0.75]).buffer);
  const data = new Uint8Array(4 + json.length + numbers.length);
  new DataView(data.buffer).setUint32(0, json.length, true);
  data.set(json, 4);
  data.set(numbers, 4 + json.length);
  const model = readModel(data);
  assert.deepEqual(model.matrices.map((m) => [...m]), [[0.5, 0.5, 0, 1], [1, 0, 0.25, 0.75]]);
  assert.deepEqual([...model.margins.columns], [0.25, 0.75]);
  assert.deepEqual(model.colourTable[255], [255, 255, 255]);
});

test("a decoder's query sees no key that comes after it, also where rows are left out", () => {
  const model = { causal: true, queryPlaces: [2, 5], keyPlaces: [0, 2, 3] };
  const seen = [0, 1, 2].map((column) => isMasked(model, 0, column));
  assert.deepEqual(seen, [false, false, true]);
  assert.equal(isMasked(model, 1, 2), false);
  assert.equal(isMasked({ ...model, causal: false }, 0, 2), false);
});

test("the widest label counts, and none is no width", () => {
  assert.equal(widest(["a", "abc", "ab"], ruler), 30);
  assert.equal(widest([], ruler), 0);
});
