"""The kinds of `///` blocks that authors may write."""

#: The ladder of warnings, from a label's boxed warning down to a tip. The words are what a reader sees and hears.
LADDER = {
    "boxed": "Boxed warning",
    "danger": "Stop",
    "warning": "Caution",
    "off-label": "Off-label",
    "evidence": "How sure are we",
    "pearl": "Pearl",
}

#: Blocks that are filled from data/products/.
PRODUCT_BLOCKS = ("product", "doses", "dilutions", "storage", "adverse", "comparison")

#: Blocks on which a reader's own answers are shown.
LEARNING_BLOCKS = ("progress", "another-look", "my-data", "exam", "record")

#: Blocks of the sheets, each with the form of what may stand after its `|`, and that form in words.
SHEET_BLOCKS = {
    "columns": (r"[23]|3:2|2:3", "2, 3, 3:2 or 2:3"),
    "ticks": (r"(?:[A-Z]\w*(?:, [A-Z]\w*){1,2})?", "nothing, or two or three words such as `No, Yes`"),
    "fields": (r"[1-4]", "the number of columns, 1 to 4"),
    "lines": (r"[1-9]|1\d|20", "the number of lines, 1 to 20"),
    "log": (
        r"(?:[1-9]|1\d|20)(?:; (?:5|[1-9][05])(?: (?:5|[1-9][05]))+)?",
        "the number of rows, 1 to 20, and if need be the widths in percent, in steps of 5: `8; 40 30 30`",
    ),
    "sources": (r"", "nothing"),
}

#: Blocks that show something of other pages.
COURSE_BLOCKS = ("references", "syllabus", "editions", "progress", "exam", "record")

#: All blocks that are filled from data.
DATA_BLOCKS = ("references", "syllabus", "glossary", "editions", *PRODUCT_BLOCKS, *LEARNING_BLOCKS)

#: A drawing with its caption.
FIGURE = "figure"

#: Whatever may stand after `///`.
ALL_BLOCKS = (*LADDER, FIGURE, *SHEET_BLOCKS, *DATA_BLOCKS)
