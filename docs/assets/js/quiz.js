/* The questions of a chapter: choose, say how sure you are, submit, read why.

   The markup is the server's; without this script each question has its answer in a <details>. Nothing here makes
   HTML out of data: texts are set as text, reasons are copies of what the page holds. */
(function () {
  "use strict";

  const store = window.courseStore;
  const { element } = store;
  const loaded = Date.now();

  const chosen = (quiz) => [...quiz.querySelectorAll(".quiz-option input:checked")].map((input) => input.value).sort();
  /* Reasons come in the order of the options, which the final assessment changes: each takes the value of its own. */
  for (const quiz of document.querySelectorAll(".quiz")) {
    const inputs = quiz.querySelectorAll(".quiz-option input");
    quiz.querySelectorAll(".quiz-answer > ol > li").forEach((item, index) => { item.dataset.value = inputs[index].value; });
  }

  const reasons = (quiz) => [...quiz.querySelectorAll(".quiz-answer li[data-value]")];
  const correct = (quiz) => reasons(quiz).filter((item) => item.hasAttribute("data-correct")).map((item) => item.dataset.value).sort();

  /* Verdict and reason inside the options named in `values`; they go again with `values` empty. */
  function explain(quiz, values) {
    for (const option of quiz.querySelectorAll(".quiz-option")) {
      const input = option.querySelector("input");
      const item = reasons(quiz).find((other) => other.dataset.value === input.value);
      const shown = values.includes(input.value) && item;
      option.classList.remove("right", "wrong");
      option.querySelector(".quiz-why")?.remove();
      input.removeAttribute("aria-describedby");
      if (!shown) continue;
      const right = item.hasAttribute("data-correct");
      const why = element("div", { class: "quiz-why", id: `${quiz.id}--${input.value}-why` }, element("strong", {}, right ? "✓ Right. " : "✗ Not this one. "));
      why.append(...item.querySelector(".quiz-reason").cloneNode(true).childNodes);
      option.classList.add(right ? "right" : "wrong");
      option.append(why);
      input.setAttribute("aria-describedby", why.id);
    }
  }

  /* What was right and what was not, in words. */
  function verdict(picked, wanted) {
    if (String(picked) === String(wanted)) return "Right.";
    const hits = picked.filter((value) => wanted.includes(value)).length;
    if (wanted.length === 1) return "Not right. Read why, then try again.";
    const missing = wanted.length - hits ? " A right answer is missing." : "";
    const wrong = picked.length - hits ? " Not every choice is right." : "";
    return `Not right yet.${wrong}${missing}`;
  }

  function enliven(quiz) {
    const id = quiz.id;
    const form = quiz.querySelector("form");
    const fieldset = quiz.querySelector("fieldset");
    const inputs = [...quiz.querySelectorAll(".quiz-option input")];
    const status = quiz.querySelector(".quiz-status");
    const again = quiz.querySelector(".quiz-read");
    const submit = element("button", { type: "submit", class: "button button-first" }, "Check the answer");
    const retry = element("button", { type: "button", class: "button button-first" }, "Try again");
    const all = element("button", { type: "button", class: "button" }, "Show all reasons");
    let shownAt = 0; // of the stored answer that is on the page
    const sureness = element("fieldset", { class: "quiz-sure" }, element("legend", {}, "How sure are you? (optional)"));
    for (const [value, label] of [["yes", "Sure"], ["no", "Not sure"]]) {
      sureness.append(element("label", {}, element("input", { type: "radio", name: `${id}-sure`, value }), label));
    }
    fieldset.after(sureness);
    status.after(element("div", { class: "buttons" }, submit, retry, all));

    function open() {
      explain(quiz, []);
      for (const input of inputs) input.disabled = false;
      for (const other of [retry, all]) other.hidden = true;
      for (const other of [submit, sureness]) other.hidden = false;
      if (again) again.hidden = true;
      quiz.removeAttribute("data-done");
      status.textContent = "";
    }

    function close(picked, said) {
      const right = String(picked) === String(correct(quiz));
      explain(quiz, picked);
      for (const input of inputs) input.disabled = true;
      for (const other of [submit, sureness]) other.hidden = true;
      retry.hidden = false;
      retry.textContent = right ? "Answer again" : "Try again";
      all.hidden = !right || picked.length === inputs.length;
      if (again) again.hidden = right;
      quiz.dataset.done = right ? "right" : "wrong";
      status.textContent = said;
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const picked = chosen(quiz);
      if (!picked.length) {
        status.textContent = "Choose an answer first.";
        inputs[0].focus();
        return;
      }
      const right = String(picked) === String(correct(quiz));
      const sure = sureness.querySelector("input:checked");
      store.update((record) => {
        const before = record.answers[id];
        const now = store.stamp(before?.at);
        shownAt = now;
        const kept = { v: quiz.dataset.version, c: picked, ok: right, at: now };
        if (sure) kept.sure = sure.value === "yes";
        // A sure mistake stays on the list until the question is answered right on a later visit.
        if (!right && kept.sure) kept.miss = now;
        else if (before && before.miss && !(right && before.miss < loaded)) kept.miss = before.miss;
        record.answers[id] = kept;
      });
      close(picked, verdict(picked, correct(quiz)));
      retry.focus();
    });
    function reset() {
      for (const input of quiz.querySelectorAll("input")) input.checked = false;
      open();
    }

    retry.addEventListener("click", () => {
      reset();
      inputs[0].focus();
    });
    all.addEventListener("click", () => {
      explain(quiz, inputs.map((input) => input.value));
      all.hidden = true;
      status.textContent = "The reasons stand under every option.";
      retry.focus();
    });

    function restore() {
      const kept = store.record.answers[id];
      shownAt = kept?.at || 0;
      const values = inputs.map((input) => input.value);
      if (!kept) return quiz.dataset.done ? reset() : open();
      if (kept.v !== quiz.dataset.version || !kept.c.length || !kept.c.every((value) => values.includes(value))) {
        open();
        status.textContent = "This question has changed since you answered. Your earlier answer no longer counts.";
        return undefined;
      }
      for (const input of inputs) input.checked = kept.c.includes(input.value);
      return close(kept.c.slice().sort(), kept.ok ? "You answered this right." : "Your last answer was not right.");
    }
    quiz.classList.add("quiz-live");
    restore();
    // Another tab has answered, or everything was deleted.
    store.onChange(() => {
      const kept = store.record.answers[id];
      if ((!kept && quiz.dataset.done) || (kept && kept.at !== shownAt && document.hidden)) restore();
    });
  }

  window.courseQuiz = { chosen, correct, explain };
  if (document.querySelector("[data-exam]")) return; // the final assessment has a script of its own

  const quizzes = document.querySelectorAll(".quiz");
  quizzes.forEach(enliven);
  const note = element("p", { class: "store-note", role: "status" });
  quizzes[0]?.before(note);
  store.noteIn(note);
  // Browsers that print a closed <details> empty.
  const answers = [...document.querySelectorAll(".quiz-answer")];
  window.addEventListener("beforeprint", () => answers.forEach((answer) => { answer.open = true; }));
  window.addEventListener("afterprint", () => answers.forEach((answer) => { answer.open = false; }));
  const page = document.querySelector("[data-chapter-page]")?.dataset.chapterPage;
  if (page) store.update((record) => { record.last = { page, at: Date.now() }; });
})();
