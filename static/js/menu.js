// The menu of small screens, and disclosures that close on Escape and on a click elsewhere.
(function () {
  "use strict";

  const button = document.querySelector("[data-menu]");
  const menu = document.getElementById("menu");

  function open(wanted) {
    button.setAttribute("aria-expanded", String(wanted));
    menu.classList.toggle("is-open", wanted);
  }

  function closeDisclosures(except) {
    for (const disclosure of document.querySelectorAll("details[data-closes][open]")) {
      if (!disclosure.contains(except)) disclosure.open = false;
    }
  }

  function escape() {
    const disclosure = document.activeElement.closest("details[data-closes][open]");
    if (disclosure) disclosure.querySelector("summary").focus();
    closeDisclosures(null);
    if (button && button.getAttribute("aria-expanded") === "true") {
      open(false);
      button.focus();
    }
  }

  if (button) button.addEventListener("click", () => open(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("click", (event) => closeDisclosures(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") escape();
  });
})();
