"""Units are spelled out and milliliters are mL: a bare U or IU is read as a zero or a four, cc as two zeros.

After ISMP's list of error-prone abbreviations. Read are all lines that readers see: prose, headings, titles, pictures'
text alternatives, title and description; code is not read.
"""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course
from course.model.wording import SPELLED

RULE = "unit-notation"
_GAP = r"[\s\u00a0\u202f-]*"
#: Not "20 U.S. clinics" or "12 U.K. sites".
_NO_COUNTRY = r"(?!\.?\s?[SK]\b)"
_BARE = re.compile(
    rf"(?<![\d,.])\d[\d,.]*{_GAP}(?:I\.?U|U|iu|u)\b{_NO_COUNTRY}\.?|(?<![\w.])(?:IU|I\.U)\b\.?|(?<![\w.])U\s*/\s*(?:kg|m[Ll]|0?\.1)|"
    rf"{SPELLED}{_GAP}I?U\b"
)
_HINT = re.compile(r"U\b|\d[\s\u00a0\u202f-]*i?u\b|[cC]{2}\b|I\.U")
_CC = re.compile(rf"(?<![\d,.])\d[\d,.]*{_GAP}[cC]{{2}}\b|(?<![\w.@])cc(?![\w.@]\w)\b")


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for line, text in page.readable_lines:
            if not _HINT.search(text):
                continue
            for match in _BARE.finditer(text):
                shown = " ".join(match[0].split())
                yield Finding(page.source, line, RULE, f"'{shown}' is a bare unit", "Spell it out: 20 Units", text)
            for match in _CC.finditer(text):
                shown = " ".join(match[0].split())
                yield Finding(page.source, line, RULE, f"'{shown}' is error-prone", "Write mL: 0.5 mL", text)
