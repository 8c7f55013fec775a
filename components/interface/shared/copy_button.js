// @ts-check
// Copies a text, also where the page may not use the clipboard, as on plain http.

import { make, part } from "../browser/elements.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

const DONE_MS = 2000;

/** @param {FrontendRendererArgs<{}, {label: string, done: string, text: string}>} args */
export default function showCopyButton({ data, parentElement }) {
  const button = part(parentElement, "button", HTMLButtonElement);
  const label = part(parentElement, "span", HTMLElement);
  label.textContent = data.label;
  button.onclick = async () => {
    await copy(data.text);
    label.textContent = data.done;
    setTimeout(() => (label.textContent = data.label), DONE_MS);
  };
  return () => {
    button.onclick = null;
  };
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}
