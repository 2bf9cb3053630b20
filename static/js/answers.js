"use strict";

// Keeps a form as it is answered: what changed is sent in the background a moment later, one request at a time.
// Without this script “Save and go on later” does the same.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-answers]");
  if (!form) return;
  const state = form.querySelector("[data-state]");
  const progress = form.querySelector("[data-progress]");
  const questions = [...form.querySelectorAll("[data-question]")];
  const barriers = form.querySelector("[data-barriers]");
  const PAUSE = 600;
  let timer = 0;
  let busy = false;
  let again = false;
  let sending = false;

  const filled = (control) =>
    ["radio", "checkbox"].includes(control.type) ? control.checked : control.value.trim() !== "";
  const count = () => {
    const done = questions.filter((each) =>
      [...each.querySelectorAll("input, select, textarea")].some(filled),
    ).length;
    progress.textContent = `${done} of ${questions.length} answered.`;
  };
  const showBarriers = () => {
    if (!barriers) return;
    const chosen = form.querySelector("[data-review] input:checked");
    barriers.hidden = !chosen || chosen.value === "done";
  };

  const save = async () => {
    if (sending) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    state.textContent = "Saving…";
    const data = new FormData(form);
    data.set("save", "1");
    try {
      const answer = await fetch(window.location.href, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (answer.ok) state.textContent = "Saved.";
      else state.textContent = answer.status === 409 ? await answer.text() : "Not saved yet. Press Save.";
    } catch {
      state.textContent = "No connection: not saved yet. Keep this page open.";
    }
    busy = false;
    if (again) {
      again = false;
      save();
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("change", () => {
    count();
    showBarriers();
    soon();
  });
  form.addEventListener("input", (event) => {
    if (event.target.type === "textarea") soon();
  });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
  });
  addEventListener("online", soon);
  addEventListener("pageshow", (event) => {
    if (event.persisted) sending = false;
  });
  count();
  showBarriers();
});
