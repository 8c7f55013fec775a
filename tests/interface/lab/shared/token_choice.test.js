// @ts-check
import assert from "node:assert/strict";
import test from "node:test";

import { nextToken } from "#interface/lab/shared/token_choice.js";

test("arrows lead to the neighbours and not over the ends", () => {
  assert.equal(nextToken(1, "ArrowRight", 3), 2);
  assert.equal(nextToken(2, "ArrowDown", 3), 2);
  assert.equal(nextToken(1, "ArrowLeft", 3), 0);
  assert.equal(nextToken(0, "ArrowUp", 3), 0);
});

test("other keys are left to the page", () => {
  assert.equal(nextToken(1, "Home", 3), null);
});
