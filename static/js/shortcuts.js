/* Letters that lead to pages: g, then the letter of a section; / to the search. One's settings leave this file out. */
(() => {
  "use strict";
  const PATIENCE = 1500; // milliseconds between the two letters
  const SEARCH = "main input[name=q], main input[name=find]";
  let pressed = -PATIENCE;

  const search = () => {
    const field = document.querySelector(SEARCH);
    if (field) {
      field.focus();
      field.select();
    }
    return Boolean(field);
  };
  if (location.hash === "#search") search();

  document.addEventListener("keydown", (event) => {
    const isOurs = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isOurs || event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const isSecond = event.timeStamp - pressed < PATIENCE;
    pressed = -PATIENCE;
    if (event.key === "/") {
      event.preventDefault(); // some browsers open a search of their own
      const pairs = document.querySelector("[data-go=p]");
      if (!search() && pairs) location.assign(`${pairs.href}#search`);
    } else if (isSecond && /^[a-z]$/.test(event.key)) {
      document.querySelector(`[data-go="${event.key}"]`)?.click();
    } else if (event.key === "g") {
      pressed = event.timeStamp;
    }
  });
})();
