// Saves every answer of a section as soon as it changes; without this script the section's Save button does.
(function () {
  "use strict";

  const PAUSE_MS = 800; // after the last key press in a text

  const form = document.getElementById("section-form");
  if (!form) return;
  const pending = window.tacitPending(form.dataset.person, form.dataset.response);
  const savers = new Map();
  const pauses = new Map();
  let leaving = false;

  function saverOf(element) {
    if (element.form && element.form !== form) return null; // a word about the question, not an answer to it
    const owner = element.closest("[data-question]");
    if (!owner || !form.contains(owner)) return null;
    const key = owner.dataset.question;
    if (!savers.has(key)) savers.set(key, new window.tacitSaver(new window.tacitQuestion(form, key), pending));
    return savers.get(key);
  }

  function unsaved() {
    return [...savers.values()].filter((saver) => saver.unsaved);
  }

  function save(saver) {
    clearTimeout(pauses.get(saver));
    if (!saver.unsaved) return;
    if (saver.question.lacksReason()) saver.question.show("");
    else saver.save();
  }

  function onInput(event) {
    const saver = saverOf(event.target);
    if (!saver || !event.target.name) return;
    saver.changed();
    clearTimeout(pauses.get(saver));
    if (window.tacitQuestion.isText(event.target)) pauses.set(saver, setTimeout(() => save(saver), PAUSE_MS));
    else save(saver);
  }

  function onChange(event) {
    const saver = saverOf(event.target);
    if (saver && window.tacitQuestion.isText(event.target)) save(saver);
  }

  // WCAG 2.1.4: single keys work only while the focus is inside a card, and never in a text.
  function onKey(event) {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const card = event.target.closest(".practice[data-question]");
    if (!plain || !card || window.tacitQuestion.isText(event.target)) return;
    const labels = [...card.querySelectorAll(".choice")];
    const label = labels.find((each) => each.querySelector("kbd")?.textContent.trim() === event.key.toUpperCase());
    if (!label) return;
    event.preventDefault();
    label.querySelector("input").focus();
    label.querySelector("input").click();
  }

  function onClick(event) {
    const button = event.target.closest("[data-retry], [data-keep], [data-sign-in]");
    if (!button) return;
    if (button.matches("[data-sign-in]")) leaving = true; // the answer waits in the browser
    else act(button, event);
  }

  function act(button, event) {
    const key = button.closest("[id^='save-'], [id^='conflict-']").id.replace(/^(save|conflict)-/, "");
    const saver = savers.get(key);
    if (!saver) return;
    event.preventDefault();
    if (button.dataset.keep === "theirs") takeTheirs(saver);
    else if (button.dataset.keep === "mine") saver.keepMine();
    else saver.save();
    saver.question.focus();
  }

  function takeTheirs(saver) {
    if (saver.keepTheirs()) return;
    leaving = true;
    window.location.reload();
  }

  // The form carries every answer itself, but must not overtake a save that is on its way.
  async function onSubmit(event) {
    leaving = true;
    const running = [...savers.values()].map((saver) => saver.running).filter(Boolean);
    if (running.length === 0) return;
    event.preventDefault();
    const { submitter } = event;
    await Promise.allSettled(running);
    form.requestSubmit(submitter);
  }

  // What was chosen before this script was there counts more than what waited in the browser.
  function restore(element) {
    const saver = saverOf(element);
    const { question } = saver;
    const entry = pending.find(question.key);
    if (!question.isTouched) {
      if (!entry) return;
      if (question.holds(entry.fields)) {
        pending.drop(question.key);
        return;
      }
      question.fill(entry.fields);
    }
    saver.changed();
    save(saver);
  }

  // A row that the server worded anew must not lose what was chosen in it meanwhile.
  function refill() {
    for (const saver of unsaved()) {
      const entry = pending.find(saver.question.key);
      if (entry && !saver.question.holds(entry.fields)) saver.question.fill(entry.fields);
    }
  }

  form.addEventListener("input", onInput);
  form.addEventListener("change", onChange);
  form.addEventListener("keydown", onKey);
  form.addEventListener("click", onClick);
  form.addEventListener("submit", onSubmit);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-signs-out]")) leaving = true;
  });
  document.addEventListener("htmx:oobAfterSwap", refill);
  window.addEventListener("online", () => unsaved().forEach(save));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved().length > 0) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  form.querySelectorAll("[data-question]").forEach(restore);
})();
