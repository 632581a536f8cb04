/* Keys of the pairing workbench: arrows between pairs, Esc closes; l, s, x where one's settings allow letters. */
(() => {
  "use strict";
  const list = document.querySelector("ol.pairs");
  if (!list) return;
  const letters = { l: "[name=kind][value=lock], [aria-label^=Locked]", s: "[data-swap]", x: "[value=forbid], [aria-label^=Forbidden]" };
  const rowOf = (place) => (place.closest ? place.closest("ol.pairs > li") : null);
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing);

  document.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || !plain(event) || event.target.matches("input, textarea, select")) return;
    const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (way) {
      const other = row[way];
      if (other) {
        event.preventDefault();
        other.querySelector("summary").focus();
      }
    } else if (event.key === "Escape") {
      const box = row.querySelector("[data-swap-box]");
      row.querySelector("details").open = false;
      if (box.firstElementChild) {
        box.replaceChildren();
        row.classList.remove("open");
        row.querySelector("[data-swap]").focus();
      }
    } else if ("shortcuts" in list.dataset && letters[event.key]) {
      const button = row.querySelector(letters[event.key]);
      if (button && !button.disabled) {
        event.preventDefault();
        button.click();
      }
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const box = event.target.closest("[data-swap-box]");
    if (!box) return;
    for (const other of list.querySelectorAll("li.open")) {
      if (other === rowOf(box)) continue;
      other.classList.remove("open");
      other.querySelector("[data-swap-box]").replaceChildren();
    }
    rowOf(box).classList.add("open");
    const first = box.querySelector("button, a");
    if (first) first.focus();
  });
})();
