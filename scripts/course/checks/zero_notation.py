"""No trailing zero and always a leading zero: 5.0 mL is read as 50 mL, .5 mL as 5 mL.

A trailing zero counts before a unit of measurement; that of a percentage or of a section number is left alone.
"""

import re
from collections.abc import Iterator

from course.findings import Finding
from course.model import Course

RULE = "zero-notation"
_UNIT = (
    r"(?:[Uu]nits?|m[Ll]|L|kg|g|mg|mcg|µg|μg|ng|kDa|mm|cm|m|°\s?[CF]|G|h|hours?|min|minutes?|seconds?|days?|weeks?|months?|"
    r"years?)(?![\w])"
)
_GAP = r"[\s\u00a0\u202f-]*"
#: Before a unit, or as the first of two: "1.0–2.5 mL", "1.0 or 2.5 mL".
_TRAILING = re.compile(
    rf"(?<![\w.])(?:\d[\d,]*\.\d*0)(?={_GAP}{_UNIT}|{_GAP}(?:–|to|or|and){_GAP}\d[\d.,]*{_GAP}{_UNIT})"
)
_LEADING = re.compile(r"(?<![\w.,:/§)\]])\.\d+")
#: Both have a point before a digit: "5.0", ".5".
_HINT = re.compile(r"\.\d")


def check(course: Course) -> Iterator[Finding]:
    for page in course.in_order:
        for line, text in page.readable_lines:
            if not _HINT.search(text):
                continue
            for match in _TRAILING.finditer(text):
                short = match[0].rstrip("0").rstrip(".")
                yield Finding(page.source, line, RULE, f"'{match[0]}' has a trailing zero", f"Write {short}", text)
            for match in _LEADING.finditer(text):
                yield Finding(page.source, line, RULE, f"'{match[0]}' has no leading zero", f"Write 0{match[0]}", text)
