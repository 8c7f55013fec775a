// One map: queries from top to bottom, keys from left to right, both margins beside it. Labels and
// margins stay in sight while the cells scroll below them.
const READABLE = 13; // smallest cell, in CSS pixels, beside which a label can be read
const LARGEST = 32;
const TALLEST = 720;
const WIDEST_LABEL = 120;

const isMasked = (model, row, column) =>
  model.causal && model.keyPlaces[column] > model.queryPlaces[row];

// From 0 to 255; the square root lets small weights be seen.
function tone(model, weight) {
  const root = Math.sqrt(Math.min(Math.abs(weight), 1));
  return Math.round(model.signed ? 127.5 + 127.5 * Math.sign(weight) * root : 255 * root);
}

// The map with so many pixels a side; several cells of one pixel show the largest of them.
function paintMap(model, width, height) {
  const columns = model.keys.length;
  const rows = model.queries.length;
  const best = new Float32Array(width * height).fill(NaN);
  for (let row = 0; row < rows; row++) {
    const y = Math.floor((row * height) / rows);
    for (let column = 0; column < columns; column++) {
      if (isMasked(model, row, column)) continue;
      const place = y * width + Math.floor((column * width) / columns);
      const weight = model.matrices[0][row * columns + column];
      if (!(Math.abs(weight) <= Math.abs(best[place]))) best[place] = weight;
    }
  }
  const picture = document.createElement("canvas");
  picture.width = width;
  picture.height = height;
  const context = picture.getContext("2d");
  const image = context.createImageData(width, height);
  const masked = rgb(model.masked);
  best.forEach((weight, place) => {
    const colour = Number.isNaN(weight) ? masked : model.colourTable[tone(model, weight)];
    image.data.set([...colour, 255], 4 * place);
  });
  context.putImageData(image, 0, 0);
  return picture;
}

function pictureOf(model, cell, ratio) {
  const scale = Math.min(1, cell * ratio);
  const size = [model.keys.length, model.queries.length].map((n) => Math.max(1, Math.ceil(n * scale)));
  if (model.picture?.size !== size.join()) {
    model.picture = { size: size.join(), image: paintMap(model, ...size) };
  }
  return model.picture.image;
}

function margins(model) {
  const rows = new Float32Array(model.queries.length);
  const columns = new Float32Array(model.keys.length);
  model.matrices[0].forEach((weight, place) => {
    rows[Math.floor(place / columns.length)] += weight;
    columns[place % columns.length] += weight / rows.length;
  });
  return { rows, columns };
}

const mapView = {
  // Where everything lies, for a box of some width.
  measure(model, width, zoom, context) {
    const widest = (labels) =>
      labels.reduce((most, label) => Math.max(most, context.measureText(label).width), 0);
    const left = Math.min(widest(model.queries) + 16, WIDEST_LABEL, 0.3 * width);
    const keyWidth = Math.min(widest(model.keys), WIDEST_LABEL - 16);
    const [right, bottom] = model.signed ? [6, 6] : [46, 40];
    const across = (width - left - right) / model.keys.length;
    const isTurned = across < keyWidth + 4;
    const top = isTurned ? keyWidth + 16 : 26;
    const down = (TALLEST - top - bottom) / model.queries.length;
    const fit = Math.min(across, down, LARGEST);
    const count = Math.max(model.keys.length, model.queries.length);
    const cell = zoom === null ? (count > 128 ? fit : Math.max(fit, READABLE)) : fit * zoom;
    const content = {
      width: left + right + cell * model.keys.length,
      height: top + bottom + cell * model.queries.length,
    };
    return {
      left, top, right, bottom, cell, fit, isTurned, content,
      height: Math.min(content.height, TALLEST),
    };
  },

  draw(context, model, area, state) {
    const { left, top, right, bottom, cell } = area;
    const { width, height, x, y, ratio } = state;
    const inner = {
      width: Math.min(width - left - right, area.content.width - left - right - x),
      height: Math.min(height - top - bottom, area.content.height - top - bottom - y),
    };
    const seen = { rows: [0, 0], columns: [0, 0] };
    seen.rows = [Math.floor(y / cell), Math.min(model.queries.length, Math.ceil((y + inner.height) / cell))];
    seen.columns = [Math.floor(x / cell), Math.min(model.keys.length, Math.ceil((x + inner.width) / cell))];
    context.save();
    context.beginPath();
    context.rect(left, top, inner.width, inner.height);
    context.clip();
    context.imageSmoothingEnabled = false;
    context.drawImage(
      pictureOf(model, cell, ratio),
      left - x, top - y, cell * model.keys.length, cell * model.queries.length,
    );
    if (cell >= 8) this.drawGaps(context, model, area, state, inner, seen);
    this.drawCursor(context, model, area, state, inner);
    context.restore();
    context.strokeStyle = model.line;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top - 0.5, inner.width + 1, inner.height + 1);
    this.drawLabels(context, model, area, state, inner, seen);
    if (!model.signed) this.drawMargins(context, model, area, state, inner, seen);
  },

  drawGaps(context, model, { left, top, cell }, { x, y }, inner, seen) {
    context.strokeStyle = model.background;
    context.lineWidth = 1;
    context.beginPath();
    for (let column = seen.columns[0]; column <= seen.columns[1]; column++) {
      const place = Math.round(left - x + column * cell) + 0.5;
      context.moveTo(place, top);
      context.lineTo(place, top + inner.height);
    }
    for (let row = seen.rows[0]; row <= seen.rows[1]; row++) {
      const place = Math.round(top - y + row * cell) + 0.5;
      context.moveTo(left, place);
      context.lineTo(left + inner.width, place);
    }
    context.stroke();
  },

  drawCursor(context, model, { left, top, cell }, { x, y, cursor }, inner) {
    if (!cursor) return;
    context.fillStyle = model.ink;
    context.globalAlpha = 0.12;
    if (cursor.row !== null) context.fillRect(left, top - y + cursor.row * cell, inner.width, cell);
    if (cursor.column !== null) {
      context.fillRect(left - x + cursor.column * cell, top, cell, inner.height);
    }
    context.globalAlpha = 1;
    if (cursor.row === null || cursor.column === null) return;
    context.strokeStyle = model.ink;
    context.lineWidth = 2;
    const size = Math.max(cell, 5);
    context.strokeRect(
      left - x + (cursor.column + 0.5) * cell - size / 2,
      top - y + (cursor.row + 0.5) * cell - size / 2,
      size, size,
    );
  },

  drawLabels(context, model, area, state, inner, seen) {
    const { left, top, cell } = area;
    const every = Math.max(1, Math.ceil(11 / cell));
    const isShown = (place, pointed, chosen) => place % every === 0 || place === pointed || chosen;
    const write = (text, chosen, pointed, room) => {
      context.font = `${chosen || pointed ? 600 : 400} ${Math.min(12, Math.max(10, cell - 2))}px ${state.font}`;
      context.fillStyle = chosen || pointed || every === 1 ? model.ink : model.muted;
      context.fillText(text, 0, 0, room);
    };
    const cleared = (width, height) => {
      context.fillStyle = model.background;
      context.fillRect(-width, -height / 2, width + 4, height);
    };
    context.textBaseline = "middle";
    for (let row = seen.rows[0]; row < seen.rows[1]; row++) {
      const middle = top - state.y + (row + 0.5) * cell;
      const chosen = model.selectedQueries.includes(model.queryPlaces[row]);
      const pointed = state.cursor?.row === row;
      if (middle < top - 1 || middle > top + inner.height + 1) continue;
      if (!isShown(row, state.cursor?.row, chosen)) continue;
      context.save();
      context.translate(left - 6, middle);
      if (every > 1 && (pointed || chosen)) cleared(left - 6, 13);
      context.textAlign = "right";
      write(model.queries[row], chosen, pointed, left - 10);
      this.mark(context, model, chosen, 2, -5, 3, 10);
      context.restore();
    }
    for (let column = seen.columns[0]; column < seen.columns[1]; column++) {
      const middle = left - state.x + (column + 0.5) * cell;
      const chosen = model.selectedKeys.includes(model.keyPlaces[column]);
      const pointed = state.cursor?.column === column;
      if (middle < left - 1 || middle > left + inner.width + 1) continue;
      if (!isShown(column, state.cursor?.column, chosen)) continue;
      context.save();
      context.translate(middle, top - 6);
      if (area.isTurned) context.rotate(Math.PI / 2);
      if (every > 1 && (pointed || chosen)) cleared(top - 6, 13);
      context.textAlign = area.isTurned ? "right" : "center";
      write(model.keys[column], chosen, pointed, area.isTurned ? top - 10 : cell);
      if (area.isTurned) this.mark(context, model, chosen, 2, -5, 3, 10);
      else this.mark(context, model, chosen, -6, 2, 12, 3);
      context.restore();
    }
  },

  // Beside the label of a token that was chosen.
  mark(context, model, isChosen, ...edges) {
    if (!isChosen) return;
    context.fillStyle = model.accent;
    context.fillRect(...edges);
  },

  drawMargins(context, model, area, state, inner, seen) {
    const { left, top, cell } = area;
    const { rows, columns } = model.margins;
    const most = columns.reduce((high, value) => Math.max(high, value), 0) || 1;
    const sum = rows.reduce((high, value) => Math.max(high, value), 1);
    const edge = left + inner.width + 5;
    const floor = top + inner.height + 5;
    const thick = Math.max(1, cell - (cell >= 8 ? 2 : 0));
    context.font = `10px ${state.font}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    for (let row = seen.rows[0]; row < seen.rows[1]; row++) {
      const middle = top - state.y + (row + 0.5) * cell;
      if (middle < top || middle > top + inner.height) continue;
      context.fillStyle = model.bar;
      context.fillRect(edge, middle - thick / 2, (cell >= 10 ? 10 : 36) * (rows[row] / sum), thick);
      context.fillStyle = model.muted;
      if (cell >= 10) context.fillText(rows[row].toFixed(2), edge + 14, middle);
    }
    context.fillStyle = model.bar;
    for (let column = seen.columns[0]; column < seen.columns[1]; column++) {
      const middle = left - state.x + (column + 0.5) * cell;
      if (middle < left || middle > left + inner.width) continue;
      context.fillRect(middle - thick / 2, floor, thick, 30 * (columns[column] / most));
    }
    context.fillStyle = model.muted;
    context.textAlign = "right";
    context.fillText(model.texts.mean, left - 6, floor + 6);
    context.textAlign = "left";
    context.fillText(model.texts.sum, edge, top - 8);
  },

  // Which row and column lie under a point; null where a label or nothing does.
  find(model, area, state, px, py) {
    const column = Math.floor((px - area.left + state.x) / area.cell);
    const row = Math.floor((py - area.top + state.y) / area.cell);
    const isAcross = px >= area.left && px < state.width - area.right && column < model.keys.length;
    const isDown = py >= area.top && py < state.height - area.bottom && row < model.queries.length;
    if (isAcross && isDown) return { row, column };
    if (isDown && px < area.left) return { row, column: null };
    if (isAcross && py < area.top) return { row: null, column };
    return null;
  },

  step(model, cursor, key) {
    const now = cursor ?? { row: 0, column: 0 };
    const [row, column] = [now.row ?? 0, now.column ?? 0];
    const next = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, model.keys.length - 1],
    }[key];
    if (!next) return null;
    return {
      row: clip(next[0], 0, model.queries.length - 1),
      column: clip(next[1], 0, model.keys.length - 1),
    };
  },

  describe(model, { row, column }) {
    const columns = model.keys.length;
    if (row === null) return `${model.keys[column]}: ${model.texts.mean} ${model.margins.columns[column].toFixed(4)}`;
    if (column === null) return `${model.queries[row]}: ${model.texts.sum} ${model.margins.rows[row].toFixed(4)}`;
    const pair = `${model.queries[row]} → ${model.keys[column]}`;
    if (isMasked(model, row, column)) return `${pair}: ${model.texts.masked}`;
    const weight = model.matrices[0][row * columns + column];
    const shown = weight !== 0 && Math.abs(weight) < 0.001 ? weight.toExponential(1) : weight.toFixed(4);
    return `${pair}: ${shown}`;
  },

  reach(area, cursor) {
    return { x: (cursor.column ?? 0) * area.cell, y: (cursor.row ?? 0) * area.cell, size: area.cell };
  },
};
