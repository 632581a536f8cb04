/* The number beside a slider, as it is moved. Without scripts the number stands as it was saved. */
(() => {
  "use strict";
  for (const slider of document.querySelectorAll("input[type=range]")) {
    const shown = document.createElement("output");
    shown.className = "slider-n";
    shown.htmlFor = slider.id;
    const show = () => { shown.value = slider.value; };
    slider.after(shown);
    slider.addEventListener("input", show);
    show();
  }
})();
