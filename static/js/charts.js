// Draws the figures that the server wrote as JSON, in the colours of the theme, wide or narrow, and saves them as PNG.
(function () {
  "use strict";

  const CONFIG = { displayModeBar: false, showSendToCloud: false, responsive: true, scrollZoom: false, doubleClick: false };
  const TOKEN = /var\((--[\w-]+)\)/g;
  const narrow = window.matchMedia("(max-width: 767.98px)");

  function resolve(value, style) {
    if (typeof value === "string") {
      return value.replace(TOKEN, (_, token) => style.getPropertyValue(token).trim());
    }
    if (Array.isArray(value)) return value.map((item) => resolve(item, style));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, style)]));
  }

  // What every figure shares; a figure's own layout wins.
  function withDefaults(layout) {
    const font = { family: getComputedStyle(document.body).fontFamily, size: 13, color: "var(--ink-2)" };
    const light = { ...font, color: "var(--surface)" };
    const hover = { bgcolor: "var(--ink)", bordercolor: "var(--ink)", font: light, align: "left" };
    const paper = { paper_bgcolor: "var(--surface)", plot_bgcolor: "var(--surface)" };
    const quiet = { showlegend: false, dragmode: false, hovermode: "closest", autosize: true };
    const own = { ...layout };
    if (own.polar) own.polar = { bgcolor: "var(--surface)", ...own.polar };
    return { ...paper, ...quiet, ...own, font: { ...font, ...own.font }, hoverlabel: { ...hover, ...own.hoverlabel } };
  }

  function read(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  // A trace whose texts are lists of names holds each name once.
  function withNames(trace) {
    if (!trace.meta || !trace.meta.names) return trace;
    const said = (part) => (typeof part === "number" ? trace.meta.names[part] : part);
    return { ...trace, text: trace.customdata.map((parts) => parts.map(said).join("<br>")) };
  }

  function isObject(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
  }

  // The narrow figure holds what differs from the wide one, property by property.
  function laidOver(wide, own) {
    if (own === undefined) return wide;
    if (!isObject(wide) || !isObject(own)) return own;
    const changed = Object.entries(own).map(([key, value]) => [key, laidOver(wide[key], value)]);
    return { ...wide, ...Object.fromEntries(changed) };
  }

  function figureOf(figure) {
    const wide = read(figure.dataset.chart);
    const own = narrow.matches && figure.dataset.chartNarrow ? read(figure.dataset.chartNarrow) : { data: [], layout: {} };
    const data = wide.data.map((trace, place) => withNames(laidOver(trace, own.data[place])));
    const layout = withDefaults(laidOver(wide.layout, own.layout));
    return resolve({ data, layout }, getComputedStyle(figure));
  }

  async function draw(figure) {
    const { data, layout } = figureOf(figure);
    await Plotly.react(figure.querySelector("[data-plot]"), data, layout, CONFIG);
    figure.classList.add("is-drawn");
  }

  function savePicture(figure) {
    const plot = figure.querySelector("[data-plot]");
    const { width, height } = plot.getBoundingClientRect();
    const filename = figure.dataset.chartName || figure.dataset.chart;
    Plotly.downloadImage(plot, { format: "png", filename, width, height, scale: 2 });
  }

  const FIGURES = "figure[data-chart]";

  // What is closed has no size to draw into; it is drawn when it is opened.
  function isOpen(figure) {
    return !figure.closest("details:not([open])");
  }

  function drawAll() {
    for (const figure of document.querySelectorAll(FIGURES)) if (isOpen(figure)) draw(figure);
  }

  function drawNew(part) {
    if (part.matches(FIGURES) && isOpen(part)) draw(part);
    for (const figure of part.querySelectorAll(FIGURES)) if (isOpen(figure)) draw(figure);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-png]");
    if (button) savePicture(button.closest(FIGURES));
  });
  // The event of a disclosure does not rise, so it is caught on its way down.
  document.addEventListener("toggle", (event) => {
    if (event.target.open) drawNew(event.target);
  }, true);
  // What htmx brings in is drawn, what it takes away is let go; the page itself is drawn below.
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) drawNew(event.target);
  });
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    const left = event.target; // an element, or a text between elements
    if (left instanceof Element && left.matches("[data-plot]")) Plotly.purge(left);
  });
  window.addEventListener("themechange", drawAll);
  narrow.addEventListener("change", drawAll);
  drawAll();
})();
