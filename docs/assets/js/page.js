/* What every page needs at once: the door to the search. The search itself is fetched when somebody turns to it. */
(function () {
  "use strict";

  const box = document.querySelector(".md-search");
  const toggle = document.getElementById("__search");
  if (!box || !toggle) return;
  const input = box.querySelector(".md-search__input");
  input.disabled = false;

  let loaded = false;
  function load() {
    if (loaded) return;
    loaded = true;
    const script = document.createElement("script");
    script.src = box.dataset.script;
    script.onerror = () => { loaded = false; };
    document.head.append(script);
  }

  /* The theme's styles show the search while this box is checked; a click tells its script as well. */
  function open(wanted) {
    if (toggle.checked !== wanted) toggle.click();
  }

  input.addEventListener("focus", () => { load(); open(true); });
  box.addEventListener("pointerenter", load, { once: true });
  toggle.addEventListener("change", () => {
    if (toggle.checked) input.focus();
    else if (box.contains(document.activeElement)) document.activeElement.blur();
  });
  /* Focus that leaves the search closes it; a click on something without focus does not move it there. */
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) open(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && toggle.checked) {
      open(false);
      return;
    }
    const typing = document.activeElement?.closest("input, select, textarea, [contenteditable]");
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing;
    const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !letter) return;
    event.preventDefault(); // not into the field
    input.focus();
    input.select();
  });
})();
