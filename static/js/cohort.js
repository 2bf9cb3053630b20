"use strict";

document.documentElement.classList.add("c-script");

document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector(".govuk-error-summary");
  if (summary) {
    summary.focus();
  }

  for (const link of document.querySelectorAll(".govuk-error-summary a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
      (field.closest("fieldset") || label || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  for (const toggle of document.querySelectorAll(".c-filters__toggle")) {
    toggle.addEventListener("click", () => {
      const open = toggle.getAttribute("aria-expanded") === "true";
      toggle.setAttribute("aria-expanded", String(!open));
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => window.print());
  }
});

// A second press within two seconds is a double click, not a second wish; the server is safe either way.
const sentAt = new WeakMap();
document.addEventListener("submit", (event) => {
  const now = Date.now();
  if (now - (sentAt.get(event.target) || 0) < 2000) {
    event.preventDefault();
    return;
  }
  sentAt.set(event.target, now);
});
