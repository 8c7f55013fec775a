// Shows a text piece by piece. Text enters by textContent alone, so nothing in it is markup.
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".passage");
  const text = root.querySelector(".text");
  const line = root.querySelector(".line");
  text.setAttribute("aria-label", data.label);

  const tell = (note) => {
    line.textContent = note || data.hint;
    line.classList.toggle("told", Boolean(note));
  };

  const draw = (piece) => {
    const span = document.createElement("span");
    span.textContent = piece.text;
    if (!piece.note) return [span];
    span.className = piece.hatched ? "piece hatched" : "piece";
    span.classList.toggle("plain", Boolean(piece.plain));
    span.classList.toggle("sought", Boolean(piece.sought));
    span.style.setProperty("--tone", piece.color);
    span.style.setProperty("--strength", `${Math.round(100 * piece.strength)}%`);
    span.tabIndex = 0;
    span.setAttribute("role", "note");
    span.setAttribute("aria-description", piece.note);
    span.onmouseenter = span.onfocus = () => tell(piece.note);
    span.onmouseleave = span.onblur = () => tell(root.getRootNode().activeElement?.dataset?.note);
    span.dataset.note = piece.note;
    if (!piece.mark) return [span];
    const mark = document.createElement("sup");
    mark.textContent = piece.mark;
    mark.setAttribute("aria-hidden", "true");
    return [mark, span];
  };

  text.replaceChildren(...data.pieces.flatMap(draw));
  tell("");
  const sought = text.querySelector(".sought");
  if (sought) {
    const depth = sought.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += depth - text.clientHeight / 3;
  }
}
