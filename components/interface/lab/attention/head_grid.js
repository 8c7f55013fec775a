// @ts-check
// All heads of a model as thumbnails: rows are layers, columns are heads. Hover and arrow keys stay
// in the browser; a click or Enter tells Python which head was chosen.

import { paintHeads } from "./head_pictures.js";
import { make, part, pen } from "../../browser/elements.js";
import { unpack } from "../../browser/packed.js";
import { clip, stepInGrid } from "../../browser/steps.js";

/** @import { FrontendRendererArgs } from "@streamlit/component-v2-lib" */
/** @import { Heads } from "./head_pictures.js" */

/** @typedef {[number, number]} Place - Layer and head, from 0. */
/** @typedef {(place: Place) => void} Report */

const GUTTER = 22; // room for the layers' numbers, in CSS pixels
const MIN_CELL = 16;
const MAX_CELL = 44;

/** @type {WeakMap<ParentNode, ReturnType<typeof createGrid>>} */
const grids = new WeakMap();

/**
 * Find the head under a point.
 *
 * @param {{layers: number, heads: number}} model
 * @param {number} size - Side of a cell, in CSS pixels.
 * @param {number} x - From the canvas' left edge, in CSS pixels.
 * @param {number} y - From its top edge.
 * @returns {number | null} Counted layer by layer; null beside the heads.
 */
export function headAt({ layers, heads }, size, x, y) {
  const head = Math.floor((x - GUTTER) / size);
  const layer = Math.floor(y / size);
  const isInside = head >= 0 && head < heads && layer >= 0 && layer < layers;
  return isInside ? layer * heads + head : null;
}

/**
 * Name a head and, if it is pointed at, add its remark.
 *
 * @param {Pick<Heads, "name" | "heads" | "notes">} model
 * @param {number} index - Layer by layer.
 * @param {boolean} isPointed - True adds the remark.
 * @returns {string}
 */
export function describeHead({ name, heads, notes }, index, isPointed) {
  const [layer, head] = [Math.floor(index / heads), index % heads];
  const named = name.replace("{layer}", `${layer + 1}`).replace("{head}", `${head + 1}`);
  return isPointed ? `${named}: ${notes[index]}` : named;
}

/**
 * @param {ParentNode} root
 * @param {Heads} firstModel
 */
function createGrid(root, firstModel) {
  const box = part(root, ".box", HTMLElement);
  const numbers = part(root, ".heads", HTMLElement);
  const canvas = part(root, "canvas", HTMLCanvasElement);
  const status = part(root, ".status", HTMLElement);
  let model = firstModel;
  /** @type {Report} */
  let report = () => undefined;
  /** @type {HTMLCanvasElement[]} */
  let pictures = [];
  /** @type {number | null} */
  let cursor = null;
  let size = MIN_CELL;
  let shown = "";

  /** @type {(index: number) => Place} */
  const at = (index) => [Math.floor(index / model.heads), index % model.heads];
  const chosen = () => indexOf([model.layer, model.head]);
  /** @type {(place: Place) => number} */
  const indexOf = ([layer, head]) => layer * model.heads + head;

  function tell() {
    status.textContent = describeHead(model, cursor ?? chosen(), cursor !== null);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} index
   * @param {string} colour
   * @param {number} width - Of the line, in CSS pixels.
   */
  function outline(context, index, colour, width) {
    const [layer, head] = at(index);
    context.strokeStyle = colour;
    context.lineWidth = width;
    const inset = width / 2;
    const [left, top] = [GUTTER + head * size + inset, layer * size + inset];
    context.strokeRect(left, top, size - width, size - width);
  }

  function draw() {
    const room = box.clientWidth - GUTTER;
    if (room <= 0) return;
    size = Math.floor(clip(room / model.heads, MIN_CELL, MAX_CELL));
    const width = GUTTER + model.heads * size;
    const height = model.layers * size;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = pen(canvas);
    context.scale(ratio, ratio);
    context.clearRect(0, 0, width, height);
    drawLayerNumbers(context);
    context.imageSmoothingEnabled = size * ratio < model.side;
    pictures.forEach((picture, index) => drawHead(context, picture, index));
    if (cursor !== null) outline(context, cursor, model.ink, 1.5);
    for (const place of model.selected) {
      outline(context, indexOf(place), model.accent, model.several ? 2 : 3);
    }
    showHeadNumbers(width);
  }

  /** @param {CanvasRenderingContext2D} context */
  function drawLayerNumbers(context) {
    context.font = `11px ${getComputedStyle(canvas).fontFamily}`;
    context.fillStyle = model.muted;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (let layer = 0; layer < model.layers; layer++) {
      context.fillText(String(layer + 1), GUTTER - 6, (layer + 0.5) * size);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {HTMLCanvasElement} thumbnail
   * @param {number} index
   */
  function drawHead(context, thumbnail, index) {
    const [layer, head] = at(index);
    const left = GUTTER + head * size;
    const top = layer * size;
    context.drawImage(thumbnail, left + 2, top + 2, size - 4, size - 4);
    context.strokeStyle = model.line;
    context.lineWidth = 1;
    context.strokeRect(left + 1.5, top + 1.5, size - 3, size - 3);
  }

  /** @param {number} width - Of the canvas, in CSS pixels. */
  function showHeadNumbers(width) {
    numbers.style.width = `${width - GUTTER}px`;
    numbers.style.paddingLeft = `${GUTTER}px`;
    const texts = Array.from({ length: model.heads }, (_, head) => String(head + 1));
    numbers.replaceChildren(...texts.map((text) => make("span", text)));
  }

  /** @param {MouseEvent} event */
  function pointed(event) {
    const area = canvas.getBoundingClientRect();
    return headAt(model, size, event.clientX - area.left, event.clientY - area.top);
  }

  /** @param {number | null} index */
  function move(index) {
    if (cursor === index) return;
    cursor = index;
    draw();
    tell();
  }

  /** @param {number | null} index */
  function choose(index) {
    if (index === null || (index === chosen() && !model.several)) return;
    [model.layer, model.head] = at(index); // at once; Python's answer follows
    if (!model.several) model.selected = [at(index)];
    draw();
    tell();
    report(at(index));
  }

  /** @param {number} index */
  function keepInSight(index) {
    const top = at(index)[0] * size;
    const room = box.clientHeight - numbers.offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    if (top + size > box.scrollTop + room) box.scrollTop = top + size - room;
  }

  /** @param {string} key */
  function step(key) {
    const [row, column] = at(cursor ?? chosen());
    const next = stepInGrid({ row, column }, key, { rows: model.layers, columns: model.heads });
    if (!next) return false;
    const index = indexOf([next.row, next.column]);
    move(index);
    keepInSight(index);
    return true;
  }

  canvas.onpointermove = (event) => move(pointed(event));
  canvas.onpointerleave = () => move(null);
  canvas.onblur = () => move(null);
  canvas.onclick = (event) => choose(pointed(event));
  canvas.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") choose(cursor);
    else if (!step(event.key)) return;
    event.preventDefault();
  };
  const observer = new ResizeObserver(() => draw());
  observer.observe(box);

  return {
    /**
     * @param {Heads} nextModel
     * @param {Report} nextReport
     */
    update(nextModel, nextReport) {
      model = nextModel;
      report = nextReport;
      pictures = paintHeads(model);
      if (cursor !== null && cursor >= model.layers * model.heads) cursor = null;
      canvas.setAttribute("aria-label", model.label);
      draw();
      tell();
      const key = [model.layers, model.heads, model.layer, model.head].join();
      if (shown !== key) keepInSight(chosen());
      shown = key;
    },
    destroy: () => observer.disconnect(),
  };
}

/** @param {FrontendRendererArgs<{chosen: Place}, Uint8Array>} args */
export default function showHeadGrid({ data, parentElement, setTriggerValue }) {
  /** @type {Heads} */
  const model = unpack(data);
  const grid = grids.get(parentElement) ?? createGrid(parentElement, model);
  grids.set(parentElement, grid);
  grid.update(model, (place) => setTriggerValue("chosen", place));
  return () => {
    grid.destroy();
    grids.delete(parentElement);
  };
}
