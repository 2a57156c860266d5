"""What a browser may load and run on our pages: a Content Security Policy in each, with the hashes of its own scripts.

Scripts come from the site's own files, or stand on the page and have a hash in its policy; an inline script that anything
else has put there does not run. Styles come from files alone. The theme's script sets styles on elements, which is not
what a policy forbids: that are `style` attributes and elements in the HTML.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml.html import HtmlElement

from course.site.forms import Form

#: A comment, which a browser does not read, or a script with its attributes and its text.
SCRIPT = re.compile(r"<!--.*?-->|<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
SOURCE = re.compile(r"""(?:^|\s)src\s*=""", re.IGNORECASE)
#: A block of data is no script: browsers do not run it, and a policy does not ask about it.
DATA = re.compile(r"""(?:^|\s)type\s*=\s*["']?application/(?:ld\+)?json\b""", re.IGNORECASE)
#: A policy holds for what follows it; a browser looks for the encoding first, and only in the first 1024 bytes.
ENCODING = re.compile(r"<meta\s+charset=[^>]*>", re.IGNORECASE)

#: Where things may come from. From a disk the address of a page is no origin that `'self'` could mean: there it is `file:`.
OWN = {Form.WEB: "'self'", Form.SOURCE: "'self'", Form.DISK: "file:"}


class NoPlaceError(Exception):
    """A page has no place for its policy."""


def inline_scripts(html: str) -> list[str]:
    """The text of each inline script that a browser would run, as it hashes it."""
    return [
        match[2].replace("\r\n", "\n")
        for match in SCRIPT.finditer(html)
        if match[2] is not None and not SOURCE.search(match[1]) and not DATA.search(match[1])
    ]


def hash_of(script: str) -> str:
    """The source expression that allows the inline script `script`."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy(form: Form, hashes: Iterable[str]) -> str:
    """The policy of pages whose inline scripts have these `hashes`, as one line."""
    own = OWN[form]
    directives = {
        "default-src": own,
        "script-src": " ".join([own, *sorted(set(hashes))]),
        "style-src": own,
        "img-src": f"{own} data:",  # the icons in the theme's styles are data: addresses
        # From a disk nothing is fetched, and the frame of the search is part of the page.
        "connect-src": "'none'" if form is Form.DISK else own,
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": own,
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def with_policy(html: str, form: Form) -> str:
    """The page with its own policy, before everything that the policy is about.

    Raises:
        NoPlaceError: the page does not name its encoding, after which the policy would stand.
    """
    content = policy(form, map(hash_of, inline_scripts(html)))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    whole, number = ENCODING.subn(lambda found: found[0] + meta, html, count=1)
    if not number:
        raise NoPlaceError("the page has no <meta charset=…>; its template must keep the theme's block `site_meta`")
    return whole


def write(folder: Path, form: Form) -> set[str]:
    """Give every page below `folder` its policy; returns the hashes of all inline scripts.

    Whatever changes a page comes before this, whatever compresses or signs it comes after.

    Raises:
        NoPlaceError: as `with_policy`, with the name of the page.
    """
    hashes: set[str] = set()
    for file in sorted(folder.rglob("*.html")):
        html = file.read_text("utf-8")
        try:
            whole = with_policy(html, form)
        except NoPlaceError as error:
            raise NoPlaceError(f"{file.relative_to(folder).as_posix()}: {error}") from error
        hashes.update(map(hash_of, inline_scripts(html)))
        file.write_text(whole, "utf-8", newline="\n")
    return hashes


def faults(element: HtmlElement) -> Iterator[tuple[str, str]]:
    """(what is wrong, what to do) of one element: what the policy makes dead, and a link that gives our window away."""
    for name, value in element.attrib.items():
        if name.startswith("on"):
            yield f"'{name}' holds a script, which the policy of the page blocks", "Listen in a script of docs/assets/js"
        elif name == "style":
            yield f'style="{value}" has no effect under the policy of the page', (
                "Use a class and docs/assets/css; in a table of Markdown, take the colons out of the row of dashes"
            )
        elif name in ("href", "src", "action", "formaction") and value.strip().lower().startswith("javascript:"):
            yield f"'{name}' holds a script, which the policy of the page blocks", "Use a script of docs/assets/js"
    if element.tag == "style":
        yield "a <style> has no effect under the policy of the page", "Put the rules into docs/assets/css"
    address = element.get("href") or ""
    if element.tag == "a" and re.match(r"(?:[a-z]+:)?//", address) and "noopener" not in (element.get("rel") or "").split():
        yield f"the link to {address} has no rel=\"noopener\"", "Add it where the link is made; in Markdown: {rel=noopener}"
