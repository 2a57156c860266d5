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

#: All blocks that are filled from data.
DATA_BLOCKS = ("references", "syllabus", "glossary", "editions", *PRODUCT_BLOCKS, *LEARNING_BLOCKS)

#: A drawing with its caption.
FIGURE = "figure"

#: Whatever may stand after `///`.
ALL_BLOCKS = (*LADDER, FIGURE, *DATA_BLOCKS)
