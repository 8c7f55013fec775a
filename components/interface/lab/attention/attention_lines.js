// Two columns of tokens with a line for every weight: left the ones that look, right the ones that
// are looked at, one colour a head.
const ROW = 22;
const HEAD_ROOM = 26;
const FAINTEST = 0.02; // thinner lines are left out
const MOST_AT_ONCE = 48; // longer texts show the lines of chosen or pointed tokens alone

const linesView = {
  measure(model, width, zoom, context) {
    const widest = (labels) =>
      labels.reduce((most, label) => Math.max(most, context.measureText(label).width), 0);
    const room = Math.min(WIDEST_LABEL + 20, 0.33 * width);
    const left = Math.min(widest(model.queries) + 20, room);
    const right = Math.min(widest(model.keys) + 20, room);
    const count = Math.max(model.queries.length, model.keys.length);
    const content = { width: Math.min(width, 760), height: HEAD_ROOM + ROW * count + 6 };
    return { left, right, top: HEAD_ROOM, bottom: 0, cell: ROW, fit: ROW, content, height: Math.min(content.height, TALLEST) };
  },

  // The lines to draw: of what is pointed at, else of the chosen tokens, else all.
  isFocus(model, cursor, row, column) {
    if (cursor) return cursor.row === null ? column === cursor.column : row === cursor.row;
    if (Math.max(model.queries.length, model.keys.length) <= MOST_AT_ONCE) return true;
    return (
      model.selectedQueries.includes(model.queryPlaces[row]) ||
      model.selectedKeys.includes(model.keyPlaces[column])
    );
  },

  colour(model, head, weight) {
    return model.signed ? model.ends[weight < 0 ? 0 : 1] : model.colours[head % model.colours.length];
  },

  draw(context, model, area, state) {
    const width = area.content.width;
    const [start, end] = [area.left, width - area.right];
    const columns = model.keys.length;
    const height = (place) => HEAD_ROOM - state.y + (place + 0.5) * ROW;
    context.save();
    context.beginPath();
    context.rect(0, HEAD_ROOM, width, state.height - HEAD_ROOM);
    context.clip();
    this.drawTints(context, model, area, state, height);
    const middle = (start + end) / 2;
    model.matrices.forEach((weights, head) => {
      for (let row = 0; row < model.queries.length; row++) {
        for (let column = 0; column < columns; column++) {
          const weight = weights[row * columns + column];
          if (Math.abs(weight) < FAINTEST || !this.isFocus(model, state.cursor, row, column)) continue;
          context.strokeStyle = this.colour(model, head, weight);
          context.globalAlpha = clip(Math.sqrt(Math.abs(weight)), 0.12, 1);
          context.lineWidth = 0.75 + 2.5 * Math.abs(weight);
          const shift = 2 * (head - (model.heads - 1) / 2);
          context.beginPath();
          context.moveTo(start, height(row) + shift);
          context.bezierCurveTo(middle, height(row) + shift, middle, height(column) + shift, end, height(column) + shift);
          context.stroke();
        }
      }
    });
    context.globalAlpha = 1;
    this.drawTokens(context, model, area, state, height);
    context.restore();
    context.font = `11px ${state.font}`;
    context.fillStyle = model.muted;
    context.textBaseline = "middle";
    context.textAlign = "right";
    context.fillText(model.texts.query, start - 6, 12, start - 6);
    context.textAlign = "left";
    context.fillText(model.texts.key, end + 6, 12, area.right - 6);
  },

  // Behind the tokens of the other side, how much of the pointed token's weight they have.
  drawTints(context, model, area, state, height) {
    if (!state.cursor || model.signed) return;
    const columns = model.keys.length;
    const isQuery = state.cursor.row !== null;
    const count = isQuery ? columns : model.queries.length;
    for (let place = 0; place < count; place++) {
      const index = isQuery ? state.cursor.row * columns + place : place * columns + state.cursor.column;
      model.matrices.forEach((weights, head) => {
        const share = (isQuery ? area.right : area.left) / model.heads;
        const from = (isQuery ? area.content.width - area.right : 0) + head * share;
        context.globalAlpha = 0.55 * Math.sqrt(weights[index]);
        context.fillStyle = model.colours[head % model.colours.length];
        context.fillRect(from, height(place) - ROW / 2 + 1, share, ROW - 2);
      });
    }
    context.globalAlpha = 1;
  },

  drawTokens(context, model, area, state, height) {
    const sides = [
      [model.queries, model.queryPlaces, model.selectedQueries, "right", area.left - 6, area.left, state.cursor?.row],
      [model.keys, model.keyPlaces, model.selectedKeys, "left", area.content.width - area.right + 6, area.right, state.cursor?.column],
    ];
    context.textBaseline = "middle";
    for (const [labels, places, selected, align, x, room, pointed] of sides) {
      context.textAlign = align;
      labels.forEach((label, place) => {
        const y = height(place);
        if (y < HEAD_ROOM - ROW || y > state.height + ROW) return;
        const isChosen = selected.includes(places[place]);
        context.font = `${isChosen || pointed === place ? 600 : 400} 12px ${state.font}`;
        context.fillStyle = model.ink;
        context.fillText(label, x, y, room - 12);
        context.fillStyle = model.accent;
        if (isChosen) context.fillRect(align === "right" ? x + 2 : x - 5, y - 7, 3, 14);
      });
    }
  },

  find(model, area, state, px, py) {
    const place = Math.floor((py - HEAD_ROOM + state.y) / ROW);
    if (py < HEAD_ROOM || place < 0) return null;
    if (px <= area.left && place < model.queries.length) return { row: place, column: null };
    const isRight = px >= area.content.width - area.right && px <= area.content.width;
    return isRight && place < model.keys.length ? { row: null, column: place } : null;
  },

  step(model, cursor, key) {
    const now = cursor ?? { row: 0, column: null };
    const isQuery = now.row !== null;
    const place = isQuery ? now.row : now.column;
    const most = (isQuery ? model.queries : model.keys).length - 1;
    const on = (side, at) => (side ? { row: at, column: null } : { row: null, column: at });
    if (key === "ArrowLeft") return on(true, Math.min(place, model.queries.length - 1));
    if (key === "ArrowRight") return on(false, Math.min(place, model.keys.length - 1));
    const next = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: most }[key];
    return next === undefined ? null : on(isQuery, clip(next, 0, most));
  },

  describe(model, { row, column }) {
    const columns = model.keys.length;
    const isQuery = row !== null;
    const [others, count] = isQuery ? [model.keys, columns] : [model.queries, model.queries.length];
    const index = (place) => (isQuery ? row * columns + place : place * columns + column);
    const best = Array.from({ length: count }, (_, place) => {
      const weight = model.matrices.reduce((sum, weights) => sum + weights[index(place)], 0);
      return [others[place], weight / model.heads];
    })
      .sort((one, other) => Math.abs(other[1]) - Math.abs(one[1]))
      .slice(0, 5)
      .map(([label, weight]) => `${label} ${weight.toFixed(3)}`);
    return `${isQuery ? `${model.queries[row]} →` : `→ ${model.keys[column]}:`} ${best.join("  ")}`;
  },

  reach(area, cursor) {
    return { x: 0, y: (cursor.row ?? cursor.column) * ROW, size: ROW };
  },
};
