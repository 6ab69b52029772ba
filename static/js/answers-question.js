// One question of a section: its fields, its place for the save indicator and its place for a conflict.
(function () {
  "use strict";

  const TEXT = "textarea, input:not([type=radio]):not([type=checkbox]):not([type=hidden])";

  function isChoice(control) {
    return control.type === "radio" || control.type === "checkbox";
  }

  // What the server replaces keeps the focus: on the same option or link, else on what comes next.
  function refocus(gone, form) {
    const place = document.getElementById(gone.closest("[data-question], #still-open")?.id);
    if (!place) return;
    const stops = [...form.querySelectorAll("a[href], button, input:not([type=hidden])")];
    const same = ({ name, value, href }) => name === gone.name && value === gone.value && href === gone.href;
    const inside = stops.filter((each) => place.contains(each));
    const after = stops.find((each) => place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
    (inside.find(same) ?? inside[0] ?? after)?.focus();
  }

  class Question {
    constructor(form, key) {
      this.form = form;
      this.key = key;
    }

    // Looked up each time: the server may have sent a new row in the meantime.
    get element() {
      return this.form.querySelector(`[data-question="${CSS.escape(this.key)}"]`);
    }

    get url() {
      return this.element.dataset.saveUrl;
    }

    get controls() {
      const named = [...this.element.querySelectorAll("input[name], textarea[name], select[name]")];
      const own = (name) => name === this.key || name.startsWith(`${this.key}-`);
      const here = (control) => control.closest("[data-question]") === this.element && !control.closest("[data-stored]");
      return named.filter((control) => own(control.name) && here(control));
    }

    // Not, where another answer says that it does not apply.
    get isAsked() {
      return this.controls.length > 0;
    }

    // Whether somebody chose or wrote something since the page came, be it before the script was there.
    get isTouched() {
      const wrote = (control) => Question.isText(control) && control.value !== control.defaultValue;
      const chose = (control) => isChoice(control) && control.checked !== control.defaultChecked;
      return this.controls.some((control) => wrote(control) || chose(control));
    }

    // Pairs of name and value, as the form would send them.
    fields() {
      const sent = this.controls.filter((control) => !isChoice(control) || control.checked);
      return sent.map((control) => [control.name, control.value]);
    }

    fill(fields) {
      for (const control of this.controls) {
        const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
        if (isChoice(control)) control.checked = values.includes(control.value);
        else if (values.length > 0) control.value = values[0];
      }
    }

    // Equal apart from the number, which says only what the answer was based on.
    holds(fields) {
      const bare = (all) => JSON.stringify(all.filter(([name]) => name !== `${this.key}-number`).sort());
      return bare(this.fields()) === bare(fields);
    }

    set number(value) {
      const control = this.controls.find(({ name }) => name === `${this.key}-number`);
      if (control && value) control.value = value;
    }

    // "Does not apply" is worth sending only with its reason.
    lacksReason() {
      const reveals = this.controls.some((control) => control.checked && "reveals" in control.dataset);
      const reason = this.controls.find(({ name }) => name === `${this.key}-reason`);
      return Boolean(reveals && reason && reason.value.trim() === "");
    }

    get slot() {
      return document.getElementById(`save-${this.key}`);
    }

    get conflict() {
      return document.getElementById(`conflict-${this.key}`);
    }

    // Fills the indicator from one of the page's templates and returns it; "" empties it.
    show(name) {
      const slot = this.slot;
      if (!slot) return null;
      const template = name && document.getElementById(`save-${name}`);
      this.indicate(template ? [template.content.cloneNode(true)] : []);
      slot.dataset.state = name;
      return slot;
    }

    // A button in the indicator that goes away leaves the focus to the answer it was about.
    indicate(nodes) {
      const held = this.slot.contains(document.activeElement);
      this.slot.replaceChildren(...nodes);
      if (held) this.focus();
    }

    focus() {
      const find = (selector) => this.element.querySelector(selector);
      (find("input:checked") ?? find("textarea, input:not([type=hidden])"))?.focus();
    }

    // Takes the indicator out of the server's answer, so that the live region stays; htmx places the rest.
    receive(html) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const fresh = template.content.querySelector(`#${CSS.escape(`save-${this.key}`)}`);
      if (fresh && this.slot) this.indicate(fresh.childNodes);
      if (fresh) fresh.remove();
      if (template.content.childElementCount === 0) return;
      const rest = document.createElement("div");
      rest.append(template.content);
      const focused = document.activeElement;
      htmx.swap(this.element, rest.innerHTML, { swapStyle: "none" });
      if (!focused.isConnected) refocus(focused, this.form);
    }

    // Of the conflict that is shown: the number of the stored answer, and the fields that hold it (as JSON).
    get stored() {
      const shown = this.conflict?.querySelector("[data-stored]");
      return { number: shown?.querySelector("input[type=hidden]")?.value, fields: shown?.dataset.stored };
    }

    showConflict(html) {
      if (this.conflict) htmx.swap(this.conflict, html, { swapStyle: "innerHTML" });
      this.show("choose");
    }

    clearConflict() {
      if (this.conflict) this.conflict.replaceChildren();
    }
  }

  Question.isText = (element) => element instanceof Element && element.matches(TEXT);
  window.tacitQuestion = Question;
})();
