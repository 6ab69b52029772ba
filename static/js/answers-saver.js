// Saves one question: one request at a time, the latest answer last, retried until the server has it.
(function () {
  "use strict";

  const BUSY_AFTER_MS = 500; // a quick save shows no "Saving"
  const GIVE_UP_MS = 15000;
  const RETRY_MS = [2000, 5000, 15000, 30000, 60000];
  const KEEPALIVE_BYTES = 60000; // browsers refuse larger bodies that outlive their page
  const FINAL = [403, 410];

  function isPage(html) {
    return /<html[\s>]/i.test(html);
  }

  class Saver {
    constructor(question, pending) {
      this.question = question;
      this.pending = pending;
      this.unsaved = false;
      this.running = null;
      this.again = false;
      this.attempts = 0;
    }

    // The answer differs from what the server has: keep it here, whatever happens.
    changed() {
      this.unsaved = true;
      this.pending.keep(this.question.key, this.question.fields());
    }

    // Nothing waits to be sent any more.
    settled() {
      this.unsaved = false;
      this.pending.drop(this.question.key);
    }

    // Resolves when nothing is on its way for this question any more.
    save() {
      clearTimeout(this.timer);
      if (this.running) {
        this.again = true;
        return this.running;
      }
      this.running = this.run().finally(() => {
        this.running = null;
      });
      return this.running;
    }

    async run() {
      do {
        this.again = false;
        await this.send();
      } while (this.again);
    }

    async send() {
      if (!this.question.isAsked) {
        this.question.show("");
        this.settled();
        return;
      }
      const fields = this.question.fields();
      const busy = setTimeout(() => this.question.show("busy"), BUSY_AFTER_MS);
      try {
        const response = await this.post(fields);
        const html = await response.text();
        clearTimeout(busy);
        this.settle(response, html, fields);
      } catch {
        clearTimeout(busy);
        this.failed(); // no network, or no answer in time
      }
    }

    post(fields) {
      const body = new URLSearchParams(fields);
      return fetch(this.question.url, {
        method: "POST",
        body,
        credentials: "same-origin",
        redirect: "manual", // a redirect leads to signing in, which has no place inside a card
        keepalive: body.toString().length < KEEPALIVE_BYTES,
        signal: AbortSignal.timeout(GIVE_UP_MS),
        headers: { "X-CSRFToken": this.question.form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" },
      });
    }

    settle(response, html, fields) {
      if (response.ok) this.saved(response, html, fields);
      else if (response.status === 409) this.conflicting(html);
      else if (response.status === 401 || response.type === "opaqueredirect") this.signedOut(response);
      else if (response.status === 422) this.refused(html);
      else if (FINAL.includes(response.status)) this.closed(html);
      else this.failed();
    }

    saved(response, html, fields) {
      this.attempts = 0;
      this.question.number = response.headers.get("X-Answer-Number");
      this.question.clearConflict();
      if (!this.question.isAsked || this.question.holds(fields)) this.settled();
      else this.changed(); // the next save is based on the new number
      this.question.receive(html);
    }

    conflicting(html) {
      this.again = false;
      this.question.showConflict(html);
    }

    signedOut(response) {
      this.again = false;
      const link = this.question.show("sign-in")?.querySelector("[data-sign-in]");
      if (!link) return;
      const { href, pathname } = window.location;
      link.href = href; // without an address to sign in at, loading the page asks for it
      const address = response.headers.get("X-Sign-In-URL");
      if (address) link.href = `${address}?${new URLSearchParams({ next: pathname })}`;
    }

    refused(html) {
      if (isPage(html)) this.question.show("refused");
      else this.question.receive(html);
    }

    // The server's last word, unless it is a page about something else, such as an outdated form.
    closed(html) {
      this.again = false;
      const sentence = this.question.show("refused")?.querySelector("[data-sentence]");
      if (isPage(html)) return;
      const words = new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
      if (sentence && words) sentence.textContent = words;
      this.settled();
    }

    failed() {
      this.question.show("failed");
      const wait = RETRY_MS[Math.min(this.attempts, RETRY_MS.length - 1)];
      this.attempts += 1;
      this.timer = setTimeout(() => this.save(), wait);
    }

    keepMine() {
      this.question.number = this.question.stored.number;
      this.changed();
      return this.save();
    }

    // Returns false where the page has to be loaded again to show the stored answer.
    keepTheirs() {
      const { number, fields } = this.question.stored;
      this.settled();
      if (!fields) return false;
      this.question.fill(Object.entries(JSON.parse(fields)));
      this.question.number = number;
      this.question.clearConflict();
      this.question.show("done");
      return true;
    }
  }

  window.tacitSaver = Saver;
})();
