// @ts-check
// The canvas of the attention page: draws what is in sight, follows pointer and keys by itself, and
// tells Python only what was clicked.

import { linesView } from "./attention_lines.js";
import { LARGEST, mapView } from "./attention_map.js";
import { readModel } from "./attention_model.js";
import { drawLegend } from "./canvas_legend.js";
import { savePicture } from "./saved_picture.js";
import { part, pen } from "../../../browser/elements.js";
import { clip } from "../../../browser/steps.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */
/** @import { Area, Cursor, Model, Viewport } from "./attention_model.js" */

/** @typedef {[number | null, number | null]} Places - Of a query and a key in the text. */
/** @typedef {(places: Places) => void} Report */

const ZOOM_STEP = 1.5;
const ZOOM_KEYS = new Map([
  ["+", "in"],
  ["=", "in"],
  ["-", "out"],
  ["0", "fit"],
]);

/** @type {WeakMap<ParentNode, ReturnType<typeof createCanvas>>} */
const canvases = new WeakMap();

/**
 * @param {ParentNode} root
 * @param {Model} firstModel
 */
function createCanvas(root, firstModel) {
  const frame = part(root, ".frame", HTMLElement);
  const box = part(root, ".box", HTMLElement);
  const sizer = part(root, ".sizer", HTMLElement);
  const status = part(root, ".status", HTMLElement);
  const legend = part(root, ".legend", HTMLElement);
  const canvas = part(box, "canvas", HTMLCanvasElement);
  const buttons = [...root.querySelectorAll("button")];
  let model = firstModel;
  /** @type {Report} */
  let report = () => undefined;
  let shape = "";
  /** @type {Area | null} */
  let area = null;
  /** @type {Cursor | null} */
  let cursor = null;
  /** @type {number | null} */
  let zoom = null;

  const view = () => (model.mode === "lines" ? linesView : mapView);
  const font = () => getComputedStyle(box).fontFamily;

  /** @returns {Viewport} */
  const viewport = () => ({
    width: box.clientWidth,
    height: box.clientHeight,
    x: Math.max(0, box.scrollLeft),
    y: Math.max(0, box.scrollTop),
    ratio: window.devicePixelRatio || 1,
    font: font(),
    cursor,
  });

  function layOut() {
    const width = frame.clientWidth;
    if (width <= 0) return;
    const context = pen(canvas);
    context.font = `12px ${font()}`;
    area = view().measure(model, width, zoom, context);
    box.style.height = `${Math.ceil(area.height) + 2}px`;
    box.style.width = `${Math.min(width, Math.ceil(area.content.width) + 14)}px`;
    sizer.style.width = `${Math.floor(area.content.width)}px`;
    sizer.style.height = `${Math.floor(area.content.height)}px`;
    draw();
  }

  function draw() {
    if (!area) return;
    const seen = viewport();
    canvas.width = Math.round(seen.width * seen.ratio);
    canvas.height = Math.round(seen.height * seen.ratio);
    canvas.style.width = `${seen.width}px`;
    canvas.style.height = `${seen.height}px`;
    const context = pen(canvas);
    context.scale(seen.ratio, seen.ratio);
    context.clearRect(0, 0, seen.width, seen.height);
    view().draw(context, model, area, seen);
    status.textContent = cursor ? view().describe(model, cursor) : model.texts.hint;
  }

  /** @param {Cursor | null} next */
  function point(next) {
    if (cursor?.row === next?.row && cursor?.column === next?.column) return;
    cursor = next;
    draw();
  }

  /** @param {MouseEvent} event */
  function pointed(event) {
    if (!area) return null;
    const edge = canvas.getBoundingClientRect();
    const at = { x: event.clientX - edge.left, y: event.clientY - edge.top };
    return view().find(model, area, viewport(), at);
  }

  /** @param {Cursor | null} place */
  function choose(place) {
    if (!place) return;
    const { row, column } = place;
    report([
      row === null ? null : model.queryPlaces[row],
      column === null ? null : model.keyPlaces[column],
    ]);
  }

  function keepInSight() {
    if (!area || !cursor) return;
    const { x, y, size } = view().reach(area, cursor);
    const across = box.clientWidth - area.left - area.right;
    const down = box.clientHeight - area.top - area.bottom;
    if (x < box.scrollLeft) box.scrollLeft = x;
    if (x + size > box.scrollLeft + across) box.scrollLeft = x + size - across;
    if (y < box.scrollTop) box.scrollTop = y;
    if (y + size > box.scrollTop + down) box.scrollTop = y + size - down;
  }

  /** @param {(area: Area) => number} cellOf - The new side of a cell, in CSS pixels. */
  function zoomTo(cellOf) {
    if (!area) return;
    zoom = clip(cellOf(area), area.fit, 1.5 * LARGEST) / area.fit;
    layOut();
    keepInSight();
  }

  const tools = new Map([
    ["in", () => zoomTo(({ cell }) => cell * ZOOM_STEP)],
    ["out", () => zoomTo(({ cell }) => cell / ZOOM_STEP)],
    ["fit", () => zoomTo(({ fit }) => fit)],
    ["png", () => area && savePicture(model, view(), area, font())],
  ]);

  const actions = new Map([
    ["Enter", () => choose(cursor)],
    [" ", () => choose(cursor)],
    ["Escape", () => point(null)],
  ]);
  /** @type {Map<string, (now: Cursor) => void>} */
  const halves = new Map([
    ["q", (now) => choose({ ...now, column: null })],
    ["k", (now) => choose({ ...now, row: null })],
  ]);

  /**
   * @param {string} key
   * @returns {(() => void) | undefined} What a key does; undefined where the page may have it.
   */
  function actionOf(key) {
    const [half, now] = [halves.get(key), cursor];
    if (half && now) return () => half(now);
    const tool = model.mode === "map" ? ZOOM_KEYS.get(key) : undefined;
    return tool === undefined ? (actions.get(key) ?? stepOf(key)) : tools.get(tool);
  }

  /** @param {string} key */
  function stepOf(key) {
    const next = view().step(model, cursor, key);
    if (!next) return undefined;
    return () => {
      point(next);
      keepInSight();
    };
  }

  canvas.onpointermove = (event) => point(pointed(event));
  canvas.onpointerleave = () => point(null);
  canvas.onclick = (event) => choose(pointed(event));
  box.onblur = () => point(null);
  box.onscroll = () => draw();
  box.onkeydown = (event) => {
    const act = actionOf(event.key);
    if (!act) return;
    act();
    event.preventDefault();
  };
  for (const button of buttons) button.onclick = () => tools.get(button.dataset.tool ?? "")?.();
  const observer = new ResizeObserver(() => layOut());
  observer.observe(frame);

  return {
    /**
     * @param {Model} nextModel
     * @param {Report} nextReport
     */
    update(nextModel, nextReport) {
      model = nextModel;
      report = nextReport;
      const nextShape = [model.mode, model.queries.length, model.keys.length].join();
      if (shape !== nextShape) [shape, cursor, zoom] = [nextShape, null, null];
      box.setAttribute("aria-label", model.texts.label);
      for (const button of buttons) {
        const tool = button.dataset.tool ?? "";
        button.textContent = model.texts[tool];
        button.title = model.texts[`${tool}_help`];
        button.hidden = model.mode === "lines" && tool !== "png";
      }
      drawLegend(legend, model);
      layOut();
    },
    destroy: () => observer.disconnect(),
  };
}

/** @param {FrontendRendererArgs<{picked: Places}, Uint8Array>} args */
export default function showAttentionCanvas({ data, parentElement, setTriggerValue }) {
  const model = readModel(data);
  const canvas = canvases.get(parentElement) ?? createCanvas(parentElement, model);
  canvases.set(parentElement, canvas);
  canvas.update(model, (places) => setTriggerValue("picked", places));
  return () => {
    canvas.destroy();
    canvases.delete(parentElement);
  };
}
