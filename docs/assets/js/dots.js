/* The dots before the chapters fill as their questions are answered, and hidden words say the same. theme.js fetches this,
   with the questions of all chapters, where something was answered. */
(function () {
  "use strict";

  const STATES = { begun: "begun", done: "all questions right" };

  function start() {
    const store = window.courseStore;
    const nav = document.querySelector("[data-dots]");
    const root = new URL(document.querySelector("script[data-base]").dataset.base, location).href; // ends with a slash
    const chapters = new Map(Object.entries(window.courseChapters));
    const links = new Map();
    for (const link of nav.querySelectorAll("a:not([href*=\"#\"])")) {
      const name = link.href.split("#")[0].replace(root, "").replace(/(index)?\.html$|\/$/, "") || "index";
      if (!chapters.has(name)) continue;
      const words = store.element("span", { class: "visually-hidden" });
      link.append(words);
      links.set(link, { words, questions: chapters.get(name) });
    }

    function show() {
      for (const [link, { words, questions }] of links) {
        const counts = store.counted(questions);
        const state = counts.met ? "done" : counts.answered ? "begun" : "open";
        link.dataset.state = state;
        words.textContent = STATES[state] ? ` (${STATES[state]})` : "";
      }
    }

    show();
    store.onChange(show);
  }

  /* The page's own scripts may run after this one. */
  if (window.courseStore) start();
  else addEventListener("DOMContentLoaded", start);
})();
