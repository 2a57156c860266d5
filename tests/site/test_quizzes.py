"""The refinement of what mkdocs-quiz returns, on strings of HTML in its form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lxml import html as lxml_html

from course.model import Course, Page, Quiz
from course.site.quizzes import UnexpectedQuizError, plain_option, refine, searchable
from tests.support import KETTLE, TEAPOT, Draft, quiz

FACT = '<a class="fact" href="../x/#y" title="Botox Cosmetic">20&nbsp;Units</a>'
WORKED = '<span class="worked" title="50 ÷ 20">2.5&nbsp;mL</span>'
ADDED = (
    '<div id="quiz-progress-sidebar"><ul><li>0 / 0</li></ul></div><nav id="quiz-progress-mobile"></nav>'
    '<style type="text/css">.quiz { color: red }</style><script>window.a = {};</script><script>window.b = {};</script>'
    "<script defer>alert('</div>')</script>"
)


def theirs(quiz: Quiz, number: int) -> str:
    """One question in the form of mkdocs-quiz 1.7.1."""
    kind = "checkbox" if len(quiz.correct) > 1 else "radio"
    rows = "".join(
        f'<div><input type="{kind}" name="answer" value="{index}" id="quiz-{number}-{index}" '
        f'{"data-correct=&quot;true&quot;".replace("&quot;", chr(34)) if option.correct else ""}>'
        f'<label for="quiz-{number}-{index}">{option.text}</label>'
        f'<div class="answer-feedback hidden">{option.rationale}</div></div>'
        for index, option in enumerate(quiz.options)
    )
    return (
        f'<div class="quiz" data-show-correct="true" id="quiz-{number}">\n'
        f'<a href="#quiz-{number}" class="quiz-header-link">#</a>\n'
        f'<div class="quiz-question" id="quiz-{number}-question"><!-- id: {quiz.id} -->\n<p>{quiz.question}</p></div>\n'
        '<form action="javascript:void(0);" onsubmit="return false;">'
        f'<fieldset aria-labelledby="quiz-{number}-question">{rows}</fieldset>'
        '<div class="quiz-feedback hidden"></div><button type="submit" class="quiz-button">Submit</button></form>\n'
        '<section class="content hidden"></section>\n            </div>'
    )


def whole(page: Page) -> str:
    questions = "\n".join(theirs(quiz, number) for number, quiz in enumerate(page.quizzes))
    return f"<h1>Head</h1>\n<p>Text.</p>\n{questions}\n{ADDED}"


def address(path: str, anchor: str) -> str:
    return f"/{path}#{anchor}"


@pytest.fixture
def course(draft: Draft) -> Course:
    return draft.load()


@pytest.fixture
def kettle(course: Course) -> Page:
    return course.pages[KETTLE.removeprefix("docs/")]


def refined(page: Page, course: Course) -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(refine(whole(page), page, course, address), create_parent="div")


def test_the_authors_id_is_that_of_the_element(kettle: Page, course: Course) -> None:
    tree = refined(kettle, course)
    assert [found.get("id") for found in tree.cssselect(".quiz")] == [quiz.id for quiz in kettle.quizzes]
    ids = [element.get("id") for element in tree.xpath("//*[@id]")]
    assert len(ids) == len(set(ids)) == 15


def test_options_carry_values_that_survive_reordering(draft: Draft, kettle: Page, course: Course) -> None:
    def values(page: Page, course: Course) -> dict[str, str]:
        return {
            option.cssselect("label")[0].text_content(): option.cssselect("input")[0].get("value")
            for option in refined(page, course).cssselect("#kettle-sea-level .quiz-option")
        }

    before = values(kettle, course)
    assert len(set(before.values())) == 3
    draft.replace(KETTLE, "- [ ] 90 degrees\n> That is the figure for 3,000 m. [@clark2020]\n", "")
    draft.replace(
        KETTLE, "> No open kettle gets there. [@adams2001]\n",
        "> No open kettle gets there. [@adams2001]\n- [ ] 90 degrees\n> That is the figure for 3,000 m. [@clark2020]\n",
    )
    course = draft.load()
    after = values(course.pages["chapters/kettle.md"], course)
    assert list(after) != list(before)
    assert after == before


def test_an_option_with_a_key_has_it_as_its_value(kettle: Page, course: Course) -> None:
    [option] = refined(kettle, course).xpath("//input[@value='at-ninety']")
    assert option.get("name") == "kettle-mountain"
    assert option.getparent().text_content() == "At 90 degrees"


def test_fieldset_legend_status_and_the_answer_in_words(kettle: Page, course: Course) -> None:
    tree = refined(kettle, course)
    for quiz_, found in zip(kettle.quizzes, tree.cssselect(".quiz"), strict=True):
        [fieldset] = found.cssselect("fieldset")
        labels = [tree.get_element_by_id(name) for name in fieldset.get("aria-labelledby").split()]
        assert labels[0].text_content().strip().startswith(quiz_.question[:10])
        assert labels[1].tag == "legend"
        assert labels[1].text == ("Choose all that apply" if len(quiz_.correct) > 1 else "Choose one")
        assert found.cssselect("[role=status]")
        items = found.cssselect("details ol > li")
        assert [item.get("data-correct") is not None for item in items] == [option.correct for option in quiz_.options]
        for item, option in zip(items, quiz_.options, strict=True):
            assert item.cssselect("strong")[0].text == ("Right:" if option.correct else "Not this one:")
            assert option.text in item.text_content()
            assert option.rationale.split(" [@")[0] in item.text_content()
        types = {field.get("type") for field in found.cssselect(".quiz-option input")}
        assert types == {"checkbox" if len(quiz_.correct) > 1 else "radio"}


def test_the_section_to_read_again(kettle: Page, course: Course) -> None:
    [link] = refined(kettle, course).cssselect("#kettle-signs .quiz-read a")
    assert (link.get("href"), link.text) == ("/chapters/kettle.md#signs", "Signs")


def test_a_question_elsewhere_leads_to_the_chapter_of_its_objective(draft: Draft) -> None:
    draft.append("docs/index.md", quiz(objective="chapters/teapot#warm-pot", section=None))
    course = draft.load()
    page = course.pages["index.md"]
    tree = refined(page, course)
    [link] = tree.cssselect(".quiz-read a")
    assert (link.get("href"), link.text) == ("/chapters/teapot.md#warm-the-pot", "The teapot: Warm the pot")
    [found] = tree.cssselect(".quiz")
    assert (found.get("data-chapter"), found.get("data-objective")) == ("chapters/teapot", "warm-pot")


def test_keep_last_is_told(kettle: Page, course: Course) -> None:
    marked = [found.get("id") for found in refined(kettle, course).cssselect("[data-keep-last]")]
    assert marked == ["kettle-mountain"]


def test_nothing_of_the_plugin_is_left(kettle: Page, course: Course) -> None:
    html = refine(whole(kettle), kettle, course, address)
    for word in ("<script", "<style", "javascript:", "onsubmit", "<!--", "quiz-progress", "quiz-header-link", "quiz-0"):
        assert word not in html, word
    assert html.startswith("<h1>Head</h1>\n<p>Text.</p>\n")


def test_a_page_without_questions_is_left_alone(course: Course) -> None:
    page = course.pages["index.md"]
    assert refine("<p>Text</p>" + ADDED, page, course, address) == "<p>Text</p>" + ADDED


def test_literals_in_options_become_words() -> None:
    long = FACT.replace('"fact"', '"fact fact-long"')
    assert plain_option(f"As {long}") == "As 20&nbsp;Units"
    assert plain_option(f"Give {FACT} in {WORKED}, <em>slowly</em>") == "Give 20&nbsp;Units in 2.5&nbsp;mL, <em>slowly</em>"


def test_literals_in_reasons_stay(draft: Draft) -> None:
    course = draft.load()
    page = course.pages[TEAPOT.removeprefix("docs/")]
    html = whole(page).replace("It leaves a film.", f"It leaves {FACT}.", 1)
    assert 'class="fact"' in refine(html, page, course, address)


Spoil = Callable[[str], str]


@pytest.mark.parametrize(("spoil", "says"), [
    (lambda html: html.replace('-question"><div>', '-question"><legend>Q</legend><div>', 1), "has 3 options, rendered are 4"),
    (lambda html: html.replace('<div class="quiz-feedback hidden"></div>', "<p></p>", 1), "the form of the quiz"),
    (lambda html: html.replace("</form>", "</form></div>", 1), "is no single element"),
    (lambda html: html.replace('class="quiz-header-link"', 'class="link"', 1), "consists of"),
    (lambda html: html.replace('<div class="quiz" ', '<div class="question" ', 1), "has 5 questions, the built page has 4"),
    (lambda html: html.replace(' data-correct="true"', "", 1), "marked otherwise than in the source"),
    (lambda html: html.replace('type="radio"', 'type="checkbox"', 1), "marked otherwise than in the source"),
    (lambda html: html.replace('<label for="quiz-0-0">', '<span></span><label for="quiz-0-0">', 1), "an option of the quiz"),
    (lambda html: html.replace("<script>window.a", "<canvas></canvas><script>window.a"), "appended div, nav, style, canvas"),
    (lambda html: html[: html.index('<div id="quiz-progress')], "has appended no style"),
    (lambda html: html.replace('hidden"></section>', 'hidden"><p>More</p></section>', 1), "the form of the quiz"),
])
def test_another_form_stops_the_build(kettle: Page, course: Course, spoil: Spoil, says: str) -> None:
    html = whole(kettle)
    assert spoil(html) != html
    with pytest.raises(UnexpectedQuizError, match=r"^docs/chapters/kettle\.md: .*requirements\.lock") as error:
        refine(spoil(html), kettle, course, address)
    assert says in str(error.value)


def test_the_search_sees_the_page_without_questions_and_drawings(kettle: Page, course: Course) -> None:
    figure = '<figure><svg viewBox="0 0 1 1"><text>Label</text></svg>After</figure>'
    html = refine(whole(kettle), kettle, course, address) + figure
    left = searchable(html)
    for quiz_ in kettle.quizzes:
        for option in quiz_.options:
            assert option.rationale.split(" [@")[0] not in left
    assert "Label" not in left
    assert " Text. " in left
    assert left.endswith(" After ")
    assert set(re.findall(r"<[a-z0-9]+", left)) <= {"<h1", "<h2", "<h3"}
