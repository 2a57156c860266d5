"""Screenshots of the built site, to be looked at, the one that the README shows, and the card for links to the site."""

from __future__ import annotations

import os
from pathlib import Path

from course.paths import Paths
from course.site import card
from course.site.chromium import browser
from course.site.server import serve_folder

#: One of each kind, and the longest tables.
PAGES = {
    "home": "",
    "chapter": "practice/preparation/",
    "chapter-figures": "practice/technique/",
    "chapter-table": "safety/ptosis/",
    "chapter-law": "regulation/united-kingdom/",
    "emergencies": "reference/emergencies/",
    "doses": "reference/doses/",
    "products": "reference/products/",
    "citations": "reference/citations/",
    "assessment": "assessment/",
    "progress": "assessment/progress/",
    "not-found": "404.html",
}
#: Taken no further down than this: some pages are a hundred screens long.
HIGHEST = 6000
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
README_PICTURE = Path(".github/screenshot.png")


def take(paths: Paths, folder: str) -> int:
    """Write one PNG for each page, width and scheme below `folder`, the README's picture and the card.

    Raises:
        RuntimeError: the site is not built, or Chromium is missing.
    """
    if not (paths.site / "index.html").is_file():
        raise RuntimeError("there is no site/ yet; run `make build` first")
    target = paths.root / folder
    target.mkdir(parents=True, exist_ok=True)
    count = 0
    with serve_folder(paths.site) as address, browser() as chromium:
        for scheme in SCHEMES:
            for width in WIDTHS:
                context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto(address + path, wait_until="networkidle")
                    height = min(HIGHEST, int(page.evaluate("document.documentElement.scrollHeight")))
                    clip = {"x": 0, "y": 0, "width": width, "height": height}
                    page.screenshot(path=target / f"{name}-{width}-{scheme}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
                    count += 1
                    print(f"  {name} {width} {scheme}", flush=True)
                context.close()
        context = chromium.new_context(viewport={"width": 1280, "height": 860})
        page = context.new_page()
        page.goto(address + PAGES["chapter"], wait_until="networkidle")
        picture = paths.root / README_PICTURE
        temporary = picture.with_suffix(".new.png")
        page.screenshot(path=temporary)
        os.replace(temporary, picture)
        context.close()
        page = chromium.new_page()
        page.goto(address)
        first = "selector => document.querySelector(selector).firstChild.data"
        title, lede = (page.evaluate(first, f".home-head > {tag}") for tag in ("h1", "p"))
        drawn = card.draw(paths, chromium, title, lede)
    print(f"screenshots: {count} in {folder}/, {README_PICTURE}, {paths.show(drawn)}")
    return 0
