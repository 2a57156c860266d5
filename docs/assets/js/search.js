/* The search: looks words up in the parts of the index that hold them, and shows where they stand. `theme.js` loads this
   file when a reader first turns to the search. The index is written by scripts/course/site/search.py; its parts are
   scripts, because a page that was opened from a disk may load nothing else. */
(function () {
  "use strict";

  const box = document.querySelector(".md-search");
  const input = box.querySelector(".md-search__input");
  const root = new URL(document.querySelector("script[data-base]").dataset.base, location).href; // ends with a slash

  const PAGES = 8; // pages in a result
  const PLACES = 3; // sections of a page, besides the page itself
  const PARTS = 6; // parts of the index for one word: a short beginning of words would ask for many
  const AROUND = 70; // characters before and after the word in an excerpt
  const PAUSE = 150; // milliseconds without a key before a query is asked
  const WORD = /[\p{L}\p{N}]+(?:[.,]\p{N}+)*/gu;
  const ENDINGS = /(?:ings?|ed|ies|es|s|ly)$/;

  function made(tag, className, properties, ...children) {
    const element = Object.assign(document.createElement(tag), className && { className }, properties);
    element.append(...children);
    return element;
  }

  /* With the theme's classes: what was found is said in words, and stands below them. */
  const meta = made("div", "md-search-result__meta", { role: "status" });
  const list = made("ol", "md-search-result__list");
  const result = made("div", "md-search-result", {}, meta, list);
  box.querySelector(".md-search__inner").append(
    made("div", "md-search__output", {}, made("div", "md-search__scrollwrap", {}, result)),
  );

  /* Parts of the index arrive by a call of this function. Each is asked for once. */
  const parts = new Map();
  const arrived = new Map();
  window.courseSearch = (name, data) => { arrived.set(name, data); };

  function part(name, file) {
    if (!parts.has(name)) {
      parts.set(name, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = `${root}search/${file}`;
        script.onload = () => (arrived.has(name) ? done(arrived.get(name)) : failed(new Error(file)));
        script.onerror = () => { parts.delete(name); failed(new Error(file)); };
        document.head.append(script);
      }));
    }
    return parts.get(name);
  }

  /* As `plain` of search.py: the same word however it is written. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /* "bruising" also finds "bruise" and "bruised": what is left without the ending is a beginning of them all. */
  function stem(word) {
    const short = word.replace(ENDINGS, "");
    return short.length >= 4 ? short : word;
  }

  /* The words of the index that begin as `word` does: {word: [section, weight, …]}. */
  async function found(word, index) {
    const start = word.length < 3 ? word : stem(word);
    // The last part that begins at or before `start`, and those after it that may hold what begins with `start`.
    let first = index.first.findIndex((other) => other > start) - 1;
    if (first === -2) first = index.first.length - 1;
    let last = Math.max(first, 0);
    while (word.length > 2 && last + 1 < index.first.length && index.first[last + 1].startsWith(start)) last++;
    const numbers = [];
    for (let number = Math.max(first, 0); number <= last && numbers.length < PARTS; number++) numbers.push(number);
    const loaded = await Promise.all(numbers.map((number) => part(`words-${number}`, `${index.folder}/words-${number}.js`)));
    const words = [];
    for (const data of loaded) {
      for (const [other, places] of Object.entries(data)) {
        // Words of one or two letters are whole words; of longer ones the beginning is enough.
        if (other === word || (word.length > 2 && other.startsWith(start))) words.push([other, places]);
      }
    }
    return words;
  }

  /* Sections by how well they answer: [[section, score, number of words found], …], best first. */
  async function ranked(words, index) {
    const scores = new Map();
    const known = await Promise.all(words.map((word) => found(word, index)));
    known.forEach((matches, at) => {
      const best = new Map();
      const seen = new Set();
      for (const [other, places] of matches) {
        const near = other === words[at] ? 1 : other.startsWith(words[at]) ? 0.7 : 0.5;
        for (let i = 0, section = 0; i < places.length; i += 2) {
          section += places[i];
          seen.add(section);
          best.set(section, Math.max(best.get(section) ?? 0, near * places[i + 1]));
        }
      }
      const rarity = Math.log(1 + index.total / (1 + seen.size));
      for (const [section, weight] of best) {
        const [sum, count] = scores.get(section) ?? [0, 0];
        scores.set(section, [sum + weight * rarity, count + 1]);
      }
    });
    return [...scores].map(([section, [score, count]]) => [section, score, count])
      .sort((a, b) => b[2] - a[2] || b[1] - a[1] || a[0] - b[0]);
  }

  /* The best pages, each with the best of its sections: [[page, [section of the page, …]], …]. */
  function gathered(sections, index) {
    const starts = [];
    index.sections.reduce((sum, count) => (starts.push(sum), sum + count), 0);
    const pages = new Map();
    const most = sections[0]?.[2];
    for (const [section, , count] of sections) {
      if (count < most) break; // what has fewer of the words than the best has
      let page = starts.length - 1;
      for (let low = 0, high = page; low <= high;) {
        const middle = (low + high) >> 1;
        if (starts[middle] <= section) { page = middle; low = middle + 1; } else high = middle - 1;
      }
      if (!pages.has(page)) pages.set(page, []);
      pages.get(page).push(section - starts[page]);
    }
    return [...pages];
  }

  /* The text around the first of the words, with the words marked; nothing is ever read as HTML. */
  function excerpt(text, words) {
    const starts = words.map((word) => (word.length < 3 ? word : stem(word)));
    const hits = [...text.matchAll(WORD)].filter((match) => {
      const word = plain(match[0]);
      return starts.some((start, at) => word === words[at] || (words[at].length > 2 && word.startsWith(start)));
    });
    const paragraph = made("p", "");
    const from = hits.length ? Math.max(0, hits[0].index - AROUND) : 0;
    const begin = from ? text.indexOf(" ", from) + 1 : 0;
    const end = Math.min(text.length, (hits.length ? hits[0].index : 0) + 2 * AROUND);
    const stop = end < text.length ? text.lastIndexOf(" ", end) : end;
    let at = begin;
    if (begin) paragraph.append("… ");
    for (const hit of hits) {
      if (hit.index < at || hit.index + hit[0].length > stop) continue;
      paragraph.append(text.slice(at, hit.index), made("mark", "", {}, hit[0]));
      at = hit.index + hit[0].length;
    }
    paragraph.append(text.slice(at, Math.max(at, stop)), stop < text.length ? " …" : "");
    return paragraph;
  }

  function link(address, kind, title, text, words) {
    const article = made("div", `md-search-result__article md-typeset ${kind}`, {}, made("p", "search-title", {}, title));
    if (text) article.append(excerpt(text, words));
    return made("a", "md-search-result__link", { href: root + address }, article);
  }

  function item([address, title, sections], places, words) {
    const entry = made("li", "md-search-result__item");
    const lead = places.includes(0) ? sections[0][2] : "";
    entry.append(link(address, "search-page", title, lead, words));
    for (const place of places.filter((number) => number > 0).slice(0, PLACES)) {
      const [anchor, heading, text] = sections[place];
      entry.append(link(address + anchor, "search-place", heading, text, words));
    }
    return entry;
  }

  let asked = 0; // the number of the last query: an earlier one that arrives later is not shown

  async function ask() {
    const number = ++asked;
    const typed = plain(input.value).match(WORD) ?? [];
    if (!typed.length) {
      list.replaceChildren();
      meta.textContent = "Type to start searching";
      return;
    }
    try {
      const index = await part("index", "index.js");
      const words = typed.filter((word) => !index.without.includes(word));
      const sections = await ranked(words, index);
      const pages = gathered(sections, index);
      const shown = pages.slice(0, PAGES);
      const texts = await Promise.all(shown.map(([page]) => part(`page-${page}`, `${index.folder}/page-${page}.js`)));
      if (number !== asked) return;
      list.replaceChildren(...shown.map(([, places], at) => item(texts[at], places, words)));
      const all = sections[0]?.[2] === words.length ? "" : "; no section has all of the words";
      const more = (pages.length > PAGES ? `; the best ${PAGES} are shown` : "") + all;
      meta.textContent = pages.length === 0 ? "No matching documents"
        : pages.length === 1 ? `1 matching document${more}` : `${pages.length} matching documents${more}`;
    } catch {
      if (number === asked) meta.textContent = "The search could not be loaded. Check the connection and try again.";
    }
  }

  let waiting = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  const clear = made(
    "button", "md-search__icon md-icon", { type: "reset", title: "Clear", ariaLabel: "Clear", tabIndex: -1 },
    made("span", "icon icon-close"),
  );
  input.form.append(made("div", "md-search__options", {}, clear));
  input.form.addEventListener("reset", () => setTimeout(() => { input.focus(); ask(); }));

  /* Arrow keys go through the field and the results. */
  box.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
  });

  ask(); // what was typed while this file was on its way
})();
