"""Off-label practice stands in an off-label box: a topic of data/off-label-topics.yml with a dose or with how it is done.

A sentence is practice where it names a topic and a number of Units, or a verb of doing or of success (inject, dilute,
store, improves). To name a topic is no practice, nor is to refuse it in the same clause ("the label has no masseter
dose"). Questions, and options that are not the right answer, are not read.
"""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.off_label import load_topics
from course.model.sentences import CHOICE, QUESTION
from course.model.wording import REFUSAL, doses

RULE = "off-label-marked"
_DOING = re.compile(
    r"\b(?:inject(?:s|ing)?|treat(?:s|ing)?|dilut(?:e|es|ing)|reconstitut(?:e|es|ing)|mix(?:es|ing)?|add(?:s|ing)?|gives?|giving|"
    r"uses?(?=\s)|using|plac(?:e|es|ing)|stor(?:e|es|ing)|keep|refreeze|shar(?:e|es|ing)|offer(?:s|ing)?|book|"
    r"(?:is|are|was|were|be|been)\s+(?:\w+ly\s+|best\s+|often\s+|usually\s+)?(?:injected|treated|diluted|mixed|reconstituted|added|given|used|placed|"
    r"stored|kept|shared|refrozen|offered|lifted|relaxed)|"
    r"respond(?:s|ed)?|improv(?:e|es|ed)|reliev(?:e|es|ed)|soften(?:s|ed)?|lifts?(?=\s+(?:the|it|a)\b)|slims?|works?|helps?|"
    r"reduc(?:e|es|ed)|eas(?:e|es|ed)|starts?\s+(?:low|with|at)|(?:two|three|four|five|six|(?<![\d,])\d)\s+(?:points?|sites?)|hurts?\s+less|gentler|preferred)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:|]|[.!?]\s|,\s+(?:but|and|so)\b")


def _clause(prose: str, place: int) -> str:
    start = max((match.end() for match in _CLAUSE.finditer(prose, 0, place)), default=0)
    end = _CLAUSE.search(prose, place)
    return prose[start: end.start() if end else len(prose)]


def check(course: Course) -> Iterator[Finding]:
    topics, faults = load_topics(course.paths, RULE)
    yield from faults
    # Asked first of each sentence, for all topics at once.
    stems = sorted({re.escape(stem) for topic in topics for stem in topic.stems})
    any_stem = re.compile(rf"(?<!\w)(?:{'|'.join(stems) or '(?!)'})")
    for page in course.in_order:
        for passage in page.passages:
            if "off-label" in passage.blocks or passage.kind == QUESTION or (passage.kind == CHOICE and not passage.correct):
                continue
            for sentence in passage.sentences:
                prose = sentence.prose
                lower = prose.lower()
                if not any_stem.search(lower) or not (doses(prose) or _DOING.search(prose)):
                    continue
                for topic in topics:
                    named = topic.found_in(prose) if any(stem in lower for stem in topic.stems) else None
                    if named is None or REFUSAL.search(_clause(prose, named.start())):
                        continue
                    what = f"'{named[0]}' ({topic.title}): off-label practice outside an off-label block in"
                    yield Finding(
                        page.source, sentence.line, RULE, f"{what} \"{sentence.shown}\"",
                        "Move it into `/// off-label | Title` with the label's position, or say only that it is off-label",
                        sentence.text,
                    )
                    break
