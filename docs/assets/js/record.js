/* The learning record: what the device has kept, on one page to print. */
(function () {
  "use strict";

  const store = window.courseStore;
  const { element } = store;
  const { counted, day } = window.courseProgress;
  const root = document.querySelector("[data-record]");
  if (!root) return;

  const cell = (row, name) => row.querySelector(`[data-cell="${name}"]`);
  const value = (name) => root.querySelector(`[data-fact="${name}"] .record-value`);

  const fields = {};

  /* Saved when the reader goes on, not at every key; and when the page goes away. */
  function save() {
    const changed = Object.entries(fields).filter(([key, input]) => input.value !== store.record.person[key]);
    if (!changed.length) return;
    store.update((record) => {
      for (const [key, input] of changed) record.person[key] = input.value;
      record.person.at = store.stamp(record.person.at);
    });
  }

  function field(tag, name, attributes) {
    fields[name] = element(tag, { id: `record-${name}`, ...attributes });
    fields[name].addEventListener("change", save);
    return fields[name];
  }

  value("name").replaceChildren(
    field("input", "name", { "aria-label": "Name", type: "text", maxlength: "120", autocomplete: "name" }));
  for (const slot of root.querySelectorAll("[data-field]")) {
    const key = slot.dataset.field;
    const input = field("textarea", key, { "aria-labelledby": `record-${key}-label`, rows: "4", maxlength: "600" });
    slot.before(input);
    // A text field shows four lines; on paper the paragraph stands in its place, as long as it is.
    const copy = () => { slot.textContent = input.value; };
    input.addEventListener("input", copy);
    window.addEventListener("beforeprint", copy);
  }
  window.addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  const print = element("button", { type: "button", class: "button button-first" }, "Print this record");
  print.addEventListener("click", () => window.print());
  root.prepend(element("div", { class: "buttons" }, print));

  function show() {
    let minutes = 0;
    for (const row of root.querySelectorAll("tr[data-chapter]")) {
      const counts = counted(row);
      cell(row, "objectives").textContent = `${counts.objectivesMet} of ${counts.objectives}`;
      cell(row, "questions").textContent = `${counts.right} of ${counts.questions}`;
      cell(row, "date").textContent = counts.answered ? day(counts.at) : "–";
      if (counts.met) minutes += Number(row.dataset.minutes);
    }
    const results = store.record.results;
    const best = results.filter((item) => item.pass).pop() || results[results.length - 1];
    value("assessment").textContent = best
      ? `${best.right} of ${best.of} right (${Math.floor((100 * best.right) / best.of)}%), ${best.pass ? "passed" : "not passed"}, ${day(best.at)}, version ${best.edition}`
      : "not taken";
    value("minutes").textContent = `${minutes} minutes in chapters whose questions were all answered right`;
    value("date").textContent = day(Date.now());
    for (const [key, input] of Object.entries(fields)) {
      if (document.activeElement !== input) {
        input.value = store.record.person[key];
        input.dispatchEvent(new Event("input"));
      }
    }
  }
  root.querySelectorAll(".store-note").forEach((note) => store.noteIn(note));
  show();
  store.onChange(show);
})();
