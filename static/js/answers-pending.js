// Answers that the server has not acknowledged, kept in the browser by person, response and question.
(function () {
  "use strict";

  const PREFIX = "tacit:pending:"; // forms.js removes these on signing out

  function attempt(action) {
    try {
      return action();
    } catch {
      return null; // storage is full or switched off; the answer is still on the page
    }
  }

  // Store for one person and response. An entry is {fields: [[name, value]]}, the fields as they would be sent.
  window.tacitPending = function (person, response) {
    const scope = `${PREFIX}${person}:${response}:`;
    return {
      keep: (question, fields) => attempt(() => localStorage.setItem(scope + question, JSON.stringify({ fields }))),
      drop: (question) => attempt(() => localStorage.removeItem(scope + question)),
      find: (question) => attempt(() => JSON.parse(localStorage.getItem(scope + question))),
    };
  };
})();
