"use strict";

// Marks are kept on this device until the server shows the same: a page that loads with a stored mark
// still different from the server's offers it again, with what was seen when it was chosen, so that the
// server can tell a change made by somebody else meanwhile.
const probe = document.currentScript.src;
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("register");
  if (!form) return;
  const key = `register-${form.dataset.register}`;
  const banner = form.querySelector("[data-unsaved]");
  const original = new Map();
  let lost = false;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  };
  const write = (marks) => {
    try {
      if (Object.keys(marks).length) localStorage.setItem(key, JSON.stringify(marks));
      else localStorage.removeItem(key);
    } catch {
      // A private window without storage: the form still works.
    }
  };
  const seen = (row) => form.elements[`seen-${row}`];
  const radios = (row) => form.querySelectorAll(`input[name="mark-${CSS.escape(row)}"]`);
  const chosen = (row) => [...radios(row)].find((radio) => radio.checked)?.value || "";

  const kept = read();
  for (const hidden of form.querySelectorAll("input[name^='seen-']")) {
    const row = hidden.name.slice(5);
    original.set(row, hidden.value);
    const mine = kept[row];
    const clash = hidden.closest(".c-person--clash");
    if (!mine) {
      // Tapped before this script ran: no event told of it.
      const mark = chosen(row);
      if (!clash && mark !== hidden.value) kept[row] = { mark, seen: hidden.value };
      continue;
    }
    if (clash || mine.mark === hidden.value) {
      delete kept[row];
      continue;
    }
    hidden.value = mine.seen;
    for (const radio of radios(row)) radio.checked = radio.value === mine.mark;
  }
  for (const row of Object.keys(kept)) if (!original.has(row)) delete kept[row];
  write(kept);

  const show = () => {
    const counts = { all: original.size, "": 0 };
    for (const row of original.keys()) {
      const mark = chosen(row);
      counts[mark] = (counts[mark] || 0) + 1;
    }
    for (const total of document.querySelectorAll("[data-total]")) {
      total.textContent = counts[total.dataset.total] || 0;
    }
    const number = Object.keys(read()).length;
    const marks = number === 1 ? "1 mark is" : `${number} marks are`;
    let text = "";
    if (number && (lost || !navigator.onLine)) {
      text = `No connection. ${marks} not saved yet and kept on this device. Save when you are back online.`;
    } else if (number) {
      text = `${marks} not saved yet. Press Save.`;
    }
    if (banner.textContent !== text) banner.textContent = text;
  };

  form.addEventListener("change", (event) => {
    const row = event.target.name.replace(/^mark-/, "");
    const marks = read();
    if (event.target.value === original.get(row) && seen(row).value === original.get(row)) {
      delete marks[row];
    } else {
      marks[row] = { mark: event.target.value, seen: seen(row).value };
    }
    write(marks);
    show();
  });

  // Asks the server first whether it is there: a form sent into a dead network would lose the page.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    fetch(probe, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10000) })
      .then(() => {
        if (button?.name) {
          const pressed = document.createElement("input");
          Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
          form.append(pressed);
        }
        form.submit();
      })
      .catch(() => {
        lost = true;
        show();
      });
  });

  for (const occasion of ["online", "offline"]) {
    addEventListener(occasion, () => {
      lost = occasion === "offline";
      show();
    });
  }
  show();
});
