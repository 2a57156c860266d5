"""The refinement of what mkdocs-quiz returns."""

from __future__ import annotations

from course.site.quizzes import plain_options

FACT = '<a class="fact" href="../x/#y" title="Botox Cosmetic">20&nbsp;Units</a>'
WORKED = '<span class="worked" title="50 ÷ 20">2.5&nbsp;mL</span>'


def test_literals_in_options_become_words() -> None:
    html = f'<input id="quiz-0-1"><label for="quiz-0-1">Give {FACT} in {WORKED}, <em>slowly</em></label>'
    assert plain_options(html) == (
        '<input id="quiz-0-1"><label for="quiz-0-1">Give 20&nbsp;Units in 2.5&nbsp;mL, <em>slowly</em></label>'
    )


def test_literals_elsewhere_stay() -> None:
    html = f'<p>{FACT}</p><div class="answer-feedback hidden">{FACT} {WORKED}</div><label for="other">{FACT}</label>'
    assert plain_options(html) == html
