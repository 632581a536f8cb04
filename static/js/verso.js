/* Small comforts. Every page works without this file. */
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Menus are <details>: one open at a time, closed by Escape or by a click elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of all("details.drop[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("details.drop[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A form is sent once: a second press while the first is under way does nothing.
  // A page taken back from the browser's memory may send again.
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.hasAttribute("hx-post")) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    form.setAttribute("aria-busy", "true");
    setTimeout(() => sent.delete(form), 8000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of all("form[aria-busy]")) {
      sent.delete(form);
      form.removeAttribute("aria-busy");
    }
  });

  // Toasts leave after ten seconds, but not while somebody reads or reaches for them; errors stay.
  const toast = (box) => {
    if (box.dataset.ready) return;
    box.dataset.ready = "1";
    const close = box.querySelector("[data-dismiss]");
    if (close) {
      close.hidden = false;
      close.addEventListener("click", () => box.remove());
    }
    if ("stays" in box.dataset) return;
    let timer;
    const start = () => { timer = setTimeout(() => box.remove(), 10000); };
    const stop = () => clearTimeout(timer);
    box.addEventListener("mouseenter", stop);
    box.addEventListener("focusin", stop);
    box.addEventListener("mouseleave", start);
    box.addEventListener("focusout", start);
    start();
  };

  const arrive = (root) => {
    all(".toast", root).forEach(toast);
    const summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  };
  arrive(document);
  document.addEventListener("htmx:afterSettle", (event) => arrive(event.target));

  // Long jobs: a page that asked to be looked at again is fetched anew while it is in view.
  const again = document.querySelector("[data-reload]");
  if (again) setInterval(() => {
    if (!document.hidden) location.reload();
  }, 1000 * (Number(again.dataset.reload) || 5));

  // leaving a form with a text that was not sent asks first; drafts keep themselves (autosave.js)
  let unsent = null;
  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (form?.method === "post" && form.querySelector("textarea") && !form.dataset.autosave) unsent = form;
  });
  document.addEventListener("submit", () => { unsent = null; });
  window.addEventListener("beforeunload", (event) => { if (unsent?.isConnected) event.preventDefault(); });
})();
