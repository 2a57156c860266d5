"""`course audit`: what was traced to its source, and what has changed since."""

from __future__ import annotations

import csv
import io

import pytest

from course import audit
from course.cli import main
from course.model import Course
from course.model.audit import COLUMNS, GONE, VERDICTS, file_of, load, statements
from tests.support import KETTLE, Draft

FILE = "data/audits/chapters-kettle.csv"


def filled(draft: Draft) -> list[list[str]]:
    """The rows of an audit of the kettle in which everything is advice."""
    course = draft.load()
    rows = list(csv.reader(io.StringIO(audit.draft(course.pages["chapters/kettle.md"], course))))
    return [rows[0], *([row[0], row[1], "advice", ""] for row in rows[1:])]


def write(draft: Draft, rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    draft.write(FILE, out.getvalue())


def test_every_chapter_and_sheet_was_traced_whole(real: Course) -> None:
    """What was changed after its audit is counted by `course audit`; here a tenth of a page may be new."""
    sheets = [page for page in real.in_order if page.is_sheet]
    assert len(sheets) == 8
    pages = [*real.chapters, *sheets, real.pages["assessment/index.md"], real.pages["reference/emergencies.md"]]
    assert len(pages) > 38
    for page in pages:
        found, findings = load(page, real.paths)
        assert found is not None, f"{page.path} has no audit"
        assert findings == []
        every = statements(page)
        assert len(audit.untraced(page, real)) <= len(every) / 10, page.path
        assert any(row.verdict == "supported" for row in found.rows)


def test_a_draft_has_every_statement_with_its_sources(draft: Draft) -> None:
    course = draft.load()
    page = course.pages["chapters/kettle.md"]
    rows = list(csv.reader(io.StringIO(audit.draft(page, course))))
    assert tuple(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:]] == [words for _, words, _ in statements(page)]
    assert any("@adams2001" in row[1] for row in rows)
    teapot = list(csv.reader(io.StringIO(audit.draft(course.pages["chapters/teapot.md"], course))))
    [steep] = [row for row in teapot if row[0].startswith("Steep the leaves for 4 minutes")]
    assert steep[1].startswith("@")  # from its checked literal
    assert all(row[2] == row[3] == "" for row in rows[1:])
    texts = " ".join(row[0] for row in rows)
    for quiz in page.quizzes:
        assert quiz.options[0].rationale.split(". ")[0].split(" [")[0][:30] in texts
    assert "[@" not in texts


def test_what_changed_is_new_again(draft: Draft) -> None:
    write(draft, filled(draft))
    course = draft.load()
    page = course.pages["chapters/kettle.md"]
    assert audit.untraced(page, course) == []
    line = draft.append(KETTLE, "A kettle that nobody has traced.")
    course = draft.load()
    assert audit.untraced(course.pages["chapters/kettle.md"], course) == [(line, "A kettle that nobody has traced.")]
    text, number = audit.report(course, listed=True)
    assert f"{KETTLE}:{line} not traced in these words: A kettle that nobody has traced." in text
    assert number == 1 + len(audit.untraced(course.pages["chapters/teapot.md"], course))


def test_a_new_draft_keeps_what_was_said(draft: Draft) -> None:
    rows = filled(draft)
    rows[1][2:] = ["mended", "it was cold"]
    rows[2][2:] = ["supported", "a note"]
    rows.append(["Gone long ago.", "", "removed", "no source"])
    rows.append(["Changed since.", "", "advice", ""])
    write(draft, rows)
    course = draft.load()
    again = list(csv.reader(io.StringIO(audit.draft(course.pages["chapters/kettle.md"], course))))
    assert again[1][2] == ""  # it stands again, and must be read again
    assert again[2][2:] == ["supported", "a note"]
    assert [row for row in again if row[2] in GONE] == [[*rows[1]], ["Gone long ago.", "", "removed", "no source"]]
    assert not any(row[0] == "Changed since." for row in again)


def test_the_command(draft: Draft, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.root))
    write(draft, filled(draft))
    assert main(["audit"]) == 0
    out = capsys.readouterr().out
    assert all(verdict in out for verdict in VERDICTS)
    assert out.splitlines()[-1].endswith("statements not traced in these words")
    assert main(["audit", "--draft", "chapters/kettle"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(",".join(COLUMNS))
    assert FILE in said.err
    assert main(["audit", "--draft", "chapters/samovar"]) == 1
    assert "there is no page 'chapters/samovar'" in capsys.readouterr().err


def test_files_are_distinct(real: Course) -> None:
    assert len({file_of(page, real.paths) for page in real.pages.values()}) == len(real.pages)
