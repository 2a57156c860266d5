"""A figure is a small drawing of ours in the page's colors, legible on a phone, whose numbers stand in its caption.

The words of a drawing are read by no other rule. So a figure with a unit stands in the caption as well, where it is
compared with its source.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from course.findings import Finding
from course.model import Block, Course, Page
from course.model.drawing import DrawingError, read_drawing
from course.model.source import LINK, links

RULE = "figure-drawing"
BYTES = 30_000
#: Drawings are 360 units wide, which is what a phone shows at full size.
WIDTH = 360
TEXT = 13
PAINTED = ("fill", "stroke", "color", "stop-color")
PAINT = re.compile(r"^(?:none|currentColor|inherit|url\(#[\w-]+\)|var\((?P<name>--[\w-]+)(?:, ?#[0-9a-fA-F]{3,8})?\))$")
TOKEN = re.compile(r"^\s*(--[\w-]+):", re.MULTILINE)
QUANTITY = re.compile(
    r"\d[\d.,–-]*\s*(?:Units?|mL|cm|mm|°C|%|seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\d[\d.,–-]*\s*%"
)


def _words(text: str) -> str:
    return " ".join(LINK.sub(lambda link: link["text"], text).replace("\u00a0", " ").split())


def _tokens(course: Course) -> set[str]:
    """The names of tokens.css; without the file, as in small courses, those of the brief for drawings."""
    file = course.paths.docs / "assets" / "css" / "tokens.css"
    return set(TOKEN.findall(file.read_text("utf-8"))) if file.is_file() else {"--ink", "--fig-line", "--fig-soft"}


def _figure(
    course: Course, page: Page, block: Block, names: Counter[str], tokens: set[str]
) -> Iterator[tuple[int, str, str]]:
    """(line, fault, remedy) of one figure; `names` counts the files of docs/ by their names."""
    within = [(n, line) for n, line in page.prose_lines if block.line < n < (block.closed_at or block.line)]
    images = [link for link in links(within) if link.image]
    caption = _words(" ".join(line for _, line in within if "![" not in line))
    if len(images) != 1:
        yield block.line, f"the figure has {len(images)} images", "Put one line `![what it teaches](name.svg)` into it"
        return
    image = images[0]
    if len(caption) < 20:
        yield block.line, "the figure has no caption", "Put a sentence with its source under the image"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), image.target))
    file = course.paths.docs / path
    if not path.endswith(".svg"):
        yield image.line, f"'{image.target}' is no SVG", "Draw it as SVG, in the page's colors"
        return
    if not file.is_file():
        return  # link-target says so
    if (same := names[file.name]) > 1:
        yield image.line, f"{same} files are named {file.name}", "Give each drawing a name of its own"
    try:
        drawing = read_drawing(file)
    except DrawingError as error:
        yield image.line, f"{path}: {error}", "Draw with paths, shapes and text alone (STYLE.md, Figures)"
        return
    if drawing.size > BYTES:
        yield image.line, f"{path} has {drawing.size:,} bytes", f"Simplify it to {BYTES:,} or fewer"
    if drawing.width != WIDTH:
        yield image.line, f"{path} is {drawing.width:g} units wide", f'Begin it with viewBox="0 0 {WIDTH} …"'
    if (smallest := drawing.smallest_text) is not None and smallest < TEXT:
        yield image.line, f"{path} has text of {smallest:g} units", f'Give every text font-size="{TEXT}" or more'
    for element in drawing.root.iter():
        for name in PAINTED:
            value = element.get(name)
            paint = PAINT.match(value) if value else None
            if value and (paint is None or (paint["name"] and paint["name"] not in tokens)):
                yield (
                    image.line, f"{path}: {name}=\"{value}\" is no color of the page",
                    f'Write {name}="var(--ink, #17222b)" with a name of tokens.css',
                )
    for where, text in [("drawing", " ¦ ".join(drawing.texts)), ("text alternative", image.text)]:
        for quantity in dict.fromkeys(QUANTITY.findall(text)):
            if _words(quantity) not in caption:
                yield (
                    image.line, f"the {where} says '{quantity}', the caption does not",
                    "Write it in the caption too, where it is checked, or leave it out",
                )


def check(course: Course) -> Iterator[Finding]:
    names = Counter(file.name for file in course.paths.docs.rglob("*.svg"))
    tokens = _tokens(course)
    for page in course.in_order:
        spans = [(block.line, block.closed_at or block.line) for block in page.blocks if block.kind == "figure"]
        for block in page.blocks:
            if block.kind == "figure":
                for line, fault, remedy in _figure(course, page, block, names, tokens):
                    yield Finding(page.source, line, RULE, fault, remedy)
        for link in page.links:
            if link.image and not any(first < link.line < last for first, last in spans):
                yield Finding(
                    page.source, link.line, RULE, f"the image {link.target} stands in no figure", "Put it into `/// figure`"
                )
