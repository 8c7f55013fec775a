// @ts-check
// Reads what Python packed: see packing.py.

/**
 * Take apart header and numbers: 4 bytes with the header's length, the header in JSON, the numbers.
 *
 * @template {object} Header
 * @param {Uint8Array} data
 * @returns {Header & {cells: Uint8Array}}
 */
export function unpack(data) {
  const length = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  return { ...header, cells: data.subarray(4 + length) };
}

/**
 * Read a number of IEEE 754's half precision, of which not all browsers have an array yet.
 *
 * @param {number} bits - 16 of them; of a finite number.
 * @returns {number}
 */
export function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Read matrices of equal size that lie one behind the other.
 *
 * @param {Uint8Array} cells
 * @param {2 | 4} digits - Bytes a number: 2 for half precision, 4 for single.
 * @param {number} count - Of matrices.
 * @returns {Float32Array[]} Each of them row by row.
 */
export function readMatrices(cells, digits, count) {
  const buffer = cells.slice().buffer; // aligned
  const values =
    digits === 2 ? Float32Array.from(new Uint16Array(buffer), half) : new Float32Array(buffer);
  const size = values.length / count;
  return Array.from({ length: count }, (_, place) =>
    values.subarray(place * size, (place + 1) * size),
  );
}
