/* Every page: the contents on a small screen by keyboard, large drawings, and the words that a reader wants to report. */
(function () {
  "use strict";

  /* The theme opens its drawer by a label, which no key reaches: a button takes its place. Without scripts the label stays. */
  function drawer() {
    const label = document.querySelector("label.bar-menu");
    const toggle = document.getElementById("__drawer");
    const sidebar = document.querySelector(".md-sidebar--primary");
    if (!label || !toggle || !sidebar) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.append(...label.childNodes);
    label.replaceWith(button);
    const say = () => button.setAttribute("aria-expanded", String(toggle.checked));
    const set = (open) => {
      if (toggle.checked !== open) toggle.click();
    };
    button.addEventListener("click", () => set(!toggle.checked));
    toggle.addEventListener("change", () => {
      say();
      if (toggle.checked) {
        (sidebar.querySelector("a[aria-current=page]") ?? sidebar.querySelector("a")).focus();
      } else if (sidebar.contains(document.activeElement)) button.focus();
    });
    /* It lies over the page: who leaves it closes it. */
    document.addEventListener("focusin", (event) => {
      if (toggle.checked && !sidebar.contains(event.target) && event.target !== button && event.target !== toggle) set(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !toggle.checked) return;
      set(false);
      button.focus();
    });
    say();
  }

  /* Words that were marked go into the form of the report, with the heading above them. They are put into an address, never
     into the page. */
  function report() {
    const link = document.querySelector("a.report");
    if (!link) return;
    const article = document.querySelector("article");
    const plain = link.href;
    let passage = null;
    document.querySelector(".about-hint").hidden = false;
    document.addEventListener("selectionchange", () => {
      const marked = document.getSelection();
      const text = marked.toString().trim();
      /* A click on the link takes the mark away: an empty one changes nothing. */
      if (text && article.contains(marked.anchorNode)) passage = { text: text.slice(0, 500), node: marked.anchorNode };
    });
    link.addEventListener("click", () => {
      if (!passage) return;
      const heading = [...article.querySelectorAll("h2[id], h3[id]")]
        .filter((found) => found.compareDocumentPosition(passage.node) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
      const address = new URL(plain);
      if (heading) address.searchParams.set("page", `${address.searchParams.get("page")}#${heading.id}`);
      address.searchParams.set("wrong", `"${passage.text}"\n\n`);
      link.href = address.href;
    });
  }

  /* Large drawings are files of their own. Fetched when they can be seen, and from the first movement on when they lie a window
     ahead, they become part of the page, whose colors they take. Who only looks at the head of a page fetches none for it. Paper
     waits for nothing: before a page is printed, those that are missing are fetched at once. */
  function drawings() {
    const missing = new Set(document.querySelectorAll("[data-drawing]"));
    if (!missing.size) return;

    function place(frame, text) {
      const drawn = new DOMParser().parseFromString(text, "image/svg+xml");
      if (drawn.documentElement.localName !== "svg" || drawn.querySelector("parsererror")) throw new Error("no drawing");
      frame.querySelector("svg").replaceChildren(...drawn.documentElement.childNodes);
      missing.delete(frame);
    }

    async function load(frame) {
      try {
        const answer = await fetch(frame.dataset.drawing);
        if (!answer.ok) throw new Error(answer.statusText);
        const text = await answer.text();
        if (missing.has(frame)) place(frame, text); // else it was printed meanwhile
      } catch {
        const link = document.createElement("a");
        link.href = frame.dataset.drawing;
        link.textContent = "The drawing did not load: open it here";
        if (missing.has(frame) && !frame.querySelector("a")) frame.append(link);
      }
    }

    const asked = new Set();
    function watch(margin) {
      const near = new IntersectionObserver((seen) => {
        for (const { isIntersecting, target } of seen) {
          if (!isIntersecting) continue;
          near.unobserve(target);
          if (!asked.has(target)) load(target);
          asked.add(target);
        }
      }, { rootMargin: `${margin} 0px` });
      for (const frame of missing) near.observe(frame);
    }
    watch("0px");
    addEventListener("scroll", () => watch("100%"), { passive: true, once: true });
    addEventListener("beforeprint", () => {
      for (const frame of [...missing]) {
        const request = new XMLHttpRequest();
        try {
          request.open("GET", frame.dataset.drawing, false);
          request.send();
          if (request.status === 200) place(frame, request.responseText);
        } catch { /* printed without it; its caption and its file remain */ }
      }
    });
  }

  drawer();
  drawings();
  report();
})();
