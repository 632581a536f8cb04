/* How many words a text has, while it is written; heard from ten left on. Without this file the page says it when saved. */
(() => {
  "use strict";
  const NEAR = 10, PAUSE = 600;
  for (const area of document.querySelectorAll("textarea[data-words]")) {
    const most = Number(area.dataset.words);
    const around = area.closest(".stack-s");
    const shown = around.querySelector("[data-words-shown]");
    const said = around.querySelector("[data-words-said]");
    let timer;

    const count = () => (area.value.match(/\S+/g) || []).length;
    const say = () => {
      const left = most - count();
      const words = left < 0 ? said.dataset.over : left <= NEAR ? said.dataset.left : "";
      said.textContent = words.replace("{number}", Math.abs(left));
    };
    area.addEventListener("input", () => {
      shown.textContent = shown.dataset.pattern.replace("{words}", count());
      shown.toggleAttribute("data-over", count() > most);
      clearTimeout(timer);
      timer = setTimeout(say, PAUSE); // not at every key: a reader would never come to an end
    });
  }
})();
