/* What a reader keeps on this device: answers, attempts, a name. One record under one key of localStorage.

   Every change reads the record first, merges and writes, so that two tabs lose nothing of each other. What cannot be
   read (damaged, from a newer version) is never overwritten; what cannot be written is kept in memory. Nothing throws. */
(function () {
  "use strict";

  const KEY = "botox-training";
  const VERSION = 1;
  const ID = /^[a-z0-9][a-z0-9-]{0,80}$/;
  const MESSAGES = {
    blocked: "This browser does not let the course keep your answers. They last until you close the page.",
    full: "Your answers are not being saved: the browser's storage is full. They last until you close the page.",
    damaged: "Your answers are not being saved: what was kept on this device cannot be read. You can delete it under Your progress.",
    newer: "Your answers are not being saved: a newer version of the course has kept answers on this device.",
  };

  const dictionary = (entries) => Object.assign(Object.create(null), Object.fromEntries(entries || []));
  const text = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
  const time = (value) => (Number.isFinite(value) && value > 0 && value < 8e15 ? value : 0);
  const count = (value) => (Number.isInteger(value) && value >= 0 && value < 1000 ? value : 0);
  const names = (value) => (Array.isArray(value) ? value.filter((item) => typeof item === "string" && ID.test(item)).slice(0, 200) : []);
  const object = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
  const MANY = 2000;
  const map = (value, read, most) => dictionary(
    Object.entries(object(value)).filter(([id]) => ID.test(id)).slice(0, most || MANY)
      .map(([id, item]) => [id, read(object(item))]).filter(([, item]) => item));

  const answer = (item) => time(item.at) && {
    v: text(item.v, 20), c: names(item.c), ok: item.ok === true, at: time(item.at),
    ...(typeof item.sure === "boolean" ? { sure: item.sure } : {}), ...(time(item.miss) ? { miss: time(item.miss) } : {}),
  };
  // `begun` names an attempt for good; `at` is its last change.
  const attempt = (item) => time(item.at) && time(item.begun) && {
    begun: time(item.begun), at: time(item.at), ids: names(item.ids),
    orders: map(item.orders, (order) => names(order.c).length && { c: names(order.c) }),
    answers: map(item.answers, (given) => ({ v: text(given.v, 20), c: names(given.c) })),
  };
  const result = (item) => time(item.at) && {
    at: time(item.at), right: count(item.right), of: count(item.of), pass: item.pass === true, edition: text(item.edition, 60),
  };

  const empty = () => ({
    version: VERSION, answers: dictionary(), attempt: null, closed: [], results: [], last: null,
    person: { name: "", learned: "", next: "", at: 0 },
  });

  /* Only what has the right form, in a new object: whatever else a file or another program has put there is left out. */
  function clean(raw) {
    const record = empty();
    const given = object(raw);
    // No end to these, or one that is good could be the one that is left out; the browser sets one to the whole.
    record.answers = map(given.answers, answer, Infinity);
    record.attempt = attempt(object(given.attempt)) || null;
    record.closed = (Array.isArray(given.closed) ? given.closed : []).map(time).filter(Boolean).slice(-50);
    record.results = (Array.isArray(given.results) ? given.results : []).map((item) => result(object(item))).filter(Boolean).slice(-50);
    const last = object(given.last);
    if (time(last.at) && /^[a-z0-9/-]{1,100}$/.test(last.page)) record.last = { page: last.page, at: time(last.at) };
    const person = object(given.person);
    record.person = { name: text(person.name, 120), learned: text(person.learned, 2000), next: text(person.next, 2000), at: time(person.at) };
    return record;
  }

  const later = (a, b) => b.at > a.at || (b.at === a.at && JSON.stringify(b) > JSON.stringify(a));
  const newer = (a, b) => (!a ? b : !b ? a : later(a, b) ? b : a);
  const union = (a, b, key) => [...new Map([...a, ...b].map((item) => [key(item), item])).values()];

  /* The same whichever comes first, and merging twice changes nothing. */
  function merge(a, b) {
    const record = empty();
    for (const id of [...new Set([...Object.keys(a.answers), ...Object.keys(b.answers)])].sort()) {
      record.answers[id] = newer(a.answers[id], b.answers[id]);
    }
    record.closed = union(a.closed, b.closed, Number).sort((x, y) => x - y).slice(-50);
    const open = (item) => (item && !record.closed.includes(item.begun) ? item : null);
    record.attempt = newer(open(a.attempt), open(b.attempt));
    record.results = union(a.results, b.results, JSON.stringify).sort((x, y) => x.at - y.at).slice(-50);
    record.last = newer(a.last, b.last);
    record.person = newer(a.person, b.person);
    return record;
  }

  /* Whether `stored` lacks something that `record` has. */
  function lacks(stored, record) {
    const older = (a, b) => (b ? b.at : 0) > (a ? a.at : 0);
    return Object.keys(record.answers).some((id) => older(stored.answers[id], record.answers[id]))
      || record.results.some((item) => !stored.results.some((other) => other.at === item.at))
      || older(stored.attempt, record.attempt) || older(stored.person, record.person)
      || record.closed.some((begun) => !stored.closed.includes(begun));
  }

  function parse(raw) {
    let data;
    try { data = JSON.parse(raw); } catch { return { problem: "damaged" }; }
    if (!data || typeof data !== "object" || !Number.isInteger(data.version) || data.version < 1) return { problem: "damaged" };
    if (data.version > VERSION) return { problem: "newer" };
    return { record: clean(data) };
  }

  let memory = empty();
  let had = false;
  let problem = null;
  const listeners = [];
  const tell = () => listeners.forEach((listener) => listener(memory, problem));

  /* Bring memory up to what is stored. */
  function sync() {
    let raw;
    try { raw = window.localStorage.getItem(KEY); } catch { problem = "blocked"; return false; }
    if (raw === null) {
      if (had) memory = empty(); // deleted in another tab
      had = false;
      if (problem !== "full") problem = null;
      return true;
    }
    const read = parse(raw);
    if (read.problem) { problem = read.problem; return false; }
    if (problem !== "full") problem = null;
    had = true;
    memory = merge(memory, read.record);
    return true;
  }

  function write() {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(memory));
      had = true;
      problem = null;
    } catch {
      problem = "full";
    }
  }

  /* `change` is told the record and alters it; then it is saved if it can be. */
  function update(change) {
    const writable = sync();
    change(memory);
    memory = merge(clean(memory), empty());
    if (writable) write();
    tell();
  }

  window.addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    if (event.newValue === null) {
      // Deleted in another tab, which may have written anew before we are told: nothing of ours goes back.
      memory = empty();
      had = false;
    }
    const written = event.newValue ? parse(event.newValue).record : null;
    // Two tabs can write at the same moment; the one that was overwritten writes what is missing.
    if (sync() && written && lacks(written, memory)) write();
    tell();
  });

  // A page that comes back whole from the browser's cache was told nothing while it was away.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted || !had || problem) return;
    memory = empty();
    sync();
    tell();
  });

  /* An element with attributes and children; texts stay texts. */
  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  sync();
  window.courseStore = {
    element,
    get record() { return memory; },
    /* Counts of questions="id:version …" and objectives="id,id;id". An answer to an earlier version of a question is none; an
       objective is met when all its questions were answered right. */
    counted(questions = "", objectives = "") {
      const asked = questions.split(" ").filter(Boolean).map((pair) => pair.split(":"));
      const answers = asked.map(([id, version]) => [id, memory.answers[id], version])
        .filter(([, answer, version]) => answer && answer.v === version);
      const right = answers.filter(([, answer]) => answer.ok);
      const known = right.map(([id]) => id);
      const wanted = objectives.split(";").filter(Boolean).map((ids) => ids.split(","));
      return {
        objectives: wanted.length, objectivesMet: wanted.filter((ids) => ids.every((id) => known.includes(id))).length,
        questions: asked.length, answered: answers.length, right: right.length,
        met: asked.length > 0 && right.length === asked.length,
        at: Math.max(0, ...answers.map(([, answer]) => answer.at)),
        looks: answers.filter(([, answer]) => answer.miss).map(([id]) => id),
      };
    },
    /* One quiet sentence when nothing is saved, else "". */
    get message() { return problem ? MESSAGES[problem] : ""; },
    update,
    /* Now, or a moment after `before` where the clock has been put back: what is written last is the latest. */
    stamp(before) { return Math.max(Date.now(), (before || 0) + 1); },
    onChange(listener) { listeners.push(listener); },
    /* The record as a file's text. */
    exported() { return JSON.stringify(memory, null, 1); },
    /* Add a file's record to this one; returns a sentence on what came of it. */
    imported(raw) {
      const read = parse(raw);
      if (read.problem === "newer") return "Nothing was changed: the file is from a newer version of the course.";
      if (read.problem) return "Nothing was changed: this is no file of your progress.";
      const before = Object.keys(memory.answers).length;
      // Another device's clock may be ahead: nothing of it may lie in the future.
      const now = Date.now();
      const given = clean(JSON.parse(raw, (name, value) => (name === "at" && value > now ? now : value)));
      if (Object.keys(given.answers).length > MANY) return "Nothing was changed: the file has more answers than the course has questions.";
      update((record) => Object.assign(record, merge(record, given)));
      return `The file was read: ${Object.keys(memory.answers).length - before} answers more than before. ${this.message}`.trim();
    },
    /* Delete everything on this device, what cannot be read included. */
    clear() {
      memory = empty();
      had = false;
      try { window.localStorage.removeItem(KEY); problem = null; } catch { problem = "blocked"; }
      tell();
    },
    /* Put the sentence into an element with role="status", now and whenever it changes. */
    noteIn(element) {
      const show = () => { element.textContent = this.message; element.hidden = !this.message; };
      show();
      listeners.push(show);
    },
  };
})();
