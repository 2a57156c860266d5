"""What does a change touch? Every literal, table, quiz and tool that depends on a value that has changed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from course.findings import CourseError
from course.markdown.kinds import PRODUCT_BLOCKS
from course.model import Course
from course.model.literal import FACT
from course.model.product import Fact, Group, Product, parse_product
from course.model.tables import shows
from course.paths import Paths


@dataclass(frozen=True, order=True)
class Use:
    """One place that shows a fact: a literal in prose, in a question, or a table filled from data."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


@dataclass(frozen=True)
class Change:
    """A fact before and after; None where it was not there."""

    path: str
    old: str | None
    new: str | None
    #: The facts that are shown with it: itself, or all facts of a group with another title.
    facts: tuple[str, ...]


def uses(course: Course, facts: Iterable[str]) -> list[Use]:
    """Where the facts with these paths are shown, sorted by place."""
    wanted = set(facts)
    groups = [
        (product, product.groups[group])
        for name, group in {tuple(path.split("/")[:2]) for path in wanted}
        if (product := course.products.get(name)) and group in product.groups
    ]
    found = []
    for page in course.in_order:
        for link in page.links:
            path = link.target.removeprefix(FACT)
            if not link.target.startswith(FACT) or path not in wanted:
                continue
            quiz = next((quiz for quiz in page.quizzes if quiz.line <= link.line <= quiz.end), None)
            where = f"question '{quiz.id}'" if quiz else "text"
            found.append(Use(page.source, link.line, f"{where} says '{link.text}' ({path})"))
        for block in page.blocks:
            if block.kind in PRODUCT_BLOCKS and any(
                shows(block.kind, block.title, product, group) for product, group in groups
            ):
                argument = f" | {block.title}" if block.title else ""
                found.append(Use(page.source, block.line, f"table '{block.kind}{argument}'"))
    return sorted(set(found))


def affected(course: Course, product_id: str) -> list[str]:
    """Every place that shows a fact of one product, as text."""
    product = course.products.get(product_id)
    return [str(use) for use in uses(course, [fact.path for fact in product.facts])] if product else []


def _shown(fact: Fact | None) -> str | None:
    if fact is None:
        return None
    if fact.value is None:
        return "not seen"
    limit = f"{fact.limit} " if fact.limit else ""
    return f"{limit}{fact.text} [{fact.source or 'no source'}, grade {fact.grade or 'none'}{fact.place}]"


def _groups(product: Product | None) -> dict[str, Group]:
    return product.groups if product else {}


def changes(old: Product | None, new: Product | None) -> Iterator[Change]:
    """Every fact whose value, unit, limit, source, grade or section differs, by path."""
    before = {fact.path: _shown(fact) for fact in old.facts} if old else {}
    after = {fact.path: _shown(fact) for fact in new.facts} if new else {}
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path):
            yield Change(path, before.get(path), after.get(path), (path,))
    for group in sorted(_groups(old).keys() & _groups(new).keys()):
        for name in ("title", "population", "note"):
            was, now = getattr(_groups(old)[group], name), getattr(_groups(new)[group], name)
            if was != now:
                product = (new or old)
                assert product is not None
                facts = tuple(fact.path for fact in _groups(new)[group].facts.values())
                yield Change(f"{product.id}/{group} ({name})", was or "nothing", now or "nothing", facts)


def _git(paths: Paths, *arguments: str) -> str | None:
    done = subprocess.run(["git", *arguments], cwd=paths.root, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


def _at(paths: Paths, revision: str | None, name: str) -> Product | None:
    """The product file `name` (relative to the root) at a revision, or in the working folder.

    Raises:
        CourseError: the file is there and cannot be read as a product.
    """
    file = paths.root / name
    here = file.read_text("utf-8") if file.is_file() else None
    text = _git(paths, "show", f"{revision}:{name}") if revision else here
    if text is None:
        return None
    product, findings = parse_product(file.stem, text, name, json.loads(paths.product_schema.read_text("utf-8")))
    if product is None:
        raise CourseError(findings)
    return product


def _names(paths: Paths, old: str, new: str | None) -> list[str]:
    folder = paths.show(paths.products)
    listed = _git(paths, "diff", "--name-only", "--no-renames", old, *([new] if new else []), "--", folder)
    untracked = _git(paths, "ls-files", "--others", "--exclude-standard", "--", folder) if not new else ""
    return sorted({name for name in f"{listed or ''}\n{untracked or ''}".split("\n") if name.endswith(".yml")})


def report(course: Course, what: str, *, markdown: bool = False) -> tuple[str, int]:
    """(text, number of changed facts) for `what`: a product file, or a git range such as main..HEAD.

    A file is compared with the last commit. With `markdown` the text suits a job summary.

    Raises:
        RuntimeError: `what` is neither.
        CourseError: a version of a product file cannot be read.
    """
    paths = course.paths
    name = paths.show(paths.root / what)
    if what.endswith(".yml"):
        if not name.startswith(f"{paths.show(paths.products)}/"):
            raise RuntimeError(f"{what} is no product file; name one below {paths.show(paths.products)}/, or a git range")
        old, new, names = "HEAD", None, [name]
    else:
        old, _, after = what.partition("..")
        old = old or "HEAD"
        new = after.lstrip(".") or None
        for revision in filter(None, (old, new)):
            if _git(paths, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
                raise RuntimeError(f"'{revision}' is no revision of this repository; name a product file or a range a..b")
        names = _names(paths, old, new)
    versions = [(_at(paths, old, item), _at(paths, new, item)) for item in names]
    if what.endswith(".yml") and versions == [(None, None)]:
        raise RuntimeError(f"there is no {name}, neither in the working folder nor in the last commit")
    found = [change for before, after in versions for change in changes(before, after)]
    lines = ["## What the change of the product data touches", ""] if markdown else []
    for change in found:
        before, now = change.old or "not there", change.new or "removed"
        lines.append(f"- **{change.path}**: {before} → {now}" if markdown else f"{change.path}: {before} -> {now}")
        for use in uses(course, change.facts):
            lines.append(f"    - `{use.path}:{use.line}` {use.what}" if markdown else f"    {use}")
    if not found:
        lines.append("No fact of the product data changes.")
    return "\n".join(lines), len(found)
