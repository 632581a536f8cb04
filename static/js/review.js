/* Keys while reviewing. J and K can be turned off in the settings; the others act where the focus is. */
(() => {
  "use strict";
  const review = document.querySelector(".review");
  if (!review) return;
  const writes = (place) => place.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing);

  document.addEventListener("keydown", (event) => {
    const place = event.target;
    const form = place.closest ? place.closest("#scorecard") : null;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[name=submit]"));
      return;
    }
    if (!plain(event)) return;
    const row = place.closest ? place.closest(".scoreq") : null;
    if (row && /^[1-4]$/.test(event.key)) {
      const mark = row.querySelector(`input[value="${event.key}"]`);
      if (mark) {
        event.preventDefault();
        mark.checked = true;
        mark.focus();
        mark.dispatchEvent(new Event("input", { bubbles: true }));
        mark.dispatchEvent(new Event("change", { bubbles: true }));
      }
      return;
    }
    if (!("shortcuts" in review.dataset) || writes(place)) return;
    const way = { j: "[data-next]", k: "[data-previous]" }[event.key.toLowerCase()];
    const link = way && review.querySelector(way);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
})();
