"""Text of printed pages: running heads and feet, paragraphs that go on over the end of a page."""

from cleaners import load_rules
from cleaners.text import read
from cleaners.text.join import join
from cleaners.text.lines import lines
from cleaners.types import Reason

PRINTED = """Harbour Quarterly                                   Issue 12

The keeper of the lighthouse has counted every ship that
passed the point since he came, and he writes each num-
ber into a book that nobody but his daughter ever
Page 1
\fHarbour Quarterly                                   Issue 12

reads. She adds the weather, and in the evening the two
of them sit on the wall and argue about the quanti-
Page 2
\fHarbour Quarterly                                   Issue 12

ties of rain.

A second paragraph begins here, and it is long enough to
be wrapped once at least.
Page 3
"""


def test_paragraph_over_a_page_break() -> None:
    """A paragraph and a hyphenated word go on over the end of a page, past its foot and the next page's head."""
    texts = [piece.text for piece in join(lines(PRINTED)) if not piece.furniture]
    assert texts == [
        "The keeper of the lighthouse has counted every ship that passed the point since he came, and he writes each "
        "number into a book that nobody but his daughter ever reads. She adds the weather, and in the evening the two "
        "of them sit on the wall and argue about the quantities of rain.",
        "A second paragraph begins here, and it is long enough to be wrapped once at least.",
    ]


def test_furniture_is_removed_with_its_reason() -> None:
    """Running heads and page numbers are blocks of their own, removed as footers by the rule that says so."""
    draft = read(PRINTED, load_rules())
    removed = [
        block.text
        for block, label in zip(draft.blocks, draft.labels, strict=True)
        if label.rule == "text/page-furniture" and label.reason is Reason.FOOTER
    ]
    assert removed == [
        "Harbour Quarterly Issue 12", "Page 1", "Harbour Quarterly Issue 12", "Page 2", "Harbour Quarterly Issue 12",
        "Page 3",
    ]  # fmt: skip


def test_a_text_without_page_breaks_has_no_furniture() -> None:
    """A line that stands twice in a text that was never printed is no running head."""
    assert not any(piece.furniture for piece in join(lines(PRINTED.replace("\f", ""))))
