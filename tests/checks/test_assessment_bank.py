from tests.support import ASSESSMENT as PAGE
from tests.support import ASSESSMENT_DATA as DATA
from tests.support import ASSESSMENT_FRONT as FRONT
from tests.support import Draft, asked, assert_only, places


def test_good(exam: Draft) -> None:
    assert exam.findings() == []


def test_good_no_assessment(draft: Draft) -> None:
    assert draft.load().assessment is None
    assert draft.findings() == []


def test_bad_kind(exam: Draft) -> None:
    line = exam.append(PAGE, asked(9, kind="recall"))
    assert_only(exam, "assessment-bank", PAGE, line + 1, "the quiz 'fa-9' is no case")


def test_bad_few(exam: Draft) -> None:
    exam.replace(DATA, "draw: 2", "draw: 3")
    exam.replace(DATA, "chapters: 2", "chapters: 3")
    assert_only(exam, "assessment-bank", DATA, 1, "an attempt draws 3 questions of 'chapters', the bank has 4")


def test_bad_sum(exam: Draft) -> None:
    exam.replace(DATA, "draw: 2", "draw: 4")
    assert_only(exam, "assessment-bank", DATA, 1, "the blueprint adds up to 2, draw is 4")


def test_bad_chapter_left_out(exam: Draft) -> None:
    exam.write(PAGE, FRONT + "".join(asked(number) for number in range(4)))
    assert_only(exam, "assessment-bank", "docs/chapters/teapot.md", 1, "has no question on this chapter")


def test_bad_folder_outside_the_blueprint(exam: Draft) -> None:
    exam.write(DATA, "draw: 2\npass: 80\nblueprint:\n  elsewhere: 2\n")
    findings = exam.findings()
    assert {finding.rule for finding in findings} == {"assessment-bank"}
    assert ("assessment-bank", PAGE, exam.line_of(PAGE, "<!-- id: fa-0;") - 1) in places(findings)


def test_bad_form(exam: Draft) -> None:
    exam.replace(DATA, "pass: 80", "pass: high")
    assert_only(exam, "assessment-bank", DATA, 2, "high")


def test_bad_objective(exam: Draft) -> None:
    line = exam.append(PAGE, asked(9, "chapters/kettle#no-such"))
    assert_only(exam, "quiz-objective", PAGE, line + 1, "names 'chapters/kettle#no-such', which is no objective of a chapter")
    assert "chapters/kettle#boil-water" in exam.findings()[0].remedy
