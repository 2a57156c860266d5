/* What the theme's pages need of a script, on every page: the color scheme, the contents that follow the text, tooltips, and
   the door to the search. It stands in the place of the theme's own script, which is ten times as large because it also
   serves what this course has not. Before it, a line in course-header.html has set the scheme. */
(function () {
  "use strict";

  const WAIT = 250; // milliseconds that a pointer rests before a tooltip comes, and that it has to reach it
  const REACHED = 100; // pixels below the window's top above which a heading counts as reached

  /* The button that changes the scheme says which one it leads to: the title in the page leads from the light one, the other
     one back. What is kept has the theme's form. */
  function scheme() {
    const button = document.querySelector(".bar-scheme");
    if (!button) return;
    const names = { default: button.title, slate: button.dataset.other };
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const key = new URL(document.querySelector("script[data-base]").dataset.base, location).pathname + ".__palette";

    function saved() {
      try { return localStorage.getItem(key) !== null; } catch { return false; }
    }

    function show(name) {
      document.body.dataset.mdColorScheme = name;
      button.title = names[name];
    }

    button.addEventListener("click", () => {
      const name = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
      show(name);
      try {
        localStorage.setItem(key, JSON.stringify({ color: { scheme: name } }));
      } catch { /* the choice then holds for this page */ }
    });
    dark.addEventListener("change", () => {
      if (!saved()) show(dark.matches ? "slate" : "default");
    });
    show(document.body.dataset.mdColorScheme);
  }

  /* The heading that was reached last is marked in the contents of the page. */
  function contents() {
    const links = new Map();
    for (const link of document.querySelectorAll(".on-this-page a")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, [...(links.get(heading) ?? []), link]);
    }
    const headings = [...links.keys()];
    let marked = null;
    let planned = false;

    function mark() {
      planned = false;
      let reached = headings.findLast((heading) => heading.getBoundingClientRect().top < REACHED) ?? null;
      if (scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2) reached = headings.at(-1) ?? null;
      if (reached === marked) return;
      for (const link of links.get(marked) ?? []) link.removeAttribute("aria-current");
      for (const link of links.get(reached) ?? []) {
        link.setAttribute("aria-current", "location");
        center(link, true);
      }
      marked = reached;
    }

    function plan() {
      if (!planned) requestAnimationFrame(mark);
      planned = true;
    }

    if (!headings.length) return;
    addEventListener("scroll", plan, { passive: true });
    addEventListener("resize", plan, { passive: true });
    laidOut(mark);
  }

  /* A link to each section, for who passes it on. It takes no room, so nothing moves when it comes. */
  function permalinks() {
    for (const heading of document.querySelectorAll("article :is(h2, h3)[id]")) {
      const link = document.createElement("a");
      link.className = "headerlink";
      link.href = `#${heading.id}`;
      link.title = "Link to this section";
      link.textContent = "¶";
      heading.append(link);
    }
  }

  /* When the page has been laid out for the first time, before it is painted. Who asks sooner where something stands makes
     the browser lay out all of it at once, in one long task. */
  function laidOut(what) {
    new ResizeObserver((_, observer) => {
      observer.disconnect();
      what();
    }).observe(document.documentElement);
  }

  /* Scroll a sidebar so that a link in it can be seen. */
  function center(link, onlyHidden) {
    const frame = link.closest(".md-sidebar__scrollwrap");
    if (!frame?.checkVisibility() || frame.scrollHeight <= frame.clientHeight) return;
    const top = link.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    if (onlyHidden && top >= 0 && top + link.offsetHeight <= frame.clientHeight) return;
    frame.scrollTop += top - frame.clientHeight / 2;
  }

  /* What a link or a word means: its title, or what the list of references on the page or the glossary says of it. */
  const glossaries = new Map();
  async function defined(link) {
    const [address, id] = link.href.split("#");
    try {
      if (!glossaries.has(address)) glossaries.set(address, fetch(address).then((answer) => answer.text()));
      const page = new DOMParser().parseFromString(await glossaries.get(address), "text/html");
      const meaning = page.getElementById(id).nextElementSibling;
      for (const source of meaning.querySelectorAll("sup")) source.remove();
      return meaning.textContent.trim();
    } catch {
      glossaries.delete(address);
      return ""; // the link leads there
    }
  }
  function meaning(target) {
    if (target.title) return target.title;
    if (target.matches(".term")) return defined(target);
    const source = [...document.querySelectorAll(".leans-on a")].find((link) => link.href === target.href);
    return source ? source.textContent + (target.dataset.more ?? "") : "";
  }

  /* The meaning of a link or a word, as text that can be read in peace: it stays while the pointer is on either, comes with
     the keyboard's focus as well, and goes with Escape. */
  function tooltips() {
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.id = "__tip";
    tip.role = "tooltip";
    tip.hidden = true;
    document.body.append(tip);
    let owner = null;
    let timer = 0;

    function hide() {
      clearTimeout(timer);
      if (owner && !tip.hidden) {
        owner.title = tip.textContent;
        owner.removeAttribute("aria-describedby");
      }
      tip.hidden = true;
      owner = null;
    }

    async function show(target) {
      hide();
      owner = target;
      const text = await meaning(target);
      if (!text || owner !== target) return;
      tip.textContent = text;
      target.removeAttribute("title"); // else the browser shows its own as well
      target.setAttribute("aria-describedby", tip.id);
      tip.hidden = false;
      const place = target.getClientRects()[0] ?? target.getBoundingClientRect();
      const { width, height } = tip.getBoundingClientRect();
      const left = Math.min(Math.max(8, place.left + place.width / 2 - width / 2), document.documentElement.clientWidth - width - 8);
      const above = place.bottom + height + 16 > innerHeight && place.top > height + 16;
      tip.style.left = `${left + scrollX}px`;
      tip.style.top = `${(above ? place.top - height - 6 : place.bottom + 6) + scrollY}px`;
    }

    function later(what) {
      clearTimeout(timer);
      timer = setTimeout(what, WAIT);
    }

    const titled = (target) => target.closest?.("article :is([title], .cite a, .term)");
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const target = titled(event.target);
      if (event.target === tip || (owner && owner.contains(event.target))) clearTimeout(timer);
      else if (target) later(() => show(target));
      else if (owner) later(hide);
      else clearTimeout(timer);
    });
    document.addEventListener("focusin", (event) => {
      const target = titled(event.target);
      if (target && event.target.matches(":focus-visible")) show(target);
      else if (owner && !owner.contains(event.target)) hide();
    });
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  }

  /* What a link leads to may stand in something that is closed. */
  function reveal() {
    let id;
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; } // an address that somebody has broken
    const target = document.getElementById(id);
    const closed = target?.closest("details:not([open])");
    if (!closed) return;
    for (let box = closed; box; box = box.parentElement.closest("details")) box.open = true;
    target.scrollIntoView();
  }

  function search() {
    const box = document.querySelector(".md-search");
    const toggle = document.getElementById("__search");
    if (!box || !toggle) return;
    const input = box.querySelector(".md-search__input");
    const typed = { autocapitalize: "off", autocorrect: "off", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" };
    for (const [name, value] of Object.entries(typed)) input.setAttribute(name, value);
    let loaded = false;
    let at = null; // where the page was before the search covered it

    function load() {
      if (loaded) return;
      loaded = true;
      const script = document.createElement("script");
      script.src = box.dataset.script;
      script.onerror = () => { loaded = false; };
      document.head.append(script);
    }

    /* The theme's styles show the search while this box is checked. */
    function open(wanted) {
      if (toggle.checked !== wanted) toggle.click();
    }

    input.addEventListener("focus", () => { load(); open(true); });
    box.addEventListener("pointerenter", load, { once: true });
    toggle.addEventListener("change", () => {
      if (toggle.checked) input.focus({ preventScroll: true });
      else if (box.contains(document.activeElement)) document.activeElement.blur();
      /* On a small screen the search covers the page, which must not scroll behind it. */
      if (toggle.checked && matchMedia("(max-width: 59.9844em)").matches) {
        at = scrollY;
        document.body.style.top = `-${at}px`;
        document.body.setAttribute("data-md-scrolllock", "");
      } else if (at !== null) {
        document.body.removeAttribute("data-md-scrolllock");
        document.body.style.top = "";
        scrollTo({ top: at, behavior: "instant" });
        at = null;
      }
    });
    /* Focus that goes elsewhere closes it; a click on something that takes no focus does not move it there. */
    box.addEventListener("focusout", (event) => {
      if (event.relatedTarget && event.relatedTarget !== toggle && !box.contains(event.relatedTarget)) open(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        open(false);
        return;
      }
      /* With a second key: who speaks to the computer would press a single one by chance (WCAG 2.1.4). */
      const asked = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!asked) return;
      event.preventDefault(); // the key is not for the field, nor for the browser
      input.focus();
      input.select();
    });
  }

  /* The dots before the chapters fill as their questions are answered. Who has answered none fetches nothing for it. */
  function dots() {
    const scripts = document.querySelector("[data-dots]")?.dataset.dots.split(" ") ?? [];
    let kept = "";
    try { kept = localStorage.getItem("botox-training") ?? ""; } catch { /* then there is none */ }
    if (!/"answers":\s*\{\s*"/.test(kept)) return; // the page that was opened last is kept as well
    for (const address of scripts) {
      if (document.querySelector(`script[src="${address}"]`)) continue;
      const script = document.createElement("script");
      script.async = false; // one after the other
      script.src = address;
      document.head.append(script);
    }
  }

  /* A link to a place on the same page closes what lies over it. */
  function close() {
    for (const name of ["__drawer", "__search"]) {
      const toggle = document.getElementById(name);
      if (toggle?.checked) toggle.click();
    }
  }

  /* A number alone says little to who hears it without the sentence around it. */
  for (const link of document.querySelectorAll(".cite a:not([aria-label])")) {
    link.setAttribute("aria-label", `Reference ${link.textContent}`);
  }
  scheme();
  permalinks();
  contents();
  tooltips();
  search();
  dots();
  reveal();
  addEventListener("hashchange", () => { close(); reveal(); });
  const here = document.querySelector(".contents a[aria-current=page]");
  /* On a small screen the contents are closed, and their focus goes there when they open. */
  if (here && matchMedia("(min-width: 76.25em)").matches) laidOut(() => center(here, true));
})();
