"""Headings by role, and those of sections."""

import pytest

from cleaners.html.blocks import spans
from cleaners.html.parse import parse
from cleaners.html.structure import Flag
from cleaners.types import Kind


@pytest.mark.parametrize(
    ("markup", "tag"),
    [
        ('<div role="heading" aria-level="3">Fares</div>', "h3"),
        ('<p role="heading">Fares</p>', "h2"),
        ('<div role="heading" aria-level="12">Fares</div>', "h2"),
        ('<span role="heading">Fares</span>', "body"),
        ("<div>Fares</div>", "div"),
    ],
)
def test_a_role_makes_a_heading(markup: str, tag: str) -> None:
    """A block element with the role `heading` is one of its level, or of the second where it gives none."""
    tree = parse(f"<body>{markup}</body>")
    assert tree is not None
    (span,) = spans(tree)
    assert span.frame.tag == tag
    assert (span.frame.kind is Kind.HEADING) is tag.startswith("h")


@pytest.mark.parametrize(
    ("page", "header"),
    [
        ("<section><header><h3>Fares</h3></header><p>Two shillings.</p></section>", False),
        ("<section><header><h1>Ferry</h1></header><p>It sails.</p></section>", True),
        ("<article><header><h2>Ferry</h2></header><p>It sails.</p></article>", True),
    ],
)
def test_the_header_of_a_section_is_none_of_the_page(page: str, header: bool) -> None:
    """A sub-heading in the header of its section stands as others do; an article's header stays one."""
    tree = parse(f"<body>{page}</body>")
    assert tree is not None
    assert bool(next(spans(tree)).frame.flags & Flag.HEADER) is header
