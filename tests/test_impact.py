"""`course impact`: what a change of the product data touches, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from course.cli import main
from course.findings import CourseError
from course.impact import Use, affected, report, uses
from tests.support import PERCOLATOR, SAMOVAR, TEAPOT, Draft, run_git

PRODUCTS = "docs/reference/products.md"
WATER = "samovar/study-steeping/water"
NOTHING = "No fact of the product data changes."

Git = Callable[..., str]


@pytest.fixture
def git(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Git in the small course, whose present state is committed; no configuration of this machine is read."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    run = partial(run_git, draft.paths.root)
    run("init", "--quiet", "--initial-branch=main")
    commit(run)
    return run


def commit(git: Git) -> None:
    git("add", "--all")
    git("commit", "--quiet", "--message", "a state")


def lines(draft: Draft, what: str = SAMOVAR) -> list[str]:
    text, _ = report(draft.load(), what)
    return text.split("\n")


def table(draft: Draft, kind: str) -> str:
    return f"    {PRODUCTS}:{draft.line_of(PRODUCTS, f'/// {kind}')}: table '{kind}'"


def test_nothing_changed(draft: Draft, git: Git) -> None:
    assert report(draft.load(), SAMOVAR) == (NOTHING, 0)
    draft.replace(SAMOVAR, "brand: Samovar", "# a comment\nbrand: Samovar")
    assert report(draft.load(), SAMOVAR) == (NOTHING, 0)


def test_a_changed_value(draft: Draft, git: Git) -> None:
    draft.replace(SAMOVAR, "water: {value: 250, unit: mL}", "water: {value: 300, unit: mL}")
    text, number = report(draft.load(), SAMOVAR)
    assert number == 1
    assert text.split("\n") == [
        f"{WATER}: 250 mL [adams2001, grade B] -> 300 mL [adams2001, grade B]",
        f"    {TEAPOT}:{draft.line_of(TEAPOT, '| One | [250 mL]')}: text says '250 mL' ({WATER})",
        f"    {TEAPOT}:{draft.line_of(TEAPOT, '> It warms the pot, and')}: question 'teapot-rinse' says '250 mL' ({WATER})",
        table(draft, "product | samovar"),
    ]


def test_the_places_are_those_of_the_rule(draft: Draft, git: Git) -> None:
    """Every literal that the rule fact-literal finds is in the report, and no other."""
    draft.replace(SAMOVAR, "water: {value: 250, unit: mL}", "water: {value: 300, unit: mL}")
    course = draft.load()
    found = [(finding.path, finding.line) for finding in draft.findings() if finding.rule == "fact-literal"]
    assert len(found) == 2
    assert [(use.path, use.line) for use in uses(course, [WATER]) if " says " in use.what] == found


@pytest.mark.parametrize(("old", "new", "before", "after"), [
    ("value: 4, unit: minutes", "value: 4, unit: hours", "4 minutes [adams2001, grade B]", "4 hours [adams2001, grade B]"),
    ("value: 4, unit: minutes", "value: 4, unit: minutes, source: board2019", "4 minutes [adams2001, grade B]",
     "4 minutes [board2019, grade B]"),
    ("value: 4, unit: minutes", "value: 4, unit: minutes, grade: C", "4 minutes [adams2001, grade B]",
     "4 minutes [adams2001, grade C]"),
    ("value: 4, unit: minutes", 'value: 4, unit: minutes, section: "7"', "4 minutes [adams2001, grade B]",
     "4 minutes [adams2001, grade B, §7]"),
    ("value: 4, unit: minutes", "value: 4, unit: minutes, at-most: true", "4 minutes [adams2001, grade B]",
     "at most 4 minutes [adams2001, grade B]"),
    ("value: 4, unit: minutes", "value: null", "4 minutes [adams2001, grade B]", "not seen"),
    ("value: 4, unit: minutes", "value: 4, unit: minutes, source: null, grade: null", "4 minutes [adams2001, grade B]",
     "4 minutes [no source, grade none]"),
])
def test_what_counts_as_a_change(draft: Draft, git: Git, old: str, new: str, before: str, after: str) -> None:
    draft.replace(SAMOVAR, old, new)
    found = lines(draft)
    assert found[0] == f"samovar/study-steeping/time: {before} -> {after}"
    line = draft.line_of(TEAPOT, "Steep the leaves for")
    assert found[1:] == [
        f"    {TEAPOT}:{line}: text says '4 minutes' (samovar/study-steeping/time)", table(draft, "product | samovar"),
    ]


def test_tables_that_show_it(draft: Draft, git: Git) -> None:
    """A dilution row stands in the tables of the product and of the dilutions, a dose in those of the doses."""
    draft.replace(SAMOVAR, "diluent: {value: 3, unit: mL}", "diluent: {value: 2.9, unit: mL}")
    draft.replace(SAMOVAR, "dose: {value: 20, unit: Units}", "dose: {value: 21, unit: Units}")
    draft.replace(SAMOVAR, "within: {value: 24,", "within: {value: 36,")
    draft.replace(SAMOVAR, "rate: {value: 2.4,", "rate: {value: 2.5,")
    draft.replace(SAMOVAR, "value: steam scalds", "value: steam burns")
    found: dict[str, list[str]] = {}
    path = ""
    for line in lines(draft):
        if line.startswith(" "):
            found[path].append(line)
        else:
            path = line.partition(":")[0]
            found[path] = []
    own = table(draft, "product | samovar")
    assert found == {
        "samovar/adverse-scald/rate": [own, table(draft, "adverse")],
        "samovar/dilution-50-in-3/diluent": [own, table(draft, "dilutions")],
        "samovar/glabellar-lines/dose": [own, table(draft, "doses | lines"), table(draft, "comparison")],
        "samovar/reconstituted/within": [own, table(draft, "storage")],
        "samovar/warning-steam/steam": [own],
    }


def test_an_added_fact(draft: Draft, git: Git) -> None:
    draft.replace(SAMOVAR, "      guests:", "      cups: {value: 6, unit: sites}\n      guests:")
    assert lines(draft) == [
        "samovar/study-steeping/cups: not there -> 6 sites [adams2001, grade B]", table(draft, "product | samovar"),
    ]


def test_a_removed_fact(draft: Draft, git: Git) -> None:
    """Its literals are still there, and wrong now."""
    draft.replace(SAMOVAR, "      water: {value: 250, unit: mL}\n", "")
    found = lines(draft)
    assert found[0] == f"{WATER}: 250 mL [adams2001, grade B] -> removed"
    assert [line.split(":")[0].strip() for line in found[1:]] == [TEAPOT, TEAPOT, PRODUCTS]


def test_another_title_or_note(draft: Draft, git: Git) -> None:
    """It stands in the tooltip of every literal of the group, and in the tables."""
    draft.replace(SAMOVAR, "title: How long the leaves steep", "title: Steeping")
    draft.replace(SAMOVAR, "    note: two in each eyebrow, one between\n", "")
    found = lines(draft)
    assert found[:4] == [
        "samovar/glabellar-lines (note): two in each eyebrow, one between -> nothing",
        table(draft, "product | samovar"), table(draft, "doses | lines"), table(draft, "comparison"),
    ]
    assert found[4] == "samovar/study-steeping (title): How long the leaves steep -> Steeping"
    assert [line.split(":")[0].strip() for line in found[5:]] == [TEAPOT, TEAPOT, TEAPOT, PRODUCTS]


def test_a_new_product(draft: Draft, git: Git) -> None:
    text = draft.read(PERCOLATOR).replace("brand: Percolator", "brand: Filter")
    draft.write("data/products/filter.yml", text)
    for what in ("data/products/filter.yml", "HEAD"):
        found, number = report(draft.load(), what)
        assert number == text.count("{value: ") == 11, what
        assert "filter/filter-lines/max-dose: not there -> at most 340 Units [clark2020, grade A, §2]" in found
        assert table(draft, "dilutions") in found
        assert "samovar" not in found


def test_a_removed_product(draft: Draft, git: Git) -> None:
    (draft.paths.root / SAMOVAR).unlink()
    for what in (SAMOVAR, "HEAD"):
        found, number = report(draft.load(), what)
        assert number == 46, what
        assert f"{WATER}: 250 mL [adams2001, grade B] -> removed\n    {TEAPOT}:" in found
        assert ": table '" not in found


def test_a_renamed_product(draft: Draft, git: Git) -> None:
    """Paths of facts begin with the name of the file: all of them are others now."""
    git("mv", SAMOVAR, "data/products/urn.yml")
    commit(git)
    text, number = report(draft.load(), "HEAD~1..HEAD")
    assert number == 2 * 46
    assert f"{WATER}: 250 mL [adams2001, grade B] -> removed" in text
    assert "urn/study-steeping/water: not there -> 250 mL [adams2001, grade B]" in text


def test_ranges(draft: Draft, git: Git) -> None:
    draft.replace(SAMOVAR, "time: {value: 4,", "time: {value: 5,")
    commit(git)
    git("branch", "second")
    draft.replace(PERCOLATOR, "temperature-max: {value: 25,", "temperature-max: {value: 26,")
    commit(git)
    draft.replace(SAMOVAR, "guests: {value: 12,", "guests: {value: 11,")
    course = draft.load()

    def changed(what: str) -> list[str]:
        return [line.split(":")[0] for line in report(course, what)[0].split("\n") if not line.startswith(" ")]

    time, guests = "samovar/study-steeping/time", "samovar/study-steeping/guests"
    heat = "percolator/unopened/temperature-max"
    assert changed("HEAD~2..HEAD") == [heat, time]
    assert changed("HEAD~2...HEAD") == [heat, time]
    assert changed("second..main") == [heat]
    assert changed("HEAD~2..second") == [time]
    assert changed("main..second") == [heat]
    assert changed("second..") == [heat, guests]  # with what is not committed
    assert changed("HEAD~2") == [heat, guests, time]
    assert changed("..HEAD") == [NOTHING]
    assert changed("..second") == [heat]
    assert changed(SAMOVAR) == [guests]
    assert changed(str(draft.paths.root / SAMOVAR)) == [guests]


def test_other_files_do_not_count(draft: Draft, git: Git) -> None:
    draft.append(TEAPOT, "More text.")
    draft.append("data/glossary.yml", "# A comment.")
    draft.write("data/products/README.md", "Text.")
    assert report(draft.load(), "HEAD") == (NOTHING, 0)


@pytest.mark.parametrize(("what", "says"), [
    ("data/glossary.yml", "data/glossary.yml is no product file; name one below data/products/, or a git range"),
    ("samovar.yml", "samovar.yml is no product file"),
    ("data/products-of-old.yml", "data/products-of-old.yml is no product file"),
    ("/etc/passwd.yml", "/etc/passwd.yml is no product file"),
    ("data/products/../glossary.yml", "is no product file"),
    ("data/products/urn.yml", "there is no data/products/urn.yml, neither in the working folder nor in the last commit"),
    ("nowhere", "'nowhere' is no revision of this repository; name a product file or a range a..b"),
    ("HEAD..nowhere", "'nowhere' is no revision"),
    ("nowhere..HEAD", "'nowhere' is no revision"),
    ("--help", "'--help' is no revision"),
    ("HEAD~9", "'HEAD~9' is no revision"),
])
def test_refused(draft: Draft, git: Git, what: str, says: str) -> None:
    draft.write("data/products-of-old.yml", draft.read(SAMOVAR))
    with pytest.raises(RuntimeError) as caught:
        report(draft.load(), what)
    assert says in str(caught.value)


def test_outside_git(draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(RuntimeError, match="'HEAD' is no revision of this repository"):
        report(draft.load(), "HEAD")


@pytest.mark.parametrize(("old", "new", "says"), [
    ("serotype: A", "serotype: X", "serotype: 'X' is not one of the known values"),
    ("serotype: A", "serotype: [", "not valid YAML"),
])
def test_a_file_that_cannot_be_read(draft: Draft, git: Git, old: str, new: str, says: str) -> None:
    draft.replace(SAMOVAR, old, new)
    course = draft.load()
    with pytest.raises(CourseError) as caught:
        report(course, SAMOVAR)
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{SAMOVAR}:")


def test_markdown(draft: Draft, git: Git) -> None:
    draft.replace(SAMOVAR, "time: {value: 4,", "time: {value: 5,")
    line = draft.line_of(TEAPOT, "Steep the leaves for")
    text, number = report(draft.load(), SAMOVAR, markdown=True)
    assert number == 1
    assert text.split("\n") == [
        "## What the change of the product data touches", "",
        "- **samovar/study-steeping/time**: 4 minutes [adams2001, grade B] → 5 minutes [adams2001, grade B]",
        f"    - `{TEAPOT}:{line}` text says '4 minutes' (samovar/study-steeping/time)",
        f"    - `{PRODUCTS}:{draft.line_of(PRODUCTS, '/// product | samovar')}` table 'product | samovar'",
    ]
    git("checkout", "--quiet", "--", SAMOVAR)
    assert report(draft.load(), SAMOVAR, markdown=True)[0].endswith(f"\n\n{NOTHING}")


def test_uses(draft: Draft) -> None:
    course = draft.load()
    line = draft.line_of(TEAPOT, "Steep the leaves for")
    assert uses(course, ["samovar/study-steeping/time"])[0] == Use(
        TEAPOT, line, "text says '4 minutes' (samovar/study-steeping/time)"
    )
    assert [use.path for use in uses(course, ["samovar/study-steeping/guests"])] == [PRODUCTS]
    assert uses(course, ["samovar/nothing/dose", "nothing/at/all"]) == []
    assert uses(course, []) == []
    draft.append(TEAPOT, "`[4 minutes](fact:samovar/study-steeping/time)` is code, [4](calc:2*2) is worked out.")
    assert uses(draft.load(), ["samovar/study-steeping/time"]) == uses(course, ["samovar/study-steeping/time"])


def test_affected(draft: Draft) -> None:
    """What `course watch` says of a label that has changed."""
    course = draft.load()
    found = affected(course, "samovar")
    assert [line.split(":")[0] for line in found] == [TEAPOT] * 3 + [PRODUCTS] * 6
    assert [line.split(":")[0] for line in affected(course, "percolator")] == [PRODUCTS] * 5
    assert affected(course, "urn") == []


def test_the_command(
    draft: Draft, git: Git, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COURSE_ROOT", str(draft.paths.root))
    assert main(["impact", SAMOVAR]) == 0
    assert capsys.readouterr().out == f"{NOTHING}\nimpact: 0 changed facts\n"
    draft.replace(SAMOVAR, "time: {value: 4,", "time: {value: 5,")
    assert main(["impact", "HEAD"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("samovar/study-steeping/time: 4 minutes ")
    assert out.endswith("impact: 1 changed fact\n")
    assert main(["impact", "HEAD", "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("## What the change")
    assert "impact: " not in out
    assert main(["impact", "nowhere"]) == 1
    assert capsys.readouterr().err.startswith("impact: 'nowhere' is no revision")
