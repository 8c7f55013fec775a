// A row of tokens, one of them chosen. Text enters by textContent alone, so nothing in it is markup.
export default function ({ data, parentElement, setTriggerValue }) {
  const row = parentElement.querySelector(".tokens");
  row.setAttribute("aria-label", data.label);

  const choose = (place, isByKey) => {
    row.dataset.focus = isByKey ? place : "";
    setTriggerValue("chosen", place);
  };

  const buttons = data.tokens.map((text, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(place === data.chosen));
    button.tabIndex = place === data.chosen ? 0 : -1;
    const number = document.createElement("small");
    number.textContent = place + 1;
    const word = document.createElement("bdi");
    word.textContent = text;
    button.append(number, word);
    button.onclick = () => choose(place, false);
    button.onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = Math.min(Math.max(place + step, 0), data.tokens.length - 1);
      choose(next, true);
    };
    return button;
  });

  row.replaceChildren(...buttons);
  if (row.dataset.focus) buttons[data.chosen]?.focus();
}
