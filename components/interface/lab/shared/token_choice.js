// @ts-check
// A row of tokens, one of them chosen, as radio buttons.

import { make, part } from "../../browser/elements.js";
import { clip } from "../../browser/steps.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

/**
 * @typedef {object} Data
 * @property {string[]} tokens
 * @property {number} chosen - Place of the chosen one, from 0.
 * @property {string} label - For screen readers.
 */

/** @type {Map<string, number>} */
const STEPS = new Map([
  ["ArrowLeft", -1],
  ["ArrowUp", -1],
  ["ArrowRight", 1],
  ["ArrowDown", 1],
]);

/**
 * @param {number} place
 * @param {string} key
 * @param {number} count
 * @returns {number | null} Where a key leads; null where nowhere.
 */
export function nextToken(place, key, count) {
  const step = STEPS.get(key);
  return step === undefined ? null : clip(place + step, 0, count - 1);
}

/** @param {FrontendRendererArgs<{chosen: number}, Data>} args */
export default function showTokenChoice({ data, parentElement, setTriggerValue }) {
  const row = part(parentElement, ".tokens", HTMLElement);
  row.setAttribute("aria-label", data.label);

  /**
   * @param {number} place
   * @param {boolean} isByKey - True moves the focus along once Python has answered.
   */
  const choose = (place, isByKey) => {
    row.dataset.focus = isByKey ? String(place) : "";
    setTriggerValue("chosen", place);
  };

  const buttons = data.tokens.map((text, place) => {
    const button = make("button");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(place === data.chosen));
    button.tabIndex = place === data.chosen ? 0 : -1;
    button.append(make("small", String(place + 1)), make("bdi", text));
    button.onclick = () => choose(place, false);
    button.onkeydown = (event) => {
      const next = nextToken(place, event.key, data.tokens.length);
      if (next === null) return;
      event.preventDefault();
      choose(next, true);
    };
    return button;
  });

  row.replaceChildren(...buttons);
  if (row.dataset.focus) buttons[data.chosen]?.focus();
}
