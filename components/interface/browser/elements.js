// @ts-check
// Finding and making elements. Text enters by textContent alone, so nothing in it is markup.

/**
 * Find an element that the component's markup has.
 *
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
export function part(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the markup has no ${selector}`);
}

/**
 * Make an element.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} [text]
 * @param {string} [className]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (className) element.className = className;
  return element;
}

/**
 * What draws on a canvas.
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
export function pen(canvas) {
  const context = canvas.getContext("2d");
  if (context) return context;
  throw new Error("the browser draws on no more canvases");
}

/**
 * Make a picture out of pixels.
 *
 * @param {Uint8ClampedArray} pixels - Red, green, blue and alpha, row by row.
 * @param {number} width
 * @returns {HTMLCanvasElement}
 */
export function picture(pixels, width) {
  const canvas = make("canvas");
  canvas.width = width;
  canvas.height = pixels.length / 4 / width;
  const context = pen(canvas);
  const image = context.createImageData(canvas.width, canvas.height);
  image.data.set(pixels);
  context.putImageData(image, 0, 0);
  return canvas;
}
