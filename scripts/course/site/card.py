"""The picture that other sites show beside a link to the course: the mark, the name, and what it is."""

from __future__ import annotations

import os
from base64 import b64encode
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from course.paths import Paths

#: In pixels, as og:image:width and og:image:height in overrides/main.html say.
SIZE = (1200, 630)
#: Below `docs/`.
CARD = Path("assets/img/card.png")
FONT = Path("assets/fonts/atkinson-next.woff2")

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><style>
@font-face {{ font-family: Face; src: url(data:font/woff2;base64,{font}); font-weight: 200 800; }}
body {{ margin: 0; width: 1200px; height: 630px; box-sizing: border-box; padding: 72px 96px;
  display: flex; flex-direction: column;
  font-family: Face; color: #17222b; background: #fbfaf7; border-bottom: 18px solid #0b5f66; }}
svg {{ flex: none; width: 180px; height: 108px; fill: #0b5f66; }}
h1 {{ text-wrap: balance; margin: 40px 0 24px; font-size: 84px; line-height: 1.06; letter-spacing: -0.015em; }}
p {{ margin: 0; font-size: 34px; line-height: 1.4; color: #46545f; max-width: 940px; }}
</style><svg viewBox="1 3 30 18"><circle cx="4" cy="6" r="3"/><circle cx="10" cy="12" r="3"/><circle cx="16" cy="17" r="3"/>
<circle cx="22" cy="12" r="3"/><circle cx="28" cy="6" r="3"/></svg><h1>{title}</h1><p>{text}</p></html>"""


def draw(paths: Paths, chromium: Browser, title: str, text: str) -> Path:
    """Write the card with a title and one sentence beside the earlier one and in its place; returns its path."""
    font = b64encode((paths.docs / FONT).read_bytes()).decode("ascii")
    page = chromium.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
    page.set_content(PAGE.format(font=font, title=escape(title), text=escape(text)))
    page.evaluate("document.fonts.ready")
    target = paths.docs / CARD
    temporary = target.with_suffix(".new.png")
    page.screenshot(path=temporary)
    page.close()
    os.replace(temporary, target)
    return target
