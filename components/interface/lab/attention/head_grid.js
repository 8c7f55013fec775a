// All heads of a model as thumbnails: rows are layers, columns are heads. Hover and arrow keys stay
// in the browser; a click or Enter tells Python which head was chosen.
const GUTTER = 22; // room for the layers' numbers, in CSS pixels
const MIN_CELL = 16;
const MAX_CELL = 44;
const views = new WeakMap();

// Every head once as a small picture; drawing then only scales it.
function paintHeads(model) {
  const colours = colourTable(model.scale);
  const masked = rgb(model.masked);
  const { side } = model;
  return Array.from({ length: model.layers * model.heads }, (_, index) => {
    const picture = document.createElement("canvas");
    picture.width = picture.height = side;
    const context = picture.getContext("2d");
    const image = context.createImageData(side, side);
    for (let place = 0; place < side * side; place++) {
      const isMasked = model.causal && place % side > Math.floor(place / side);
      const colour = isMasked ? masked : colours[model.cells[index * side * side + place]];
      image.data.set([...colour, 255], 4 * place);
    }
    context.putImageData(image, 0, 0);
    return picture;
  });
}

function createView(parentElement) {
  const box = parentElement.querySelector(".box");
  const heads = parentElement.querySelector(".heads");
  const canvas = parentElement.querySelector("canvas");
  const status = parentElement.querySelector(".status");
  const view = { cursor: null, size: MIN_CELL };

  const at = (index) => [Math.floor(index / view.model.heads), index % view.model.heads];
  const chosen = () => view.model.layer * view.model.heads + view.model.head;
  const indexOf = ([layer, head]) => layer * view.model.heads + head;

  function tell() {
    const index = view.cursor ?? chosen();
    const [layer, head] = at(index);
    const name = view.model.name.replace("{layer}", layer + 1).replace("{head}", head + 1);
    status.textContent = view.cursor === null ? name : `${name}: ${view.model.notes[index]}`;
  }

  function outline(context, index, colour, width) {
    const [layer, head] = at(index);
    context.strokeStyle = colour;
    context.lineWidth = width;
    const inset = width / 2;
    context.strokeRect(
      GUTTER + head * view.size + inset,
      layer * view.size + inset,
      view.size - width,
      view.size - width,
    );
  }

  function draw() {
    const { model, pictures } = view;
    const room = box.clientWidth - GUTTER;
    if (room <= 0) return;
    view.size = Math.floor(Math.min(MAX_CELL, Math.max(MIN_CELL, room / model.heads)));
    const width = GUTTER + model.heads * view.size;
    const height = model.layers * view.size;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.clearRect(0, 0, width, height);
    context.font = `11px ${getComputedStyle(canvas).fontFamily}`;
    context.fillStyle = model.muted;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (let layer = 0; layer < model.layers; layer++) {
      context.fillText(String(layer + 1), GUTTER - 6, (layer + 0.5) * view.size);
    }
    context.imageSmoothingEnabled = view.size * ratio < model.side;
    pictures.forEach((picture, index) => {
      const [layer, head] = at(index);
      const left = GUTTER + head * view.size;
      const top = layer * view.size;
      context.drawImage(picture, left + 2, top + 2, view.size - 4, view.size - 4);
      context.strokeStyle = model.line;
      context.lineWidth = 1;
      context.strokeRect(left + 1.5, top + 1.5, view.size - 3, view.size - 3);
    });
    if (view.cursor !== null) outline(context, view.cursor, model.ink, 1.5);
    const marked = model.selected.map(indexOf);
    marked.forEach((index) => outline(context, index, model.accent, model.several ? 2 : 3));
    drawHeads(width);
  }

  function drawHeads(width) {
    heads.style.width = `${width - GUTTER}px`;
    heads.style.paddingLeft = `${GUTTER}px`;
    heads.replaceChildren(
      ...Array.from({ length: view.model.heads }, (_, head) => {
        const number = document.createElement("span");
        number.textContent = String(head + 1);
        return number;
      }),
    );
  }

  function pointed(event) {
    const area = canvas.getBoundingClientRect();
    const head = Math.floor((event.clientX - area.left - GUTTER) / view.size);
    const layer = Math.floor((event.clientY - area.top) / view.size);
    const isInside =
      head >= 0 && head < view.model.heads && layer >= 0 && layer < view.model.layers;
    return isInside ? layer * view.model.heads + head : null;
  }

  function move(index) {
    if (view.cursor === index) return;
    view.cursor = index;
    draw();
    tell();
  }

  function choose(index) {
    if (index === null || (index === chosen() && !view.model.several)) return;
    [view.model.layer, view.model.head] = at(index); // at once; Python's answer follows
    if (!view.model.several) view.model.selected = [at(index)];
    draw();
    tell();
    view.report(at(index));
  }

  function keepInSight(index) {
    const top = at(index)[0] * view.size;
    const shown = box.clientHeight - heads.offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + view.size > box.scrollTop + shown) box.scrollTop = top + view.size - shown;
  }

  canvas.onpointermove = (event) => move(pointed(event));
  canvas.onpointerleave = () => move(null);
  canvas.onblur = () => move(null);
  canvas.onclick = (event) => choose(pointed(event));
  canvas.onkeydown = (event) => {
    const [layer, head] = at(view.cursor ?? chosen());
    const next = {
      ArrowLeft: [layer, head - 1],
      ArrowRight: [layer, head + 1],
      ArrowUp: [layer - 1, head],
      ArrowDown: [layer + 1, head],
      Home: [layer, 0],
      End: [layer, view.model.heads - 1],
    }[event.key];
    if (event.key === "Enter" || event.key === " ") choose(view.cursor);
    else if (!next) return;
    else {
      const layerNext = clip(next[0], 0, view.model.layers - 1);
      move(indexOf([layerNext, clip(next[1], 0, view.model.heads - 1)]));
      keepInSight(view.cursor);
    }
    event.preventDefault();
  };
  const observer = new ResizeObserver(() => view.model && draw());
  observer.observe(box);

  view.update = (model, report) => {
    view.model = model;
    view.report = report;
    view.pictures = paintHeads(model);
    if (view.cursor >= model.layers * model.heads) view.cursor = null;
    canvas.setAttribute("aria-label", model.label);
    draw();
    tell();
    const key = [model.layers, model.heads, model.layer, model.head].join();
    if (view.shown !== key) keepInSight(chosen());
    view.shown = key;
  };
  view.destroy = () => observer.disconnect();
  return view;
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!views.has(parentElement)) views.set(parentElement, createView(parentElement));
  const view = views.get(parentElement);
  view.update(unpack(data), (place) => setTriggerValue("chosen", place));
  return () => {
    view.destroy();
    views.delete(parentElement);
  };
}
