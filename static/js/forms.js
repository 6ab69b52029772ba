// Forms: one submission per click, questions before what cannot be undone, focus on errors, answers forgotten in time.
(function () {
  "use strict";

  const BUSY_MS = 10000; // a form that answers with a file leaves the page as it is
  const PENDING = "tacit:pending:";

  function release(form) {
    delete form.dataset.busy;
    for (const button of form.querySelectorAll("[aria-disabled='true'][type='submit']")) {
      button.removeAttribute("aria-disabled");
    }
  }

  // The button is not disabled: its name and value belong to what is sent.
  function occupy(form, submitter) {
    form.dataset.busy = "true";
    if (submitter) submitter.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), BUSY_MS);
  }

  function refused(form, submitter) {
    const question = (submitter && submitter.dataset.confirm) || form.dataset.confirm;
    return form.dataset.busy === "true" || (question && !window.confirm(question));
  }

  // SECURITY: unsent answers must not stay on a shared computer, nor those of a response that is withdrawn.
  function forgetAnswers(response = "") {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(PENDING) && key.includes(response));
      for (const key of keys) localStorage.removeItem(key);
    } catch {
      // Without storage nothing was kept.
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (refused(form, event.submitter)) {
      event.preventDefault();
      return;
    }
    if (form.matches("[data-signs-out]")) forgetAnswers();
    if (form.dataset.forgets) forgetAnswers(`:${form.dataset.forgets}:`);
    if (form.method === "post") occupy(form, event.submitter);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-busy]")) release(form);
  });
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
