// What the attention widgets share: reading what Python packed, and colours.

// 4 bytes with the header's length, the header in JSON, then the numbers.
function unpack(data) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const length = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  return { ...header, cells: bytes.subarray(4 + length) };
}

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
const clip = (value, low, high) => Math.min(Math.max(value, low), high);

// 256 colours, linear between the scale's steps.
function colourTable(scale) {
  const stops = scale.map(rgb);
  return Array.from({ length: 256 }, (_, value) => {
    const place = (value / 255) * (stops.length - 1);
    const low = Math.min(Math.floor(place), stops.length - 2);
    return stops[low].map((c, i) => Math.round(c + (stops[low + 1][i] - c) * (place - low)));
  });
}

// IEEE 754 half precision; browsers have no array of it yet that can be relied on.
function half(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

// One array of weights a head, row by row.
function readMatrices(model) {
  const buffer = model.cells.slice().buffer; // aligned
  const values =
    model.digits === 2
      ? Float32Array.from(new Uint16Array(buffer), half)
      : new Float32Array(buffer);
  const size = model.queries.length * model.keys.length;
  return Array.from({ length: model.heads }, (_, head) =>
    values.subarray(head * size, (head + 1) * size),
  );
}
