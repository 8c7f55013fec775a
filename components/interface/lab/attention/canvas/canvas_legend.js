// @ts-check
// What the colours of the canvas mean.

import { make } from "../../../browser/elements.js";

/** @import { Model } from "./attention_model.js" */

/**
 * @param {HTMLElement} legend
 * @param {Model} model
 */
export function drawLegend(legend, model) {
  const items = model.mode === "lines" ? headItems(model) : [scaleOf(model), ...maskItem(model)];
  legend.replaceChildren(...items);
}

/**
 * @param {string} colour
 * @param {string} text
 * @returns {HTMLElement[]}
 */
function item(colour, text) {
  const swatch = make("i");
  swatch.style.background = colour;
  return [swatch, make("span", text)];
}

/** @param {Model} model */
function headItems({ signed, colours, names, ends, texts }) {
  if (signed) return [...item(ends[1], texts.more), ...item(ends[0], texts.less)];
  return names.length > 1
    ? names.flatMap((name, head) => item(colours[head], name))
    : item(colours[0], names[0]);
}

/** @param {Model} model */
const maskItem = ({ causal, masked, texts }) => (causal ? item(masked, texts.masked) : []);

/** @param {Model} model */
function scaleOf({ signed, scale }) {
  const bar = make("b");
  bar.style.background = `linear-gradient(to right, ${scale.join(", ")})`;
  const ticks = make("div", "", "ticks");
  // The colours follow the square root of a weight: see `tone`.
  const marks = signed ? ["−1", "0", "1"] : ["0", "0.25", "1"];
  ticks.append(...marks.map((text) => make("span", text)));
  const box = make("div", "", "scale");
  box.append(bar, ticks);
  return box;
}
