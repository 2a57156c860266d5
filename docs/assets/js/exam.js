/* The final assessment: an attempt drawn from the questions of the page, submitted as a whole, then shown with reasons. */
(function () {
  "use strict";

  const store = window.courseStore;
  const { chosen, correct, element, explain } = window.courseQuiz;
  const { random, order, draw, score } = window.courseDraw;

  const panel = document.querySelector("[data-exam][data-draw]");
  const quizzes = [...document.querySelectorAll(".quiz")];
  if (!panel || !quizzes.length) return;
  const byId = new Map(quizzes.map((quiz) => [quiz.id, quiz]));
  const chapters = JSON.parse(panel.dataset.chapters);
  const blueprint = JSON.parse(panel.dataset.blueprint);
  const passing = Number(panel.dataset.pass);
  const total = Number(panel.dataset.draw);

  // Everything below the panel is the bank: it waits out of sight until a question is drawn.
  const bank = element("div", { class: "exam-bank", hidden: "" });
  while (panel.nextSibling) bank.append(panel.nextSibling);
  const view = element("div", { class: "exam-view" });
  const linked = element("div", { class: "exam-linked" });
  const note = element("p", { class: "store-note", role: "status" });
  panel.replaceChildren(note, view);
  panel.after(linked, bank);
  store.noteIn(note);
  for (const quiz of quizzes) {
    quiz.classList.add("quiz-live");
    quiz.dataset.order = inputs(quiz).map((input) => input.value).join(" ");
    quiz.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    quiz.querySelector("fieldset").addEventListener("change", () => keep(quiz));
  }

  function inputs(quiz) { return [...quiz.querySelectorAll(".quiz-option input")]; }
  const answered = (attempt) => attempt.ids.filter((id) => attempt.answers[id]?.c.length);
  const share = (right, of) => `${right} of ${of} (${of ? Math.floor((100 * right) / of) : 0}%)`;
  const button = (text, act, second) => {
    const made = element("button", { type: "button", class: second ? "button" : "button button-first" }, text);
    made.addEventListener("click", act);
    return made;
  };

  function dress(quiz, values, picked) {
    const fieldset = quiz.querySelector("fieldset");
    const options = new Map(inputs(quiz).map((input) => [input.value, input.closest(".quiz-option")]));
    for (const value of values) if (options.has(value)) fieldset.append(options.get(value));
    explain(quiz, []);
    for (const input of inputs(quiz)) {
      input.disabled = false;
      input.checked = picked.includes(input.value);
    }
    quiz.querySelector(".quiz-status").textContent = "";
    const again = quiz.querySelector(".quiz-read");
    if (again) again.hidden = true;
    return quiz;
  }

  function keep(quiz) {
    store.update((record) => {
      if (!record.attempt?.ids.includes(quiz.id)) return;
      record.attempt.answers[quiz.id] = { v: quiz.dataset.version, c: chosen(quiz) };
      record.attempt.at = Date.now();
    });
    tally();
  }

  /* The attempt that was begun, brought up to the questions as they are now; says in words what that changed. */
  function mended() {
    const attempt = store.record.attempt;
    if (!attempt) return "";
    const gone = attempt.ids.filter((id) => !byId.has(id));
    const changed = attempt.ids.filter((id) => byId.has(id) && attempt.answers[id] && attempt.answers[id].v !== byId.get(id).dataset.version);
    const same = (id) => attempt.orders[id]?.c.slice().sort().join(" ") === byId.get(id).dataset.order.split(" ").sort().join(" ");
    const reordered = attempt.ids.filter((id) => byId.has(id) && !same(id));
    if (!gone.length && !changed.length && !reordered.length) return "";
    store.update((record) => {
      const own = record.attempt;
      own.ids = own.ids.filter((id) => byId.has(id));
      const short = { ...blueprint };
      for (const id of own.ids) short[part(byId.get(id))] -= 1;
      const more = draw(pool().filter(({ id }) => !own.ids.includes(id)), short, record.answers, chance());
      own.ids.push(...more);
      for (const id of changed) delete own.answers[id];
      for (const id of [...more, ...reordered]) own.orders[id] = ordered(byId.get(id), chance());
      own.at = Date.now();
    });
    return "Questions of this attempt have changed since you began it. Answers to them no longer count; answer them again.";
  }

  const chance = () => random(crypto.getRandomValues(new Uint32Array(1))[0]);
  const part = (quiz) => quiz.dataset.chapter.split("/")[0];
  const pool = () => quizzes.filter((quiz) => quiz.dataset.chapter)
    .map((quiz) => ({ id: quiz.id, part: part(quiz), chapter: quiz.dataset.chapter }));
  const ordered = (quiz, of) => ({ c: order(quiz.dataset.order.split(" "), quiz.hasAttribute("data-keep-last"), of) });

  function begin() {
    const of = chance();
    store.update((record) => {
      const ids = draw(pool(), blueprint, record.answers, of);
      const orders = Object.fromEntries(ids.map((id) => [id, ordered(byId.get(id), of)]));
      record.attempt = { at: Date.now(), ids, orders, answers: {} };
    });
    attemptView("", true);
  }

  function introView() {
    bank.append(...quizzes);
    const results = store.record.results.slice().reverse();
    view.replaceChildren(
      element("p", {}, `${total} questions are drawn from ${quizzes.length}, over all parts of the course. You can change every answer until you submit them all. ${passing}% right is a pass. There is no time limit; an attempt that you leave waits on this device.`),
      element("div", { class: "buttons" }, button(results.length ? "Begin a new attempt" : "Begin", begin)));
    if (!results.length) return;
    const list = element("ul", {});
    for (const item of results) {
      list.append(element("li", {}, `${new Date(item.at).toLocaleDateString(document.documentElement.lang || "en")}: ${share(item.right, item.of)}, ${item.pass ? "passed" : "not passed"}`));
    }
    view.append(element("h2", {}, "Earlier attempts"), list);
  }

  let count = null;
  let missing = null;

  function tally() {
    const attempt = store.record.attempt;
    if (!attempt || !count) return;
    const done = answered(attempt);
    count.textContent = `${done.length} of ${attempt.ids.length} answered`;
    const open = attempt.ids.map((id, index) => [id, index + 1]).filter(([id]) => !done.includes(id));
    missing.replaceChildren(...(open.length ? ["Not answered yet: "] : ["Every question has an answer."]));
    open.forEach(([id, number], index) => {
      missing.append(index ? ", " : "", element("a", { href: `#${id}`, "aria-label": `Question ${number}` }, String(number)));
    });
  }

  function attemptView(said, focus) {
    const attempt = store.record.attempt;
    bank.append(...quizzes);
    const list = element("div", { class: "exam-questions" });
    attempt.ids.forEach((id, index) => {
      const head = element("h2", { class: "exam-number", tabindex: "-1" }, `Question ${index + 1} of ${attempt.ids.length}`);
      list.append(head, dress(byId.get(id), attempt.orders[id]?.c || [], attempt.answers[id]?.c || []));
    });
    count = element("p", { class: "exam-count", role: "status" });
    missing = element("p", { class: "exam-missing" });
    const submit = button("Submit all answers", () => {
      const open = store.record.attempt.ids.length - answered(store.record.attempt).length;
      if (!open || sure.hidden === false) return finish();
      sure.hidden = false;
      ask.textContent = `${open} ${open === 1 ? "question has" : "questions have"} no answer and will count as wrong.`;
      submit.textContent = "Submit anyway";
      return undefined;
    });
    const ask = element("p", { role: "status" });
    const sure = element("div", { hidden: "" });
    view.replaceChildren(
      ...(said ? [element("p", { class: "exam-said" }, said)] : []),
      count, list,
      element("h2", {}, "Before you submit"), missing, ask, sure,
      element("div", { class: "buttons" }, submit, button("Drop this attempt", () => {
        store.update((record) => { record.closed = Math.max(Date.now(), record.attempt?.at || 0); record.attempt = null; });
        introView();
        view.querySelector("button").focus();
      }, true)));
    tally();
    if (focus) list.querySelector("h2").focus();
  }

  function finish() {
    const { ids, orders, answers } = store.record.attempt;
    const now = Date.now();
    const marked = ids.map((id) => {
      const quiz = byId.get(id);
      const picked = (answers[id]?.c || []).slice().sort();
      return { id, picked, chapter: quiz.dataset.chapter, objective: quiz.dataset.objective, ok: String(picked) === String(correct(quiz)) };
    });
    const result = score(marked, passing);
    store.update((record) => {
      for (const { id, picked, ok } of marked) record.answers[id] = { v: byId.get(id).dataset.version, c: picked, ok, at: now };
      record.results.push({ at: now, right: result.right, of: result.of, pass: result.pass, edition: panel.dataset.edition });
      record.closed = Math.max(now, record.attempt?.at || 0);
      record.attempt = null;
    });
    resultView(marked, orders, result);
  }

  function resultView(marked, orders, result) {
    bank.append(...quizzes);
    count = null;
    const head = element("h2", { tabindex: "-1" }, `${share(result.right, result.of)}: ${result.pass ? "passed" : "not passed"}`);
    const rows = element("tbody", {});
    for (const { chapter, right, of, missed } of result.chapters) {
      const again = element("td", {});
      missed.forEach((objective, index) => {
        const quiz = marked.find((item) => !item.ok && item.objective === objective && item.chapter === chapter);
        const link = byId.get(quiz.id).querySelector(".quiz-read a");
        again.append(index ? ", " : "", element("a", { href: link.href }, link.textContent.split(": ").pop()));
      });
      if (!missed.length) again.append("–");
      rows.append(element("tr", {}, element("th", { scope: "row" }, chapters[`${chapter}`] || chapter), element("td", {}, `${right} of ${of}`), again));
    }
    const table = element("table", { class: "exam-result" },
      element("thead", {}, element("tr", {}, ...["Chapter", "Right", "Read again"].map((text) => element("th", { scope: "col" }, text)))), rows);
    const list = element("div", { class: "exam-questions" });
    marked.forEach(({ id, picked, ok }, index) => {
      const quiz = dress(byId.get(id), orders[id]?.c || [], picked);
      const values = inputs(quiz).map((input) => input.value);
      explain(quiz, values);
      for (const input of inputs(quiz)) input.disabled = true;
      const again = quiz.querySelector(".quiz-read");
      if (again) again.hidden = ok;
      quiz.querySelector(".quiz-status").textContent = ok ? "You answered this right." : picked.length ? "Your answer was not right." : "You gave no answer.";
      list.append(element("h3", { class: "exam-number" }, `Question ${index + 1}: ${ok ? "right" : "not right"}`), quiz);
    });
    view.replaceChildren(
      head,
      element("p", {}, result.pass
        ? "You have shown that you can decide on paper. It does not show that you can inject, and it gives no credit."
        : `A pass takes ${passing}%. Read the sections below, then begin a new attempt: it prefers questions that you have not seen or have missed.`),
      table, element("div", { class: "buttons" }, button("Begin a new attempt", begin)),
      element("h2", {}, "Your answers, with the reasons"), list);
    head.focus();
  }

  /* A link from the citations leads to one question: it is shown by itself, with its answer open. */
  function showLinked() {
    const quiz = byId.get(decodeURIComponent(location.hash.slice(1)));
    if (!quiz || quiz.closest(".exam-view")) return;
    linked.replaceChildren(element("h2", { tabindex: "-1" }, "The question that a link led to"), dress(quiz, quiz.dataset.order.split(" "), []));
    explain(quiz, inputs(quiz).map((input) => input.value));
    for (const input of inputs(quiz)) input.disabled = true;
    linked.querySelector("h2").focus();
    quiz.scrollIntoView();
  }

  const said = mended();
  if (store.record.attempt) attemptView(said);
  else introView();
  window.addEventListener("hashchange", showLinked);
  showLinked();
  store.onChange((record) => {
    // Another tab has answered, submitted, or deleted everything.
    if (!document.hidden) return;
    if (record.attempt) attemptView("");
    else if (count) introView();
  });
})();
