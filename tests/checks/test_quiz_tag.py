import pytest

from tests.support import KETTLE, Draft, assert_only, quiz


@pytest.mark.parametrize(("text", "offset", "says"), [
    # Closing tags.
    (quiz().replace("</quiz>", "</quizz>"), 10, "'</quizz>' is not a quiz tag"),
    (quiz().replace("</quiz>", "</Quiz>"), 10, "'</Quiz>' is not a quiz tag"),
    (quiz().replace("</quiz>", "</qiuz>"), 10, "'</qiuz>' is not a quiz tag"),
    (quiz().replace("</quiz>", "</quiz"), 10, "'</quiz' is not a quiz tag"),
    (quiz().replace("</quiz>", "  </quiz>"), 10, "'</quiz>' is not a quiz tag"),
    (quiz().replace("</quiz>", "</quiz> And on."), 10, "'</quiz> And on.' is not a quiz tag"),
    (quiz().replace("</quiz>", "<quiz/>"), 10, "'<quiz/>' is not a quiz tag"),
    (quiz().replace("</quiz>", "<quiz>"), 10, "'<quiz>' is not a quiz tag"),
    (quiz().replace("</quiz>\n", ""), 0, "<quiz> is not closed"),
    # Opening tags.
    (quiz().replace("<quiz>", "<quizz>"), 0, "'<quizz>' is not a quiz tag"),
    (quiz().replace("<quiz>", "<Quiz>"), 0, "'<Quiz>' is not a quiz tag"),
    (quiz().replace("<quiz>", "<qiuz>"), 0, "'<qiuz>' is not a quiz tag"),
    (quiz().replace("<quiz>", "  <quiz>"), 0, "'<quiz>' is not a quiz tag"),
    (quiz().replace("<quiz>", '<quiz id="x">'), 0, "is not a quiz tag"),
    ("</quiz>", 0, "'</quiz>' is not a quiz tag"),
    ("A line about the <quiz> tag.", 0, "is not a quiz tag"),
    ("<quiz>What?</quiz>", 0, "is not a quiz tag"),
    # What stands between.
    (quiz().replace("- [x]", "- [y]"), 4, "'- [y] Option 1' is not written as an option"),
    (quiz().replace("- [ ] Option 2", "- [ ]Option 2"), 6, "'- [ ]Option 2' is not written as an option"),
    (quiz().replace("- [ ] Option 3", "  - [ ] Option 3"), 8, "is not written as an option"),
    (quiz().replace("</quiz>", "More text.\n</quiz>"), 10, "'More text.' belongs to no option"),
    (quiz().replace("- [x] Option 1\n", "- [x] Option 1\n\n"), 6, "belongs to no option"),
    (quiz(question=""), 0, "no question"),
    (quiz(question="Water boils at [[100]] °C. True?"), 2, "blank"),
])
def test_bad(draft: Draft, text: str, offset: int, says: str) -> None:
    """One finding, and the sections after it are still read."""
    line = draft.append(KETTLE, text)
    before = len(draft.page(KETTLE).quizzes)
    rest = f"A paragraph after it. [@adams2001]\n\n{quiz(id='after-it')}\n## After it\n\n[After it](#after-it)"
    after = draft.append(KETTLE, rest)
    assert_only(draft, "quiz-tag", KETTLE, line + offset, says)
    page = draft.page(KETTLE)
    assert len(page.quizzes) == before + 1
    assert page.quizzes[-1].id == "after-it"
    assert page.quizzes[-1].line == after + 2
    assert page.quizzes[-1].faults == ()


def test_good(draft: Draft) -> None:
    draft.append(KETTLE, quiz())
    draft.append(KETTLE, "```\n<quizz>\n```\n\nThe quiz is over. 3 < 4 and <q>short quotations</q> are no quiz. [@clark2020]")
    assert draft.findings() == []
