// The canvas of the attention page: draws what is in sight, follows pointer and keys by itself, and
// tells Python only what was clicked. Texts enter by textContent and fillText, never as markup.
const canvases = new WeakMap();

function createCanvas(parentElement) {
  const find = (name) => parentElement.querySelector(`.${name}`);
  const [box, sizer, status, legend] = ["box", "sizer", "status", "legend"].map(find);
  const canvas = box.querySelector("canvas");
  const view = { cursor: null, zoom: null };
  let area = null;

  const kind = () => (view.model.mode === "lines" ? linesView : mapView);
  const family = () => getComputedStyle(box).fontFamily;
  const place = () => ({
    width: box.clientWidth,
    height: box.clientHeight,
    x: Math.max(0, box.scrollLeft),
    y: Math.max(0, box.scrollTop),
    ratio: window.devicePixelRatio || 1,
    font: family(),
    cursor: view.cursor,
  });

  function layOut() {
    const width = box.parentElement.clientWidth;
    if (width <= 0) return;
    const context = canvas.getContext("2d");
    context.font = `12px ${family()}`;
    area = kind().measure(view.model, width, view.zoom, context);
    box.style.height = `${Math.ceil(area.height) + 2}px`;
    box.style.width = `${Math.min(width, Math.ceil(area.content.width) + 14)}px`;
    sizer.style.width = `${Math.floor(area.content.width)}px`;
    sizer.style.height = `${Math.floor(area.content.height)}px`;
    draw();
  }

  function draw() {
    if (!area) return;
    const state = place();
    canvas.width = Math.round(state.width * state.ratio);
    canvas.height = Math.round(state.height * state.ratio);
    canvas.style.width = `${state.width}px`;
    canvas.style.height = `${state.height}px`;
    const context = canvas.getContext("2d");
    context.scale(state.ratio, state.ratio);
    context.clearRect(0, 0, state.width, state.height);
    kind().draw(context, view.model, area, state);
    status.textContent = view.cursor ? kind().describe(view.model, view.cursor) : view.model.texts.hint;
  }

  function point(cursor) {
    const [one, other] = [view.cursor, cursor].map((c) => c && `${c.row} ${c.column}`);
    if (one === other) return;
    view.cursor = cursor;
    draw();
  }

  const pointed = (event) => {
    const edge = canvas.getBoundingClientRect();
    return kind().find(view.model, area, place(), event.clientX - edge.left, event.clientY - edge.top);
  };

  function choose(cursor) {
    if (!cursor) return;
    const { row, column } = cursor;
    view.report([
      row === null ? null : view.model.queryPlaces[row],
      column === null ? null : view.model.keyPlaces[column],
    ]);
  }

  function keepInSight() {
    const { x, y, size } = kind().reach(area, view.cursor);
    const across = box.clientWidth - area.left - area.right;
    const down = box.clientHeight - area.top - area.bottom;
    if (x < box.scrollLeft) box.scrollLeft = x;
    if (x + size > box.scrollLeft + across) box.scrollLeft = x + size - across;
    if (y < box.scrollTop) box.scrollTop = y;
    if (y + size > box.scrollTop + down) box.scrollTop = y + size - down;
  }

  function zoomTo(cell) {
    view.zoom = clip(cell, area.fit, 1.5 * LARGEST) / area.fit;
    layOut();
    if (view.cursor) keepInSight();
  }

  const tools = {
    in: () => zoomTo(area.cell * 1.5),
    out: () => zoomTo(area.cell / 1.5),
    fit: () => zoomTo(area.fit),
    png: () => savePicture(),
  };

  // The whole picture, not only what is in sight.
  function savePicture() {
    const full = { ...area, content: { ...area.content } };
    if (view.model.mode === "map" && area.cell < READABLE) {
      full.cell = Math.min(READABLE, 7000 / Math.max(view.model.keys.length, view.model.queries.length));
      full.content.width += (full.cell - area.cell) * view.model.keys.length;
      full.content.height += (full.cell - area.cell) * view.model.queries.length;
    }
    const { width, height } = full.content;
    const ratio = Math.min(2, 8_000 / Math.max(width, height + 40));
    const sheet = document.createElement("canvas");
    sheet.width = Math.ceil(width * ratio);
    sheet.height = Math.ceil((height + 40) * ratio);
    const context = sheet.getContext("2d");
    context.scale(ratio, ratio);
    context.fillStyle = view.model.background;
    context.fillRect(0, 0, width, height + 40);
    context.fillStyle = view.model.ink;
    context.font = `600 14px ${family()}`;
    context.textBaseline = "middle";
    context.fillText(view.model.texts.title, 8, 16, width - 16);
    context.translate(0, 32);
    kind().draw(context, view.model, full, { width, height, x: 0, y: 0, ratio, font: family(), cursor: null });
    sheet.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = view.model.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });
  }

  canvas.onpointermove = (event) => point(pointed(event));
  canvas.onpointerleave = () => point(null);
  canvas.onclick = (event) => choose(pointed(event));
  box.onblur = () => point(null);
  box.onscroll = () => draw();
  box.onkeydown = (event) => {
    const command = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    const next = kind().step(view.model, view.cursor, event.key);
    if (event.key === "Enter" || event.key === " ") choose(view.cursor);
    else if (event.key === "q" && view.cursor) choose({ ...view.cursor, column: null });
    else if (event.key === "k" && view.cursor) choose({ ...view.cursor, row: null });
    else if (event.key === "Escape") point(null);
    else if (command && view.model.mode === "map") tools[command]();
    else if (next) {
      point(next);
      keepInSight();
    } else return;
    event.preventDefault();
  };
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = () => tools[button.dataset.tool]();
  }
  const observer = new ResizeObserver(() => view.model && layOut());
  observer.observe(box.parentElement);

  function drawLegend() {
    const { model } = view;
    const item = (colour, text) => {
      const swatch = document.createElement("i");
      swatch.style.background = colour;
      const name = document.createElement("span");
      name.textContent = text;
      return [swatch, name];
    };
    if (model.mode === "lines") {
      const single = [[model.colours[0], model.names[0]]];
      const ends = [[model.ends[1], model.texts.more], [model.ends[0], model.texts.less]];
      const pairs = model.names.map((name, head) => [model.colours[head], name]);
      const items = model.signed ? ends : model.names.length > 1 ? pairs : single;
      legend.replaceChildren(...items.flatMap(([colour, text]) => item(colour, text)));
      return;
    }
    const bar = document.createElement("b");
    bar.style.background = `linear-gradient(to right, ${model.scale.join(", ")})`;
    const texts = (model.signed ? ["−1", "0", "1"] : ["0", "0.25", "1"]).map((text) => {
      const mark = document.createElement("span");
      mark.textContent = text;
      return mark;
    });
    const scale = document.createElement("div");
    scale.className = "scale";
    const ticks = document.createElement("div");
    ticks.className = "ticks";
    ticks.append(...texts);
    scale.append(bar, ticks);
    const masked = model.causal ? item(model.masked, model.texts.masked) : [];
    legend.replaceChildren(scale, ...masked);
  }

  view.update = (model, report) => {
    model.matrices = readMatrices(model);
    model.colourTable = colourTable(model.scale);
    model.margins = margins(model);
    view.model = model;
    view.report = report;
    const shape = [model.mode, model.queries.length, model.keys.length].join();
    if (view.shape !== shape) Object.assign(view, { shape, cursor: null, zoom: null });
    box.setAttribute("aria-label", model.texts.label);
    for (const button of parentElement.querySelectorAll("button")) {
      button.textContent = model.texts[button.dataset.tool];
      button.title = model.texts[`${button.dataset.tool}_help`];
      button.hidden = model.mode === "lines" && button.dataset.tool !== "png";
    }
    drawLegend();
    layOut();
  };
  view.destroy = () => observer.disconnect();
  return view;
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!canvases.has(parentElement)) canvases.set(parentElement, createCanvas(parentElement));
  const view = canvases.get(parentElement);
  view.update(unpack(data), (places) => setTriggerValue("picked", places));
  return () => {
    view.destroy();
    canvases.delete(parentElement);
  };
}
