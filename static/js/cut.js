/* The square of a photo, drawn with a pointer. The three numbers do the same without this file. */
(() => {
  "use strict";
  const form = document.querySelector("[data-cut]");
  if (!form) return;
  const whole = form.querySelector("[data-cut-whole]");
  const square = form.querySelector("[data-cut-square]");
  const frame = whole.querySelector("rect");
  const { width, height } = whole.viewBox.baseVal;
  const [left, top, size] = ["photo_left", "photo_top", "photo_size"].map((name) => form.elements[name]);
  const within = (number, least, most) => Math.min(most, Math.max(least, Math.round(number)));

  // the same sum as on the server: the square's place in the room that is left beside it
  const show = () => {
    const side = (Math.min(width, height) * within(Number(size.value) || 100, 10, 100)) / 100;
    const x = ((width - side) * within(Number(left.value), 0, 100)) / 100;
    const y = ((height - side) * within(Number(top.value), 0, 100)) / 100;
    for (const [name, value] of Object.entries({ x, y, width: side, height: side })) frame.setAttribute(name, value);
    square.setAttribute("viewBox", `${x} ${y} ${side} ${side}`);
  };
  for (const input of [left, top, size]) input.addEventListener("input", show);

  let from = null;
  const at = (event) => {
    const box = whole.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * width) / box.width, y: ((event.clientY - box.top) * height) / box.height };
  };
  frame.addEventListener("pointerdown", (event) => {
    const start = at(event);
    from = { x: start.x - frame.x.baseVal.value, y: start.y - frame.y.baseVal.value };
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", (event) => {
    if (!from) return;
    const now = at(event);
    const side = frame.width.baseVal.value;
    const share = (place, room) => (room > 0.5 ? within((100 * place) / room, 0, 100) : 50);
    left.value = share(now.x - from.x, width - side);
    top.value = share(now.y - from.y, height - side);
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { from = null; });
})();
