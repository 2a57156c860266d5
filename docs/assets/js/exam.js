/* The final assessment: an attempt drawn from the questions of the page, submitted as a whole, then shown with reasons.

   The record may change under the page: another window answers, submits, drops or begins. So the page remembers which
   attempt it shows (`begun`), and whatever it does to another one is refused with a sentence. */
(function () {
  "use strict";

  const store = window.courseStore;
  const { element } = store;
  const { chosen, correct, explain } = window.courseQuiz;
  const { random, order, draw, score } = window.courseDraw;

  const panel = document.querySelector("[data-exam][data-draw]");
  const quizzes = [...document.querySelectorAll(".quiz")];
  if (!panel || !quizzes.length) return;
  const byId = new Map(quizzes.map((quiz) => [quiz.id, quiz]));
  const chapters = JSON.parse(panel.dataset.chapters);
  const blueprint = JSON.parse(panel.dataset.blueprint);
  const passing = Number(panel.dataset.pass);
  const total = Number(panel.dataset.draw);

  // Below the panel is the bank: out of sight until a question is drawn.
  const bank = element("div", { class: "exam-bank", hidden: "" });
  while (!panel.nextElementSibling.matches(".about-page")) bank.append(panel.nextSibling);
  const view = element("div", { class: "exam-view" });
  const linked = element("div", { class: "exam-linked" });
  const note = element("p", { class: "store-note", role: "status" });
  panel.replaceChildren(note, view);
  panel.after(linked, bank);
  store.noteIn(note);
  // Its headings lead into the bank.
  document.querySelectorAll(".md-sidebar--secondary").forEach((nav) => { nav.hidden = true; });
  for (const quiz of quizzes) {
    quiz.classList.add("quiz-live");
    quiz.dataset.order = inputs(quiz).map((input) => input.value).join(" ");
    quiz.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    quiz.querySelector("fieldset").addEventListener("change", () => keep(quiz));
  }

  let shown = null; // `begun` of the attempt on the page
  let progress = null; // the parts of the page that say how far it is

  function inputs(quiz) { return [...quiz.querySelectorAll(".quiz-option input")]; }
  const current = () => (store.record.attempt?.begun === shown ? store.record.attempt : null);
  const known = (attempt) => attempt.ids.every((id) => byId.has(id));
  const answered = (attempt) => attempt.ids.filter((id) => attempt.answers[id]?.c.length);
  const share = (right, of) => `${right} of ${of} (${of ? Math.floor((100 * right) / of) : 0}%)`;
  const date = (at) => new Date(at).toLocaleDateString(document.documentElement.lang || "en");
  const chance = () => random(crypto.getRandomValues(new Uint32Array(1))[0]);
  const part = (quiz) => quiz.dataset.chapter.split("/")[0];
  const pool = () => quizzes.filter((quiz) => quiz.dataset.chapter)
    .map((quiz) => ({ id: quiz.id, version: quiz.dataset.version, part: part(quiz), chapter: quiz.dataset.chapter }));
  const ordered = (quiz, of) => ({ c: order(quiz.dataset.order.split(" "), quiz.hasAttribute("data-keep-last"), of) });

  function button(text, act, second) {
    const made = element("button", { type: "button", class: second ? "button" : "button button-first" }, text);
    made.addEventListener("click", act);
    return made;
  }

  function show(open, ...children) {
    bank.append(...quizzes);
    linked.replaceChildren();
    view.classList.toggle("exam-open", open);
    progress = null;
    view.replaceChildren(...children);
  }

  /* A question with its options and reasons in the order of the attempt, and the answer that was given. */
  function dress(quiz, values, picked) {
    const fieldset = quiz.querySelector("fieldset");
    const reasons = quiz.querySelector(".quiz-answer ol");
    const options = new Map(inputs(quiz).map((input) => [input.value, input.closest(".quiz-option")]));
    const items = new Map([...reasons.children].map((item) => [item.dataset.value, item]));
    for (const value of values.filter((name) => options.has(name))) {
      fieldset.append(options.get(value));
      reasons.append(items.get(value));
    }
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
    const picked = chosen(quiz); // before the update: it may change the page
    if (!store.record.attempt || !current()) return refuse();
    store.update((record) => {
      if (record.attempt?.begun !== shown) return;
      record.attempt.answers[quiz.id] = { v: quiz.dataset.version, c: picked };
      record.attempt.at = store.stamp(record.attempt.at);
    });
    return tally();
  }

  /* The record holds another attempt than the page, or none: the page goes over to it. */
  function refuse() {
    const said = "Another window has submitted, dropped or begun an attempt since. This is how things stand now.";
    if (store.record.attempt) attemptView(said, true);
    else introView(said, true);
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
      if (!own) return;
      own.ids = own.ids.filter((id) => byId.has(id));
      const short = { ...blueprint };
      for (const id of own.ids) short[part(byId.get(id))] -= 1;
      const more = draw(pool().filter(({ id }) => !own.ids.includes(id)), short, record.answers, chance());
      own.ids.push(...more);
      for (const id of changed) delete own.answers[id];
      for (const id of [...more, ...reordered]) own.orders[id] = ordered(byId.get(id), chance());
      own.at = store.stamp(own.at);
    });
    return "Questions of this attempt have changed since you began it. Answers to them no longer count; answer them again.";
  }

  function begin() {
    if (store.record.attempt) return refuse();
    const of = chance();
    store.update((record) => {
      if (record.attempt) return; // begun in another window at this moment
      const ids = draw(pool(), blueprint, record.answers, of);
      const orders = Object.fromEntries(ids.map((id) => [id, ordered(byId.get(id), of)]));
      const now = store.stamp(Math.max(0, ...record.closed));
      record.attempt = { begun: now, at: now, ids, orders, answers: {} };
    });
    history.replaceState(null, "", location.pathname + location.search);
    return attemptView("", true);
  }

  function introView(said, focus) {
    shown = null;
    const results = store.record.results.slice().reverse();
    const start = button(results.length ? "Begin a new attempt" : "Begin", begin);
    show(false,
      ...(said ? [element("p", { class: "exam-said", role: "status" }, said)] : []),
      element("p", {}, `${total} questions are drawn from ${quizzes.length}, over all parts of the course. You can change every answer until you submit them all. ${passing}% right is a pass. There is no time limit; an attempt that you leave waits on this device.`),
      element("div", { class: "buttons" }, start));
    if (results.length) {
      const list = element("ul", {});
      for (const item of results) list.append(element("li", {}, `${date(item.at)}: ${share(item.right, item.of)}, ${item.pass ? "passed" : "not passed"}`));
      view.append(element("h2", {}, "Earlier attempts"), list);
    }
    if (focus) start.focus();
  }

  function tally() {
    const attempt = current();
    if (!attempt || !progress) return;
    const done = answered(attempt);
    progress.count.textContent = `${done.length} of ${attempt.ids.length} answered`;
    progress.warned = "";
    progress.ask.textContent = "";
    progress.submit.textContent = "Submit all answers";
    progress.drop.textContent = "Drop this attempt";
    const open = attempt.ids.map((id, index) => [id, index + 1]).filter(([id]) => !done.includes(id));
    progress.missing.replaceChildren(...(open.length ? ["Not answered yet: "] : ["Every question has an answer."]));
    open.forEach(([id, number], index) => {
      progress.missing.append(index ? ", " : "", element("a", { href: `#${id}`, "aria-label": `Question ${number}` }, String(number)));
    });
  }

  /* The first press of a button says what it will do, the second does it; any answer in between takes that back. */
  function twice(name, needed, label, said, act) {
    if (!current()) return refuse();
    if (!needed || progress.warned === name) return act();
    tally();
    progress.warned = name;
    progress[name].textContent = label;
    progress.ask.textContent = said;
    return undefined;
  }

  function attemptView(said, focus) {
    const attempt = store.record.attempt;
    if (!attempt) return introView(said, focus);
    if (!known(attempt)) {
      shown = null;
      return show(false, element("p", { class: "exam-said", role: "status" }, "The course has changed since this page was opened. Reload the page to go on with your attempt."));
    }
    shown = attempt.begun;
    const list = element("div", { class: "exam-questions" });
    attempt.ids.forEach((id, index) => {
      list.append(element("h2", { class: "exam-number", tabindex: "-1" }, `Question ${index + 1} of ${attempt.ids.length}`));
      list.append(element("div", { "data-place": id }));
    });
    const count = element("p", { class: "exam-count", role: "status" });
    const missing = element("p", { class: "exam-missing" });
    const ask = element("p", { role: "status" });
    const open = () => attempt.ids.length - answered(current() || attempt).length;
    const submit = button("", () => twice("submit", open(), "Submit anyway",
      `${open()} ${open() === 1 ? "question has" : "questions have"} no answer and will count as wrong.`, finish));
    const drop = button("", () => twice("drop", open() < attempt.ids.length, "Drop it",
      "Your answers to this attempt will be gone.", () => {
        store.update((record) => close(record, shown));
        introView("", true);
      }), true);
    show(true,
      ...(said ? [element("p", { class: "exam-said", role: "status" }, said)] : []),
      count, list, element("h2", {}, "Before you submit"), missing, ask,
      element("div", { class: "buttons" }, submit, drop));
    for (const id of attempt.ids) {
      list.querySelector(`[data-place="${id}"]`).replaceWith(dress(byId.get(id), attempt.orders[id]?.c || [], attempt.answers[id]?.c || []));
    }
    progress = { count, missing, ask, submit, drop, warned: "" };
    tally();
    if (focus) list.querySelector("h2").focus();
    return undefined;
  }

  function close(record, begun) {
    record.closed.push(begun);
    if (record.attempt?.begun === begun) record.attempt = null;
  }

  function finish() {
    const { ids, orders, answers, begun } = current();
    const marked = ids.map((id) => {
      const quiz = byId.get(id);
      const picked = (answers[id]?.c || []).slice().sort();
      return { id, picked, chapter: quiz.dataset.chapter, objective: quiz.dataset.objective, ok: String(picked) === String(correct(quiz)) };
    });
    const result = score(marked, passing);
    store.update((record) => {
      for (const { id, picked, ok } of marked) {
        record.answers[id] = { v: byId.get(id).dataset.version, c: picked, ok, at: store.stamp(record.answers[id]?.at) };
      }
      const last = record.results[record.results.length - 1];
      record.results.push({ at: store.stamp(last?.at), right: result.right, of: result.of, pass: result.pass, edition: panel.dataset.edition });
      close(record, begun);
    });
    resultView(marked, orders, result);
  }

  function resultView(marked, orders, result) {
    shown = null;
    const head = element("h2", { tabindex: "-1" }, `${share(result.right, result.of)}: ${result.pass ? "passed" : "not passed"}`);
    const rows = element("tbody", {});
    const place = Object.keys(chapters); // the order of reading
    const inOrder = result.chapters.sort((a, b) => place.indexOf(a.chapter) - place.indexOf(b.chapter));
    for (const { chapter, right, of, missed } of inOrder) {
      const again = element("ul", {});
      for (const objective of missed) {
        const { id } = marked.find((item) => !item.ok && item.objective === objective && item.chapter === chapter);
        const link = byId.get(id).querySelector(".quiz-read a");
        again.append(element("li", {}, element("a", { href: link.href }, byId.get(id).dataset.aim)));
      }
      rows.append(element("tr", {}, element("th", { scope: "row" }, chapters[chapter] || chapter),
        element("td", {}, `${right} of ${of}`), element("td", {}, missed.length ? again : "–")));
    }
    const table = element("table", { class: "exam-result" },
      element("thead", {}, element("tr", {}, ...["Chapter", "Right", "Objectives to read again"].map((text) => element("th", { scope: "col" }, text)))), rows);
    const list = element("div", { class: "exam-questions" });
    show(false,
      head,
      element("p", {}, result.pass
        ? "You have shown that you can decide on paper. It does not show that you can inject, and it gives no credit."
        : `A pass takes ${passing}%. Read the sections below, then begin a new attempt: it prefers questions that you have not seen or have missed.`),
      table, element("div", { class: "buttons" }, button("Begin a new attempt", begin)),
      element("h2", {}, "Your answers, with the reasons"), list);
    marked.forEach(({ id, picked, ok }, index) => {
      const quiz = dress(byId.get(id), orders[id]?.c || [], picked);
      explain(quiz, inputs(quiz).map((input) => input.value));
      for (const input of inputs(quiz)) input.disabled = true;
      const again = quiz.querySelector(".quiz-read");
      if (again) again.hidden = ok;
      quiz.querySelector(".quiz-status").textContent = ok ? "You answered this right." : picked.length ? "Your answer was not right." : "You gave no answer.";
      list.append(element("h3", { class: "exam-number" }, `Question ${index + 1}: ${ok ? "right" : "not right"}`), quiz);
    });
    head.focus();
  }

  /* A link from the citations leads to one question: it is shown by itself, with its reasons. */
  function showLinked() {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const quiz = byId.get(id);
    if (!quiz || quiz.closest(".exam-view")) return;
    bank.append(...linked.querySelectorAll(".quiz"));
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
    if (shown === null) return;
    // Another window has closed this attempt or begun another one, or everything was deleted.
    if (!current()) refuse();
    // Another window has answered: this one shows it when nobody is looking.
    else if (document.hidden && known(record.attempt)) attemptView("");
  });
})();
