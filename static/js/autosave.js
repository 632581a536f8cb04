/* Drafts keep themselves: a form with data-autosave="address" is posted there while somebody writes.

   1.5 seconds after the last key, at the latest 8 seconds after the first one, and on leaving a field.
   The answer is JSON, as programs/drafts.py makes it: {version, saved_at}, or 409 with the saved texts, or
   409 with a sentence. The words stand in templates/parts/autosave.html. Without this file "Save" does the same. */
(() => {
  "use strict";
  const PAUSE = 1500, LONGEST = 8000, AGAIN = 5000, PATIENCE = 10000, QUIET = 30000;
  const KEPT_ALIVE = 60000; // bytes: what browsers still send for a page that is going

  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang || [], { hour: "numeric", minute: "2-digit" });

  class Draft {
    constructor(form) {
      this.form = form;
      this.state = form.querySelector("[data-autosave-state]");
      this.said = form.querySelector("[data-autosave-said]");
      this.retry = form.querySelector("[data-autosave-retry]");
      this.clash = form.querySelector("[data-autosave-clash]");
      this.dirty = this.paused = this.leaving = false;
      this.underWay = this.lostSince = null;
      this.saidAt = -QUIET;
      this.listen();
    }

    listen() {
      this.form.addEventListener("input", () => this.wrote());
      this.form.addEventListener("change", () => { this.wrote(); this.save(); });
      this.form.addEventListener("focusout", (event) => {
        const next = event.relatedTarget;
        if (!next || next.type !== "submit") this.save();
      });
      this.form.addEventListener("submit", (event) => this.submitting(event));
      this.retry?.addEventListener("click", () => { this.dirty = true; this.save(); });
      this.clash?.querySelector("[data-autosave-keep]").addEventListener("click", () => this.keepMine());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") this.save({ going: true });
        else if (this.lostSince) this.save();
      });
      window.addEventListener("pagehide", () => this.save({ going: true }));
      window.addEventListener("pageshow", () => { this.leaving = false; });
      window.addEventListener("online", () => this.save());
      window.addEventListener("beforeunload", (event) => {
        if (this.lostSince && this.dirty && !this.leaving) event.preventDefault();
      });
    }

    wrote() {
      this.dirty = true;
      if (this.paused || this.leaving) return;
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.save(), PAUSE);
      this.longest ??= setTimeout(() => this.save(), LONGEST);
    }

    // the button sends what stands in the form; a save that is still under way must not overtake it
    submitting(event) {
      if (event.defaultPrevented || !this.underWay || this.held) { this.leaving = !event.defaultPrevented; return; }
      event.preventDefault();
      this.held = true;
      const button = event.submitter;
      this.underWay.finally(() => {
        if (!this.paused) this.form.requestSubmit(button);
        this.held = false;
      });
    }

    async save({ going = false } = {}) {
      clearTimeout(this.pause);
      clearTimeout(this.longest);
      this.longest = null;
      if (!this.dirty || this.paused || this.leaving || this.underWay) return;
      this.dirty = false;
      this.underWay = this.send(going);
      await this.underWay;
      this.underWay = null;
      if (this.dirty && !this.paused && !this.held) {
        this.pause = setTimeout(() => this.save(), this.lostSince ? AGAIN : PAUSE);
      }
    }

    typed() {
      const found = new URLSearchParams();
      for (const [name, value] of new FormData(this.form)) {
        if (typeof value === "string") found.append(name, value); // files wait for the button
      }
      return found;
    }

    async send(going) {
      const body = this.typed();
      this.show("saving");
      try {
        const answer = await fetch(this.form.dataset.autosave, {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
          redirect: "manual",
          keepalive: going && body.toString().length < KEPT_ALIVE,
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (answer.ok) this.saved(await answer.json());
        else if (answer.status === 409) this.refused(await answer.json());
        else if (answer.type === "opaqueredirect" || answer.status === 403) await this.signedOut();
        else this.lost("lost");
      } catch {
        this.lost("lost");
      }
    }

    saved({ version, saved_at: at }) {
      this.form.elements.version.value = version;
      this.lostSince = null;
      this.show("saved", at);
    }

    lost(why) {
      this.dirty = true;
      this.lostSince ??= clock();
      this.show(why, this.lostSince);
    }

    // somebody signs in again in another tab: then this page has a token of the new session, and goes on
    async signedOut() {
      this.lost("away");
      const page = await fetch(location.href, { redirect: "manual" });
      if (!page.ok) return;
      const found = new DOMParser().parseFromString(await page.text(), "text/html");
      const token = found.querySelector("[name=csrfmiddlewaretoken]")?.value;
      if (!token) return;
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
    }

    refused({ refused, version, texts, saved_at: at }) {
      this.paused = true;
      this.dirty = true;
      this.lostSince = null;
      if (refused) { this.tell(refused, { wrong: true }); return; }
      this.clashing = version;
      this.show("clash", at);
      const list = this.clash.querySelector("[data-autosave-texts]");
      const pattern = this.clash.querySelector("template").content;
      list.replaceChildren(...texts.map((each) => {
        const row = pattern.cloneNode(true);
        for (const what of ["label", "saved", "typed"]) row.querySelector(`[data-${what}]`).textContent = each[what];
        return row;
      }));
      this.clash.hidden = false;
      this.clash.focus();
    }

    keepMine() {
      this.form.elements.version.value = this.clashing;
      this.clash.hidden = true;
      this.paused = false;
      this.dirty = true;
      this.save();
    }

    show(what, time = "") {
      const words = this.state.dataset[what].replace("{time}", time);
      this.tell(words, { wrong: what !== "saving" && what !== "saved", quiet: what === "saving" });
    }

    // announced at most every half minute, but trouble at once
    tell(words, { wrong = false, quiet = false } = {}) {
      const changed = this.state.textContent !== words;
      this.state.textContent = words;
      this.state.toggleAttribute("data-trouble", wrong);
      if (this.retry) this.retry.hidden = !this.lostSince;
      if (quiet || !changed || (!wrong && Date.now() - this.saidAt < QUIET)) return;
      this.saidAt = Date.now();
      this.said.textContent = words;
    }
  }

  for (const form of document.querySelectorAll("form[data-autosave]")) new Draft(form);
})();
