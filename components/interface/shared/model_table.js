// Draws the models as a table; on a phone each row becomes a block. Text enters by textContent.
export default function ({ data, parentElement }) {
  const table = parentElement.querySelector("table");
  const element = (tag, text, className) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  const cell = (row, column) => {
    const node = element(column.is_heading ? "th" : "td", "", column.id);
    if (column.is_heading) node.scope = "row";
    node.dataset.column = column.title;
    const tone = column.id === "state" ? row.tone : row[`${column.id}_tone`];
    if (tone) node.append(element("span", "", `dot ${tone}`));
    node.append(element("span", row[column.id], "value"));
    const more = row[`${column.id}_more`];
    if (more) node.append(element("span", more, "more"));
    return node;
  };

  const head = element("tr");
  for (const column of data.columns) {
    const node = element("th", column.title, column.id);
    node.scope = "col";
    head.append(node);
  }
  const body = data.rows.map((row) => {
    const node = element("tr", "", row.tone ?? "");
    node.append(...data.columns.map((column) => cell(row, column)));
    return node;
  });
  table.setAttribute("aria-label", data.label);
  table.className = data.className;
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...body);
}
