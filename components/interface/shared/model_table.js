// @ts-check
// Draws the models as a table; on a phone each row becomes a block.

import { make, part } from "../browser/elements.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */

/** @typedef {{id: string, title: string, is_heading: boolean}} Column */

/** @typedef {Record<string, string>} Row - Column → text; see `show_table` in model_table.py. */

/** @typedef {{columns: Column[], rows: Row[], label: string, className: string}} Data */

/** @param {FrontendRendererArgs<{}, Data>} args */
export default function showModelTable({ data, parentElement }) {
  const table = part(parentElement, "table", HTMLTableElement);
  const head = make("tr");
  for (const column of data.columns) {
    const cell = make("th", column.title, column.id);
    cell.scope = "col";
    head.append(cell);
  }
  const body = data.rows.map((row) => {
    const line = make("tr", "", row.tone);
    line.append(...data.columns.map((column) => makeCell(row, column)));
    return line;
  });
  table.setAttribute("aria-label", data.label);
  table.className = data.className;
  table.tHead?.replaceChildren(head);
  table.tBodies[0].replaceChildren(...body);
}

/**
 * @param {Row} row
 * @param {Column} column
 */
function makeCell(row, { id, title, is_heading: isHeading }) {
  const cell = make(isHeading ? "th" : "td", "", id);
  if (isHeading) cell.scope = "row";
  cell.dataset.column = title;
  const tone = id === "state" ? row.tone : row[`${id}_tone`];
  if (tone) cell.append(make("span", "", `dot ${tone}`));
  cell.append(make("span", row[id], "value"));
  const more = row[`${id}_more`];
  if (more) cell.append(make("span", more, "more"));
  return cell;
}
