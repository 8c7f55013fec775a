// @ts-check
// Where a key of the keyboard leads.

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
export const clip = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * Step from one cell of a grid to the next; at an edge stay there.
 *
 * @param {{row: number, column: number}} from
 * @param {string} key
 * @param {{rows: number, columns: number}} size
 * @returns {{row: number, column: number} | null} Null for a key that leads nowhere.
 */
export function stepInGrid({ row, column }, key, { rows, columns }) {
  /** @type {Record<string, [number, number] | undefined>} */
  const steps = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    Home: [row, 0],
    End: [row, columns - 1],
  };
  const next = steps[key];
  if (!next) return null;
  return { row: clip(next[0], 0, rows - 1), column: clip(next[1], 0, columns - 1) };
}
