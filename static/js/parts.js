/* How far one is with a form of several parts: each with data-part counts once something in it is answered. */
(() => {
  "use strict";
  const answered = (part) => [...part.querySelectorAll("input, textarea, select")].some((field) => {
    if (part.dataset.part && !field.name.startsWith(part.dataset.part)) return false;
    if (field.type === "radio" || field.type === "checkbox") return field.checked && field.value !== "0";
    return field.type !== "hidden" && field.value.trim() !== "";
  });
  for (const form of document.querySelectorAll("form[data-parts]")) {
    const bar = form.querySelector("[data-parts-done]");
    const count = () => { bar.value = [...form.querySelectorAll("[data-part]")].filter(answered).length; };
    form.addEventListener("input", count);
    count();
  }
})();
