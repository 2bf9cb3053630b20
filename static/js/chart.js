// A chart that can be explored: drawn again in the browser from the description it came with, when asked.
// Without this script, and until then, the chart stands there as an image and its figures in a table.
(() => {
  "use strict";
  const here = document.currentScript;
  const PARTS = [here.dataset.vega, here.dataset.lite, here.dataset.embed];
  const FAILED = "The chart could not be loaded. Its figures are in the table below.";

  const load = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });

  let loaded;
  const library = () => {
    loaded ??= PARTS.reduce((before, part) => before.then(() => load(part)), Promise.resolve());
    return loaded;
  };

  const draw = async (drawing) => {
    await library();
    const isNarrow = window.matchMedia("(max-width: 599px)").matches;
    const spec = JSON.parse(isNarrow ? drawing.dataset.narrow : drawing.dataset.wide);
    const place = document.createElement("div");
    await window.vegaEmbed(place, spec, {
      ast: true, // no code is made from text: the page's policy forbids it
      expr: window.vega.expressionInterpreter,
      actions: false,
      renderer: "svg",
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
    });
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", drawing.dataset.name);
    drawing.replaceChildren(place);
  };

  for (const drawing of document.querySelectorAll("[data-wide]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "c-link-button c-no-print";
    button.textContent = "Explore this chart";
    const said = document.createElement("p");
    said.className = "govuk-body-s";
    said.setAttribute("role", "status");
    said.tabIndex = -1;
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await draw(drawing);
        said.textContent = "Point at a bar, or tap it, to read its figures. All of them are in the table.";
        said.focus(); // the button goes: whoever pressed it by keyboard goes on from here
        button.remove();
      } catch {
        said.textContent = FAILED;
        button.disabled = false;
        loaded = undefined;
      }
    });
    drawing.after(button, said);
  }
})();
