"""The questions of every chapter as a script for the contents, whose dots fill as they are answered (dots.js)."""

from __future__ import annotations

import json

from course.markdown.learning_blocks import key, of_chapter
from course.model import Course

#: Its name stays the same, because it stands on every page: else a change of one question would change all of them.
PATH = "assets/chapters.js"


def script(course: Course) -> str:
    """`window.courseChapters`: by the name of a chapter, "id:version …" of its questions, as in the list of chapters."""
    questions = {key(chapter): of_chapter(chapter)["data-questions"] for chapter in course.chapters}
    return f"window.courseChapters = {json.dumps(questions, separators=(',', ':'))};\n"
