// @ts-check
// From #RRGGBB and a scale of such colours to what is drawn.

/** @typedef {number[]} Colour - Red, green and blue, 0 to 255. */

/**
 * @param {string} hex - #RRGGBB
 * @returns {Colour}
 */
export const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/**
 * Spread a scale over 256 colours, linear between its steps.
 *
 * @param {string[]} scale - At least two colours as #RRGGBB.
 * @returns {Colour[]}
 */
export function colourTable(scale) {
  const stops = scale.map(rgb);
  return Array.from({ length: 256 }, (_, value) => {
    const place = (value / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(place), stops.length - 2);
    return stops[low].map((c, i) => Math.round(c + (stops[low + 1][i] - c) * (place - low)));
  });
}
