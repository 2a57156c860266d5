"""`course spelling`: American spelling, by Hunspell's dictionary and the course's own list of words.

Known without being listed are the names of products and makers, the words of the glossary, and the authors of the
references. What is left stands in `data/words.txt`, one word a line, sorted; a word that no page needs any more is a
finding, so that the list stays short enough to be read.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from course.findings import CourseError, Finding
from course.model import Course, Page
from course.model.drawing import DrawingError, read_drawing
from course.model.source import LINK

RULE = "spelling"
#: A word, with its apostrophe. Words with digits or of one letter are names and units.
WORD = re.compile(r"(?<![\w.@/-])[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ’']+(?![\w@/])")
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:gov|org|com|uk|ie|ca|au|nz)\b\S*")
CODE = re.compile(r"`[^`]*`|\{[^}]*\}|^/{3}.*?(?:\||$)")


def installed() -> bool:
    return shutil.which("hunspell") is not None


def _unknown(words: Iterable[str]) -> set[str]:
    """The words that Hunspell's American dictionary does not have.

    Raises:
        RuntimeError: Hunspell or its dictionary is missing.
    """
    if not installed():
        raise RuntimeError("Hunspell is not installed; `make system` installs it (apt-get install hunspell hunspell-en-us)")
    done = subprocess.run(
        ["hunspell", "-d", "en_US", "-i", "utf-8", "-l"], input="\n".join(words), capture_output=True, text=True,
        encoding="utf-8", check=False,
    )
    if done.returncode or "Can't open" in done.stderr:
        raise RuntimeError(f"Hunspell cannot check American English: {done.stderr.strip()}; `make system` installs it")
    return set(done.stdout.split())


def _plain(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s").removesuffix("'")


def words_of(text: str) -> list[str]:
    """The words of a text, in their order, without addresses, code and possessives."""
    return [word for match in WORD.finditer(ADDRESS.sub(" ", CODE.sub(" ", text))) if len(word := _plain(match[0])) > 1]


def _lines(course: Course, page: Page) -> Iterator[tuple[str, int, str]]:
    """(file, line, text) of everything that readers see of a page, its drawings included."""
    for number, text in page.readable_lines:
        yield page.source, number, text
    for link in page.links:
        if link.image:
            yield page.source, link.line, link.text
            file = (course.paths.docs / page.path).parent / link.target
            try:
                texts = read_drawing(file).texts
            except (DrawingError, OSError):
                continue  # figure-drawing and link-target say so
            for text in texts:
                yield course.paths.show(file), 1, text


def _known(course: Course) -> set[str]:
    """Words that the data of the course vouches for."""
    texts = [term.term for term in course.glossary] + [form for term in course.glossary for form in term.also]
    for product in course.products:
        texts += [product.brand, product.generic, product.maker]
    for reference in course.references:
        names = reference.csl.get("author", [])
        texts += [" ".join(str(value) for value in name.values()) for name in names]
    texts += course.products.facts  # paths, for the names of products in small letters
    return {word.casefold() for text in texts for word in words_of(str(text).replace("/", " "))}


def check(course: Course) -> list[Finding]:
    """Words that are misspelled or not American, and words of the list that nothing needs.

    Raises:
        RuntimeError: Hunspell is missing.
        CourseError: the list is not sorted.
    """
    file, shown = course.paths.words, course.paths.show(course.paths.words)
    listed = file.read_text("utf-8").splitlines() if file.is_file() else []
    in_order = sorted(set(listed), key=lambda word: (word.casefold(), word))
    if listed != in_order:
        wanted = [*in_order, *[""] * len(listed)]
        line = next(number for number, word in enumerate(listed, start=1) if word != wanted[number - 1])
        raise CourseError(Finding(
            shown, line, RULE, "the list is not sorted, or a word stands twice", "Sort it, small and capital letters alike"
        ))
    places: dict[str, tuple[str, int]] = {}
    for page in course.in_order:
        for source, line, text in _lines(course, page):
            for word in words_of(LINK.sub(lambda link: link["text"], text)):
                places.setdefault(word, (source, line))
    known = _known(course)
    unknown = _unknown(sorted(word for word in places if word.casefold() not in known))
    # A word of the list may begin a sentence; a name keeps its capital.
    needed = {word: {word, word[:1].lower() + word[1:]} for word in unknown}
    findings = [
        Finding(*places[word], RULE, f"'{word}' is not in the dictionary", f"Mend it, or add it to {shown} if it is right")
        for word, forms in needed.items() if forms.isdisjoint(listed)
    ]
    findings += [
        Finding(shown, line, RULE, f"'{word}' is not needed: no page has it, or the dictionary has", "Take it out")
        for line, word in enumerate(listed, start=1) if not any(word in forms for forms in needed.values())
    ]
    return sorted(findings)
