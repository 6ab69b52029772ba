// Light or dark before the first paint: the person's choice, else the system's. Loaded in the head without defer.
(function () {
  "use strict";

  const KEY = "tacit:theme";
  const ORDER = ["system", "light", "dark"];
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function choice() {
    try {
      const stored = localStorage.getItem(KEY);
      return ORDER.includes(stored) ? stored : "system";
    } catch {
      return "system"; // storage is switched off
    }
  }

  function remember(chosen) {
    try {
      if (chosen === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, chosen);
    } catch {
      // The choice then holds until the next page.
    }
  }

  function show(theme) {
    if (root.dataset.bsTheme === theme) return;
    root.dataset.bsTheme = theme;
    window.dispatchEvent(new CustomEvent("themechange", { detail: { theme } }));
  }

  function resolved(chosen) {
    if (chosen !== "system") return chosen;
    return system.matches ? "dark" : "light";
  }

  function label(button, chosen) {
    button.dataset.chosen = chosen;
    button.setAttribute("aria-label", button.dataset[`label${chosen[0].toUpperCase()}${chosen.slice(1)}`]);
  }

  function next(button) {
    const chosen = ORDER[(ORDER.indexOf(button.dataset.chosen) + 1) % ORDER.length];
    remember(chosen);
    label(button, chosen);
    show(resolved(chosen));
  }

  root.classList.add("js");
  show(resolved(choice()));
  system.addEventListener("change", () => show(resolved(choice())));
  window.addEventListener("beforeprint", () => show("light"));
  window.addEventListener("afterprint", () => show(resolved(choice())));
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      label(button, choice());
      button.addEventListener("click", () => next(button));
    }
  });
})();
