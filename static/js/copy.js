// Copies a link; where the browser does not let pages do that, its button stays hidden.
(function () {
  "use strict";

  if (!navigator.clipboard) return;

  async function copy(button) {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
      button.nextElementSibling.textContent = button.dataset.copied;
    } catch {
      field.select(); // to be copied by hand
    }
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
})();
