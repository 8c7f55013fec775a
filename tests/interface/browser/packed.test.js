// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { half, readMatrices, unpack } from "#interface/browser/packed.js";

/** @param {number[]} numbers */
const bytes = (...numbers) => new Uint8Array(numbers);

test("half precision is read as IEEE 754 writes it", () => {
  assert.equal(half(0x0000), 0);
  assert.equal(half(0x3c00), 1);
  assert.equal(half(0xc000), -2);
  assert.equal(half(0x3555), 0.333251953125); // the nearest to 1/3: 1365/4096
  assert.equal(half(0x7bff), 65504); // the largest
  assert.equal(half(0x0400), 2 ** -14); // the smallest normal number
  assert.equal(half(0x0001), 2 ** -24); // the smallest above 0
  assert.equal(half(0x83ff), -1023 * 2 ** -24); // the largest subnormal, negative
});

test("every half from 0 to 1 lies above the one before", () => {
  for (let bits = 1; bits <= 0x3c00; bits++) assert.ok(half(bits) > half(bits - 1));
});

test("the header comes apart from the numbers", () => {
  const header = new TextEncoder().encode('{"a": "好"}');
  const data = bytes(header.length, 0, 0, 0, ...header, 7, 255);
  const { cells, ...rest } = unpack(data);
  assert.deepEqual(rest, { a: "好" });
  assert.deepEqual([...cells], [7, 255]);
});

test("bytes inside a larger buffer are read from their own start", () => {
  const header = new TextEncoder().encode("{}");
  const whole = bytes(9, 9, 9, header.length, 0, 0, 0, ...header, 5);
  assert.deepEqual([...unpack(whole.subarray(3)).cells], [5]);
});

test("matrices of either precision are told apart", () => {
  const single = new Uint8Array(new Float32Array([0.5, 0.25, 1, 0]).buffer);
  assert.deepEqual(readMatrices(single, 4, 2).map((m) => [...m]), [[0.5, 0.25], [1, 0]]);
  const short = new Uint8Array(new Uint16Array([0x3800, 0x3400]).buffer);
  assert.deepEqual(readMatrices(short, 2, 1).map((m) => [...m]), [[0.5, 0.25]]);
});

test("numbers that lie at an odd place are read, too", () => {
  const numbers = new Uint8Array(new Float32Array([0.5, 2]).buffer);
  const odd = bytes(1, ...numbers).subarray(1);
  assert.deepEqual([...readMatrices(odd, 4, 1)[0]], [0.5, 2]);
});
