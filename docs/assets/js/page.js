/* Every page: the contents on a small screen by keyboard, and the words that a reader wants to report. */
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
        const links = [...sidebar.querySelectorAll(".md-nav__list a")].filter((link) => link.checkVisibility());
        (links.find((link) => link.closest(".md-nav__item").classList.contains("md-nav__item--active")) || links[0]).focus();
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

  drawer();
  report();
})();
