"""A course of as many chapters as wanted, in the form of ours: it passes every content rule, and means nothing.

The same size and seed give the same files. Each chapter has about 1,300 words in eight sections, three boxes of the ladder,
two tables, some fifty citations of real sources, three doses that are compared with the data, and five questions with
four options. Theme, templates, rules and product data are ours; so is the list of sources, as far as the chapters cite it.
"""

from __future__ import annotations

import posixpath
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from itertools import product as product_of
from pathlib import Path

from course import atomic
from course.model import Course, load_course
from course.model.product import Fact, Group, Product
from course.model.wording import PRODUCT
from course.paths import Paths

SEED = 1
CHAPTERS_IN_PART = 10
SECTIONS, PARAGRAPHS, SENTENCES = 8, 2, 3
QUIZZES = 5
TERMS = 24
#: Chapters to which the templates of ours lead; the others are named by their numbers.
NAMED = ("science/toxin.md", "practice/preparation.md", "safety/ptosis.md")
#: Kinds of sources that may carry a dose.
OF_LABELS = {"label", "label-copy", "manufacturer", "drug-reference", "regulator"}


def _listed(text: str) -> list[str]:
    return text.split("|") if "|" in text else text.split()


# Words of no meaning here; none is a rule's business (no number, product, instruction or absolute word).
NOUNS = _listed(
    "margin lantern harbor ledger meadow window timber copper garden bridge canvas valley anchor mirror pebble saddle "
    "thread basket candle ribbon feather hammer kettle ladder marble needle orchard pillow quarry river shadow tunnel "
    "village willow compass curtain blanket chimney doorway engine fabric glacier horizon island jacket journal kitchen "
    "library mountain notebook ocean painter railway station teacher theater"
)
ADJECTIVES = _listed(
    "quiet narrow early gentle hollow silver modest patient distant steady curious formal golden honest humble likely "
    "mellow northern orderly plain rapid rural simple slender southern sturdy thin upper vivid western woolen young"
)
VERBS = _listed("follows carries meets marks guides explains precedes joins crosses covers holds bears shows names frames")
PLACES = _listed(
    "beside the road|before the winter|under an open roof|along the coast|near the old wall|behind the mill|toward evening|"
    "across the square|during the harvest|above the water line|after the first rain|within sight of the town"
)
#: Invented words; as in a language, the second is half as frequent as the first, the hundredth a hundredth.
SYLLABLES = _listed("ba ce di fo gu ha je ki lo mu na pe ri so tu va we yo za")
INVENTED = ["".join(parts) for parts in product_of(SYLLABLES, repeat=3)]
random.Random(SEED).shuffle(INVENTED)
OFTEN = list(accumulate(1 / rank for rank in range(1, len(INVENTED) + 1)))
#: What a reader might search for: a word of almost every chapter, and a rarer one.
COMMON, RARE = NOUNS[0], INVENTED[99]

# Of options alone, and short: no option repeats a word of its question.
CHOICES = _listed("paint carry fold lift turn empty close sweep count mend")
THINGS = _listed("bowl coat desk door fence gate lamp net oar pail plate rack rope sail shelf stool stove table tray wheel")
TIMES = _listed("at dawn|at noon|at dusk|by night|in May|in June|in fall|in spring|by train|by boat|on foot|by hand")
LADDER = ("warning", "evidence", "pearl", "danger")


@dataclass
class Grown:
    """What the chapters have used so far of the sources and words of the real course."""

    course: Course
    sources: list[str]
    terms: list[str]
    doses: list[str]
    cited: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)


def _place(number: int) -> str:
    """The file of chapter `number`, counted from 0, below `docs/`."""
    return NAMED[number] if number < len(NAMED) else f"part-{number // CHAPTERS_IN_PART + 1:03}/chapter-{number + 1:04}.md"


def _title(number: int) -> str:
    words = random.Random(f"{SEED} title {number}")
    return f"The {words.choice(ADJECTIVES)} {words.choice(NOUNS)}, chapter {number + 1}"


def _doses(course: Course) -> Iterator[str]:
    """Sentences with a checked literal, each carried by the source of the fact itself."""
    for product in course.products:
        for group in product.of_kind("indication"):
            fact = group.get("dose")
            if fact is None or not fact.taught or not fact.accepted or fact.unit != "Units":
                continue
            if _carries(course, fact):
                yield _dose(product, group, fact)


def _carries(course: Course, fact: Fact) -> bool:
    if fact.source is None or fact.source not in course.references:
        return False
    source = course.references[fact.source]
    return source.evidence in OF_LABELS and source.grade in ("A", "B") and source.seen_as != "record"


def _dose(product: Product, group: Group, fact: Fact) -> str:
    return (
        f"For {product.generic} ({product.brand}) the label has [{fact.accepted[0]}](fact:{fact.path}) in its section on "
        f"{group.title[0].lower() + group.title[1:]}. [@{fact.source}]"
    )


class Chapter:
    """The text of one chapter."""

    def __init__(self, number: int, size: int, grown: Grown):
        self.number, self.size, self.grown = number, size, grown
        self.random = random.Random(f"{SEED} {number}")

    def _sentence(self) -> str:
        pick = self.random.choice
        first, second = self.random.choices(INVENTED, cum_weights=OFTEN, k=2)
        return (
            f"The {pick(ADJECTIVES)} {pick(NOUNS)} {pick(VERBS)} the {pick(ADJECTIVES)} {first} {pick(PLACES)}, "
            f"and {pick(VERBS)} the {second} {pick(PLACES)}."
        )

    def _cite(self) -> str:
        key = self.random.choice(self.grown.sources)
        self.grown.cited.add(key)
        return f"[@{key}]"

    def _paragraph(self, sentences: int = SENTENCES) -> str:
        """Every other sentence has a source, as in our chapters."""
        return " ".join(self._sentence() + (f" {self._cite()}" if at % 2 else "") for at in range(sentences))

    def _table(self) -> str:
        rows = [
            f"| The {self.random.choice(ADJECTIVES)} {noun} | {self._sentence()} | {self._cite()} |"
            for noun in self.random.sample(NOUNS, 4)
        ]
        head = ["The table shows them one by one.", "", "| Thing | What is seen | Source |", "|---|---|---|"]
        return "\n".join([*head, *rows])

    def _box(self, kind: str) -> str:
        text = " ".join(f"{self._sentence()} {self._cite()}" for _ in range(2))
        return f"/// {kind} | A {self.random.choice(NOUNS)} out of its place\n{text}\n///"

    def _links(self) -> str:
        others = self.random.sample(range(self.size), min(3, self.size))
        here = posixpath.dirname(_place(self.number))
        listed = [
            f"[{_title(other)}]({posixpath.relpath(_place(other), here)})" for other in others if other != self.number
        ]
        return f"Read on in {' and in '.join(listed)}." if listed else ""

    def _terms(self) -> str:
        terms = self.grown.terms
        chosen = [terms[(self.number * 6 + step) % len(terms)] for step in range(6)]
        self.grown.used.update(chosen)
        return " ".join(f"A note on {term} stands in the record." for term in dict.fromkeys(chosen))

    def _quiz(self, number: int) -> str:
        """The right option is in each place, and of each length, as often as in the others."""
        pick = self.random
        options = sorted(
            (
                f"{verb.capitalize()} the {thing}{' and the ' + pick.choice(THINGS) if pick.random() < 0.5 else ''} {time}"
                for verb, thing, time in zip(*(pick.sample(words, 4) for words in (CHOICES, THINGS, TIMES)), strict=True)
            ),
            key=len,
        )
        turn = self.number * QUIZZES + number
        right = options.pop(turn // 4 % 4)
        pick.shuffle(options)
        options.insert(turn % 4, right)
        kind, lead = ("case", "Fictional case: ") if number % 2 else ("decision", "")
        rows = "\n".join(
            f"- [{'x' if option == right else ' '}] {option}\n> {self._sentence()} {self._cite()}" for option in options
        )
        name = f"c{self.number + 1}-q{number + 1}"
        said = f"id: {name}; objective: aim-{number % 3 + 1}; section: part-{number + 1}; kind: {kind}"
        return f"<quiz>\n<!-- {said} -->\n{lead}{self._sentence()} What now?\n\n{rows}\n</quiz>"

    def text(self) -> str:
        """The whole file."""
        title = _title(self.number)
        pairs = [self.random.sample(NOUNS, 2) for _ in range(3)]
        aims = "\n".join(f"  aim-{at}: Name the {one} and its {other}." for at, (one, other) in enumerate(pairs, start=1))
        parts = [
            f"---\ntitle: {title}\ndescription: What chapter {self.number + 1} of a generated course shows, for measuring.\n"
            f"minutes: 12\nobjectives:\n{aims}\nreviewed: null\n---",
            f"# {title}", self._paragraph(2),
        ]
        for section in range(1, SECTIONS):
            heading = f"## {self.random.choice(ADJECTIVES).capitalize()} {self.random.choice(NOUNS)}"
            # The templates lead to one section of one chapter by its name.
            parts.append(f"{heading} {{ #{'dilution' if section == SECTIONS - 1 else f'part-{section}'} }}")
            parts += [self._paragraph() for _ in range(PARAGRAPHS)]
            if section in (2, 4, 6):
                parts.append(self._box(LADDER[(self.number + section // 2) % len(LADDER)]))
            if section in (3, 5):
                parts.append(self._table())
            if section == 1:
                doses = self.grown.doses
                parts += [self._terms(), self._links()]
                parts.append(" ".join(doses[(self.number * 3 + step) % len(doses)] for step in range(3)))
        points = "\n".join(f"- {self._sentence()} {self._cite()}" for _ in range(4))
        parts += ["## Key points", points, "## Check yourself", *(self._quiz(number) for number in range(QUIZZES))]
        return "\n\n".join(part for part in parts if part) + "\n"


#: Pages that the templates ask for.
FRONT = (
    "---\ntitle: {title}\ndescription: A page of a generated course, made for measuring alone.\nreviewed: null\n---\n\n"
    "# {title}\n\n"
)
PAGES = {
    "index.md": ("A generated course", "It was made for measuring.\n\n## The course\n\n/// syllabus\n///\n"),
    "reference/emergencies.md": ("Emergencies", "Nothing here is teaching.\n"),
    "reference/doses.md": ("Doses", "The tables are filled from the data.\n\n/// doses | glabellar\n///\n"),
    "reference/products.md": ("Products", "The tables are filled from the data.\n\n{products}"),
    "reference/glossary.md": ("Glossary", "The words of the chapters.\n\n/// glossary\n///\n"),
    "reference/citations.md": ("Citations", "The sources of the chapters.\n\n/// references\n///\n"),
    "about/course.md": ("About", "It was made for measuring.\n"),
}


def _nav(size: int) -> str:
    lines = ["nav:", "  - Introduction: index.md"]
    for number in range(size):
        if number % CHAPTERS_IN_PART == 0:
            lines.append(f"  - Part {number // CHAPTERS_IN_PART + 1}:")
        lines.append(f'      - "{_title(number)}": {_place(number)}')
    lines.append("  - Look it up:")
    lines += [f"      - {title}: {path}" for path, (title, _) in PAGES.items() if path != "index.md"]
    return "\n".join(lines) + "\n"


def _entries(text: str, mark: str, kept: set[str]) -> str:
    """The YAML list `text` with only those entries whose first line is `- <mark>: <one of kept>`."""
    head, *entries = re.split(rf"^(?=- {mark}: )", text, flags=re.MULTILINE)
    names = re.compile(rf"- {mark}: \"?([^\"\n]+)\"?\n")
    return head + "".join(entry for entry in entries if (found := names.match(entry)) and found[1] in kept)


def _terms(course: Course) -> list[str]:
    """Words of our glossary that are neither a product nor a number."""
    plain = re.compile(r"[a-z][a-z -]+")
    return [term.term for term in course.glossary if plain.fullmatch(term.term) and not PRODUCT.search(term.term)][:TERMS]


def write(paths: Paths, folder: Path, size: int) -> Paths:
    """Write a course of `size` chapters into `folder`, after the course in `paths`.

    Raises:
        ValueError: fewer chapters than the templates lead to.
    """
    if size < len(NAMED):
        raise ValueError(f"a generated course has at least {len(NAMED)} chapters")
    course = load_course(paths)
    sources = [reference.id for reference in course.references if reference.seen_as != "record" and reference.grade != "C"]
    grown = Grown(course, sources, _terms(course), list(_doses(course)))
    target = Paths(folder)
    for number in range(size):
        atomic.write_text(target.docs / _place(number), Chapter(number, size, grown).text())
    products = "\n".join(
        f"## {product.brand} {{ #{product.id} }}\n\nWhat the label says.\n\n/// product | {product.id}\n///\n"
        for product in course.products
    )
    for path, (title, body) in PAGES.items():
        atomic.write_text(target.docs / path, FRONT.format(title=title) + body.replace("{products}", products))
    shutil.copytree(paths.docs / "assets", target.docs / "assets")
    shutil.copytree(paths.overrides, target.overrides)
    shutil.copytree(paths.products, target.products)
    for file in (*paths.data.glob("*.schema.json"), paths.evidence_checks, paths.off_label_topics):
        shutil.copy2(file, target.data / file.name)
    of_data = {*course.products.sources, *(product.label.reference for product in course.products)}
    of_terms = {term.source for term in course.glossary if term.term in grown.used and term.source}
    atomic.write_text(
        target.references, _entries(paths.references.read_text("utf-8"), "id", grown.cited | of_data | of_terms)
    )
    atomic.write_text(target.glossary, _entries(paths.glossary.read_text("utf-8"), "term", grown.used))
    config = re.sub(r"^nav:\n(?:[ \t]+.*\n)+", lambda _: _nav(size), paths.config.read_text("utf-8"), flags=re.MULTILINE)
    atomic.write_text(target.config, config)
    return target
