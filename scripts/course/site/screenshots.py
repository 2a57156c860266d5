"""Screenshots of the built site, to be looked at, and the one that the README shows."""

from __future__ import annotations

import os
from pathlib import Path

from course.paths import Paths
from course.site.chromium import browser
from course.site.server import serve_folder

PAGES = {
    "home": "",
    "chapter": "practice/preparation/",
    "look-up": "reference/emergencies/",
    "citations": "reference/citations/",
}
WIDTHS = (390, 1280)
SCHEMES = ("light", "dark")
README_PICTURE = Path(".github/screenshot.png")


def take(paths: Paths, folder: str) -> int:
    """Write one PNG for each page, width and scheme below `folder`, and the README's picture.

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
                    page.screenshot(path=target / f"{name}-{width}-{scheme}.png", full_page=name != "citations")
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
    print(f"screenshots: {count} in {folder}/, and {README_PICTURE}")
    return 0
