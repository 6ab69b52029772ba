// Explanations of terms: Escape dismisses them, and they never leave the window. Hover and focus are done in CSS.
(function () {
  "use strict";

  const MARGIN = 8;

  function keepInside(box) {
    const tip = box.querySelector(".term-tip");
    tip.style.setProperty("--shift", "0px");
    const { left, right } = tip.getBoundingClientRect();
    const beyond = right + MARGIN - document.documentElement.clientWidth;
    const shift = Math.max(beyond > 0 ? -beyond : 0, MARGIN - left);
    if (beyond > 0 || left < MARGIN) tip.style.setProperty("--shift", `${Math.round(shift)}px`);
  }

  function boxOf(event) {
    return event.target instanceof Element ? event.target.closest(".term-box") : null;
  }

  function shown(event) {
    const box = boxOf(event);
    if (box && !box.contains(event.relatedTarget)) keepInside(box);
  }

  function left(event) {
    const box = boxOf(event);
    if (box && !box.contains(event.relatedTarget)) box.classList.remove("is-dismissed");
  }

  document.addEventListener("pointerover", shown);
  document.addEventListener("focusin", shown);
  document.addEventListener("pointerout", left);
  document.addEventListener("focusout", left);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelectorAll(".term-box:hover, .term-box:focus-within");
    for (const box of open) box.classList.add("is-dismissed");
  });
})();
