/* What has been answered, on the syllabus and on the progress page. */
(function () {
  "use strict";

  const store = window.courseStore;
  const { element } = store;

  const counted = ({ dataset }) => store.counted(dataset.questions, dataset.objectives);

  /* A time as a date in the language of the page; "" for none. */
  const day = (at) => (at ? new Date(at).toLocaleDateString(document.documentElement.lang || "en", { year: "numeric", month: "long", day: "numeric" }) : "");

  window.courseProgress = { counted, day };

  function chapters(root) {
    const items = [...root.querySelectorAll("li[data-chapter]")];
    const sums = { questions: 0, answered: 0, right: 0, minutes: 0, objectives: 0, met: 0 };
    for (const item of items) {
      const counts = counted(item);
      for (const entry of item.querySelectorAll("li[data-objective]")) {
        const own = counted(entry);
        entry.querySelector(".progress-state").textContent = own.met ? `✓ met ${day(own.at)}` : own.answered ? "begun" : "";
      }
      const state = item.querySelector(".progress-state");
      item.dataset.state = counts.met ? "done" : counts.answered ? "begun" : "open";
      state.textContent = counts.answered
        ? `${counts.met ? "✓ " : ""}${counts.right} of ${counts.questions} right, ${counts.answered} answered, ${counts.objectivesMet} of ${counts.objectives} objectives met`
        : "";
      for (const name of ["questions", "answered", "right"]) sums[name] += counts[name];
      sums.minutes += counts.met ? Number(item.dataset.minutes) : 0;
      sums.objectives += counts.objectives;
      sums.met += counts.objectivesMet;
    }
    const sum = root.querySelector(".progress-sum");
    if (sum) {
      sum.textContent = `${sums.answered} of ${sums.questions} questions answered, ${sums.right} right. `
        + `${sums.met} of ${sums.objectives} objectives met. ${sums.minutes} minutes in chapters that are done.`;
    }
    return items;
  }

  /* The chapter that was opened last; where it is done, the first one after it that is not. Only links that the page itself has. */
  function goOn(items) {
    const link = document.querySelector("[data-continue]");
    const last = store.record.last;
    if (!items.length || !last) return;
    const from = items.findIndex((item) => item.dataset.chapter === last.page);
    if (from < 0) return;
    const next = [...items.slice(from), ...items.slice(0, from)].find((item) => item.dataset.state !== "done") || items[from];
    const target = next.querySelector("a");
    if (link) {
      link.href = target.href;
      link.textContent = `Continue: ${target.textContent}`;
    }
    for (const item of items) item.removeAttribute("data-continue-here");
    next.dataset.continueHere = "";
  }

  /* Answers that were wrong and sure, each with the section that teaches its objective. */
  function looks(root) {
    const list = root.querySelector("ul");
    list.replaceChildren();
    for (const entry of document.querySelectorAll(".progress li[data-objective]")) {
      for (const id of counted(entry).looks) {
        const section = entry.querySelector("a");
        const question = element("a", { href: `${section.href.split("#")[0]}#${id}` }, "the question");
        list.append(element("li", {}, element("a", { href: section.href }, section.textContent), " · ", question));
      }
    }
    root.querySelector("[role=status]").textContent = list.children.length
      ? "You were sure of these answers, and they were wrong. Read the section, then answer again on another visit."
      : "Nothing yet: no answer was wrong and sure.";
  }

  function myData(root) {
    const status = root.querySelector("[role=status]");
    const save = element("button", { type: "button", class: "button button-first" }, "Save my progress as a file");
    const label = element("label", { class: "my-data-file" }, "Read a saved file: ");
    const file = element("input", { type: "file", accept: ".json,application/json" });
    const remove = element("button", { type: "button", class: "button" }, "Delete everything on this device");
    const really = element("button", { type: "button", class: "button button-danger", hidden: "" }, "Yes, delete it all");
    const keep = element("button", { type: "button", class: "button", hidden: "" }, "No, keep it");
    label.append(file);
    status.textContent = "";
    status.before(element("div", { class: "buttons" }, save), label, element("div", { class: "buttons" }, remove, really, keep));

    save.addEventListener("click", () => {
      const address = URL.createObjectURL(new Blob([store.exported()], { type: "application/json" }));
      const link = element("a", { href: address, download: "botox-training-progress.json" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
      status.textContent = "The file was handed to your browser.";
    });
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      const chosen = file.files[0];
      if (chosen.size > 5e6) status.textContent = "Nothing was changed: the file is too large to be your progress.";
      else {
        try {
          status.textContent = store.imported(await chosen.text());
        } catch {
          status.textContent = "Nothing was changed: the file cannot be read.";
        }
      }
      file.value = "";
    });
    function ask(asking) {
      remove.hidden = asking;
      really.hidden = keep.hidden = !asking;
      (asking ? keep : remove).focus();
    }
    remove.addEventListener("click", () => {
      ask(true);
      status.textContent = "Answers, attempts, name and notes will be gone from this device.";
    });
    keep.addEventListener("click", () => {
      ask(false);
      status.textContent = "Nothing was deleted.";
    });
    really.addEventListener("click", () => {
      store.clear();
      ask(false);
      status.textContent = store.message || "Everything was deleted from this device.";
    });
  }

  const roots = [...document.querySelectorAll("[data-progress]")];
  function show() {
    for (const root of roots) goOn(chapters(root));
    document.querySelectorAll("[data-another-look]").forEach(looks);
  }
  document.querySelectorAll("[data-my-data]").forEach(myData);
  document.querySelectorAll(".progress .store-note").forEach((note) => store.noteIn(note));
  show();
  store.onChange(show);
})();
