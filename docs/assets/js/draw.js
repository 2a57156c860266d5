/* Which questions an attempt has, in which order, and what it scored. No page, no storage: only data in, data out. */
(function () {
  "use strict";

  /* Numbers in [0, 1) that depend on `seed` alone (mulberry32). */
  function random(seed) {
    let state = seed >>> 0;
    return () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  /* A new list in another order, each order as likely as any (Fisher and Yates). */
  function shuffled(list, chance) {
    const made = list.slice();
    for (let last = made.length - 1; last > 0; last -= 1) {
      const other = Math.floor(chance() * (last + 1));
      [made[last], made[other]] = [made[other], made[last]];
    }
    return made;
  }

  /* The values of the options in their order for this attempt; with `keepLast` the last one stays where it is. */
  function order(values, keepLast, chance) {
    return keepLast ? [...shuffled(values.slice(0, -1), chance), values[values.length - 1]] : shuffled(values, chance);
  }

  /* Ids for one attempt. `pool` lists {id, version, part, chapter}; `blueprint` says how many of each part; `history` holds
     {v, ok} for each id answered before, in version v; an answer to another version is none. Unseen questions come before missed ones, those before the rest; among equals
     the chapter with the fewest questions so far is next. */
  function draw(pool, blueprint, history, chance) {
    const rank = ({ id, version }) => (history[id]?.v !== version ? 0 : history[id].ok ? 2 : 1);
    const picked = [];
    for (const [part, number] of Object.entries(blueprint)) {
      const left = shuffled(pool.filter((question) => question.part === part), chance);
      const perChapter = {};
      for (let count = 0; count < number && left.length; count += 1) {
        const weight = (question) => rank(question) * 1000 + (perChapter[question.chapter] || 0);
        const best = left.reduce((a, b) => (weight(b) < weight(a) ? b : a));
        left.splice(left.indexOf(best), 1);
        perChapter[best.chapter] = (perChapter[best.chapter] || 0) + 1;
        picked.push(best.id);
      }
    }
    return shuffled(picked, chance);
  }

  /* `marked` lists {chapter, objective, ok}: {right, of, pass, chapters: [{chapter, right, of, missed: [objective]}]}. */
  function score(marked, passing) {
    const chapters = new Map();
    for (const { chapter, objective, ok } of marked) {
      const entry = chapters.get(chapter) || { chapter, right: 0, of: 0, missed: [] };
      entry.of += 1;
      if (ok) entry.right += 1;
      else if (!entry.missed.includes(objective)) entry.missed.push(objective);
      chapters.set(chapter, entry);
    }
    const right = marked.filter(({ ok }) => ok).length;
    // Whole numbers: 19 of 24 is 79.17 %, which does not pass at 80.
    return { right, of: marked.length, pass: marked.length > 0 && right * 100 >= passing * marked.length, chapters: [...chapters.values()] };
  }

  window.courseDraw = { random, shuffled, order, draw, score };
})();
