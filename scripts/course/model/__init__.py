"""docs/ and data/ as typed objects. Imports no site builder."""

from course.model.citation import Cite
from course.model.course import Course, NavEntry, load_course
from course.model.page import Citation, Page, Review, load_page
from course.model.quiz import Option, Quiz
from course.model.reference import EVIDENCE, SEEN_AS, Reference, References, load_references
from course.model.sentences import Passage, Sentence
from course.model.source import Block, Heading, Link

__all__ = [
    "EVIDENCE", "SEEN_AS", "Block", "Citation", "Cite", "Course", "Heading", "Link", "NavEntry", "Option", "Page",
    "Passage", "Quiz", "Reference", "References", "Review", "Sentence", "load_course", "load_page", "load_references",
]
