// @ts-check
// Shows a text piece by piece; hovering a piece shows its note.

import { make, part } from "../browser/elements.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

/** @typedef {{text: string, note?: undefined}} PlainPiece */

/**
 * @typedef {object} Piece
 * @property {string} text
 * @property {string} note
 * @property {string} color - #RRGGBB
 * @property {number} strength - How much of the colour lies behind the text, 0 to 1.
 * @property {string} mark - A small sign in front; empty for none.
 * @property {boolean} hatched
 * @property {boolean} plain - True for no line below.
 * @property {boolean} sought - True scrolls to the piece.
 */

/** @typedef {{pieces: (Piece | PlainPiece)[], label: string, hint: string}} Data */

/** @param {FrontendRendererArgs<{}, Data>} args */
export default function showPassage({ data, parentElement }) {
  const text = part(parentElement, ".text", HTMLElement);
  const line = part(parentElement, ".line", HTMLElement);
  text.setAttribute("aria-label", data.label);

  /** @param {string} [note] */
  const tell = (note) => {
    line.textContent = note || data.hint;
    line.classList.toggle("told", Boolean(note));
  };
  text.replaceChildren(...data.pieces.flatMap((piece) => makePiece(piece, tell)));
  tell("");
  scrollTo(text, text.querySelector(".sought"));
}

/**
 * @param {Piece | PlainPiece} piece
 * @param {(note?: string) => void} tell
 * @returns {HTMLElement[]}
 */
function makePiece(piece, tell) {
  const span = make("span", piece.text);
  if (!piece.note) return [span];
  const { note } = piece;
  span.className = piece.hatched ? "piece hatched" : "piece";
  span.classList.toggle("plain", piece.plain);
  span.classList.toggle("sought", piece.sought);
  span.style.setProperty("--tone", piece.color);
  span.style.setProperty("--strength", `${Math.round(100 * piece.strength)}%`);
  span.tabIndex = 0;
  span.setAttribute("role", "note");
  span.setAttribute("aria-description", note);
  span.onmouseenter = span.onfocus = () => tell(note);
  span.onmouseleave = span.onblur = () => tell(focusedNote(span));
  span.dataset.note = note;
  if (!piece.mark) return [span];
  const mark = make("sup", piece.mark);
  mark.setAttribute("aria-hidden", "true");
  return [mark, span];
}

/**
 * @param {HTMLElement} element
 * @returns {string | undefined} The note of the piece that has the focus.
 */
function focusedNote(element) {
  const root = element.getRootNode();
  if (!("activeElement" in root) || !(root.activeElement instanceof HTMLElement)) return undefined;
  return root.activeElement.dataset.note;
}

/**
 * Scroll a box to one of its elements.
 *
 * @param {HTMLElement} box
 * @param {Element | null} sought
 */
function scrollTo(box, sought) {
  if (!sought) return;
  const depth = sought.getBoundingClientRect().top - box.getBoundingClientRect().top;
  box.scrollTop += depth - box.clientHeight / 3;
}
