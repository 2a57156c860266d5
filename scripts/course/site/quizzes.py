"""What mkdocs-quiz returns, refined: our markup for the questions, and none of its scripts and styles.

The plugin's HTML is read strictly. Where it is not what this module knows (another version of the plugin, a quiz that
was not rendered), the build stops: a question that is half understood could be published with its answer marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from lxml import html as lxml_html
from lxml.etree import ParserError

from course.model import Course, Option, Page, Quiz

#: One question as the plugin writes it, and where what it adds to the page begins.
QUESTION = re.compile(r'<div class="quiz"[^>]*>.*?<section class="content hidden">.*?</section>\s*</div>', re.DOTALL)
ADDED = '<div id="quiz-progress-sidebar"'
ADDED_ELEMENTS = (
    ["div", "nav", "style", "script", "script", "script"],  # in a theme with a sidebar
    ["style", "script", "script", "script"],
)
#: One question as we write it, to be left out of the search.
REFINED = re.compile(r'<div class="quiz"[^>]*>.*?</details>\s*</div>', re.DOTALL)
CITED = re.compile(r'<sup class="cite\b.*?</sup>', re.DOTALL)
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
#: Tags inside a line, which may stand inside a word, and those around lines, but for headings.
WITHIN = re.compile(r'</?(?:a|abbr|em|span|strong|t[dhr])(?:\s(?:[^>"]|"[^"]*")*)?>', re.DOTALL)
AROUND = re.compile(r'</?(?!h\d\b)[a-z][a-z0-9]*(?:\s(?:[^>"]|"[^"]*")*)?>', re.DOTALL)
LITERAL = re.compile(r'<(a class="fact(?: fact-long)?"|span class="worked")[^>]*>(.*?)</(?:a|span)>', re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

#: (path of a page, id on it) -> address from the page that is being built.
Address = Callable[[str, str], str]


class UnexpectedQuizError(Exception):
    """The HTML of mkdocs-quiz is not what this module knows."""

    def __init__(self, page: Page, what: str):
        super().__init__(
            f"{page.source}: {what}. This is not the HTML of the locked version of mkdocs-quiz (requirements.lock): "
            "go back to that version, or change scripts/course/site/quizzes.py and its tests to the new one"
        )


def _inner(element: lxml_html.HtmlElement) -> str:
    """The HTML inside `element`."""
    text = escape(element.text or "", quote=False)
    return COMMENT.sub("", text + "".join(lxml_html.tostring(child, encoding="unicode") for child in element)).strip()


def plain_option(html: str) -> str:
    """An option without links: a checked literal in the right option alone would give the answer away.

    It is checked all the same; its source stands in the reason. A link inside a label would also take the reader
    elsewhere instead of choosing the option.
    """
    return LITERAL.sub(lambda literal: literal[2], html)


def _without_additions(html: str, page: Page) -> str:
    """`html` without the sidebar, styles and scripts that the plugin appends."""
    start = html.rfind(ADDED)
    if start < 0:
        start = html.rfind('<style type="text/css">')
    if start < 0:
        raise UnexpectedQuizError(page, "mkdocs-quiz has appended no style")
    added = lxml_html.fragments_fromstring(html[start:])
    tags = [piece if isinstance(piece, str) else piece.tag for piece in added]
    if tags not in ADDED_ELEMENTS:
        raise UnexpectedQuizError(page, f"mkdocs-quiz has appended {', '.join(map(str, tags))}")
    return html[:start].rstrip()


def _read(html: str, quiz: Quiz, page: Page) -> tuple[str, list[tuple[str, str]]]:
    """(question, [(option, reason), …]) of one question of the plugin, as HTML, held against the author's."""
    name = quiz.id or f"line {quiz.line}"
    try:
        root = lxml_html.fragment_fromstring(html)
    except ParserError as error:
        raise UnexpectedQuizError(page, f"the quiz '{name}' is no single element: {error}") from error
    shape = [(child.tag, child.get("class")) for child in root]
    if shape != [("a", "quiz-header-link"), ("div", "quiz-question"), ("form", None), ("section", "content hidden")]:
        raise UnexpectedQuizError(page, f"the quiz '{name}' consists of {shape}")
    _, question, form, content = root
    inside = [(child.tag, child.get("class")) for child in form]
    if inside != [("fieldset", None), ("div", "quiz-feedback hidden"), ("button", "quiz-button")] or _inner(content):
        raise UnexpectedQuizError(page, f"the form of the quiz '{name}' holds {inside}")
    options = []
    kind = "checkbox" if len(quiz.correct) > 1 else "radio"
    rows = list(form[0])
    if len(rows) != len(quiz.options):
        raise UnexpectedQuizError(page, f"the quiz '{name}' has {len(quiz.options)} options, rendered are {len(rows)}")
    for row, option in zip(rows, quiz.options, strict=True):
        parts = [child.tag for child in row]
        if parts not in (["input", "label", "div"], ["input", "label"]):
            raise UnexpectedQuizError(page, f"an option of the quiz '{name}' consists of {parts}")
        if row[0].get("type") != kind or (row[0].get("data-correct") == "true") != option.correct:
            raise UnexpectedQuizError(page, f"an option of the quiz '{name}' is marked otherwise than in the source")
        options.append((plain_option(_inner(row[1])), _inner(row[2]) if len(row) > 2 else ""))
    return _inner(question), options


def _name(quiz: Quiz) -> str:
    """The id of the element. Without the author's, which is a finding, the preview goes on with the line."""
    return quiz.id or f"quiz-line-{quiz.line}"


def _option(quiz: Quiz, option: Option, html: str) -> str:
    kind = "checkbox" if len(quiz.correct) > 1 else "radio"
    field = f'<input type="{kind}" name="{_name(quiz)}" value="{escape(option.value)}">'
    return f'<div class="quiz-option"><label>{field}<span>{html}</span></label></div>'


def _reason(option: Option, html: str, reason: str) -> str:
    marked, verdict = (" data-correct", "Right") if option.correct else ("", "Not this one")
    return (
        f'<li{marked}><p><strong>{verdict}:</strong> {html}</p>'
        f'<div class="quiz-reason">{reason}</div></li>'
    )


def _written(quiz: Quiz, page: Page, course: Course, parts: tuple[str, list[tuple[str, str]]], address: Address) -> str:
    question, options = parts
    name = _name(quiz)
    attributes = f'id="{name}" data-version="{quiz.version}"'
    if quiz.keep_last:
        attributes += " data-keep-last"
    read_again = ""
    if (found := course.objective_of(page, quiz)) and (section := course.section_of(page, quiz)):
        chapter, heading = section
        if chapter is not page:
            attributes += f' data-chapter="{chapter.path.removesuffix(".md")}" data-objective="{found[1]}"'
            attributes += f' data-aim="{escape(chapter.objectives[found[1]].removesuffix("."))}"'
        shown = heading.text if chapter is page else f"{chapter.title}: {heading.text}"
        read_again = (
            f'<p class="quiz-read">Read again: <a href="{escape(address(chapter.path, heading.id))}">{escape(shown)}</a></p>'
        )
    legend = "Choose all that apply" if len(quiz.correct) > 1 else "Choose one"
    rows = "".join(_option(quiz, option, html) for option, (html, _) in zip(quiz.options, options, strict=True))
    reasons = "".join(_reason(option, *texts) for option, texts in zip(quiz.options, options, strict=True))
    return (
        f'<div class="quiz" {attributes}><div class="quiz-question" id="{name}-q">{question}</div>'
        f'<form><fieldset aria-labelledby="{name}-q {name}-l"><legend id="{name}-l">{legend}</legend>'
        f'{rows}</fieldset><p class="quiz-status" role="status"></p></form>{read_again}'
        f'<details class="quiz-answer"><summary>Answer and reasons</summary><ol>{reasons}</ol></details></div>'
    )


def refine(html: str, page: Page, course: Course, address: Address) -> str:
    """The page with our questions in the place of the plugin's; a page without questions as it is.

    Raises:
        UnexpectedQuizError: the plugin's HTML has another form, or other questions than the source.
    """
    if not page.quizzes:
        return html
    html = _without_additions(html, page)
    found = QUESTION.findall(html)
    if len(found) != len(page.quizzes):
        raise UnexpectedQuizError(page, f"the source has {len(page.quizzes)} questions, the built page has {len(found)}")
    quizzes = iter(page.quizzes)

    def question(match: re.Match[str]) -> str:
        quiz = next(quizzes)
        return _written(quiz, page, course, _read(match[0], quiz, page), address)

    return QUESTION.sub(question, html)


def searchable(html: str) -> str:
    """The page without its questions, which would give the answers away, and without numbers of sources and drawings.

    Nor with any tag but those of headings: the search keeps no other, and its parser reads them one by one.
    """
    return AROUND.sub(" ", WITHIN.sub("", DRAWING.sub("", CITED.sub("", REFINED.sub("", html)))))
