// The form of the rules: rows come and go without losing one's place, and open parts stay open.
// Without this script each button sends the whole form and the page comes back with what was typed.
(() => {
  "use strict";
  const form = document.getElementById("rules");
  if (!form) return;

  const FIELDS = "input:not([type=hidden]), select, textarea";
  const ADD_BUTTON = ":scope > .rules-list > button";

  const opened = () =>
    [...form.querySelectorAll("details[data-fold][open]")].map((fold) => fold.dataset.fold).join(" ");

  const open = (hash) => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    for (let each = target; each && each !== form; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
    }
    target.scrollIntoView({ block: "start" });
  };

  form.addEventListener("formdata", (event) => event.formData.set("opened", opened()));

  // The words beside a rule are those of the last check.
  form.addEventListener("input", (event) => {
    const fold = event.target.closest("details[data-fold]");
    if (fold) fold.classList.add("is-stale");
  });

  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) setTimeout(() => open(link.hash));
  });

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || !["add", "remove", "raise"].includes(button.name)) return;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("rules");
      if (!answer.ok || !fresh) throw new Error("no form");
      form.replaceChildren(...fresh.childNodes);
      const place = document.getElementById(fresh.dataset.lookAt || "");
      const next = place && place.querySelector(button.name === "add" ? FIELDS : ADD_BUTTON);
      if (next) next.focus();
    } catch {
      const chosen = document.createElement("input");
      Object.assign(chosen, { type: "hidden", name: button.name, value: button.value });
      form.append(chosen);
      form.submit();
    } finally {
      form.removeAttribute("aria-busy");
    }
  });

  if (form.dataset.lookAt) open(`#${form.dataset.lookAt}`);
  else if (window.location.hash) open(window.location.hash);
})();
