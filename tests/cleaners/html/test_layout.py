"""Where blocks stand in a page's tree: what the elements hold, and how far each is from the main container."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners.html.blocks import Frame, Span, spans
from cleaners.html.features import NAMES, Evidence, by_themselves, candidates, layout, matrix, paragraphs
from cleaners.html.parse import parse

SENTENCE = "The ferry to the island sails again this summer, and the school on the quay has a teacher for it at last."
PAGE = st.recursive(
    st.sampled_from((f"<p>{SENTENCE}</p>", "<p>Short.</p>", "Words", "<br>", "<h2>Head</h2>")),
    lambda inner: st.tuples(st.sampled_from(("div", "section", "article", "ul")), st.lists(inner, max_size=4)).map(
        lambda found: f"<{found[0]}>{''.join(found[1])}</{found[0]}>"
    ),
    max_leaves=25,
)


def _chain(frame: Frame | None) -> Iterator[Frame]:
    while frame is not None:
        yield frame
        frame = frame.container


def _found(html: str) -> list[Span]:
    tree = parse(f"<html><body><p>{SENTENCE}</p>{html}</body></html>")
    assert tree is not None
    return list(spans(tree))


@given(PAGE)
def test_an_element_holds_the_characters_of_the_blocks_inside_of_it(html: str) -> None:
    """Counted by their places in the order of opening, they are those of the blocks that have the element above them."""
    found = _found(html)
    where = layout(found, paragraphs(found))
    for number, frame in enumerate(where.frames):
        held = [len(span.text) for span in found if frame in _chain(span.frame)]
        assert where.in_frames[number, :2].tolist() == [sum(held), len(held)]


@given(PAGE)
def test_steps_to_the_main_container_lead_over_the_common_ancestor(html: str) -> None:
    """As many steps up as to the nearest element that holds both, and as many down as from there to the main container."""
    found = _found(html)
    likely = paragraphs(found)
    kept = frozenset(number for number, alike in enumerate(likely) if alike)
    evidence = Evidence(
        kept=kept, kept_more=kept, paragraphs=likely, title="", description="", authors=(), phrases=[-1] * len(found)
    )
    judged = candidates(found)
    rows = matrix(found, evidence, judged, by_themselves(found, judged, evidence), layout(found, likely))
    up, down = (rows[:, NAMES.index(name)] for name in ("to_main_up_own", "to_main_down_own"))
    mains = [number for number, span in enumerate(found) if likely[number]]
    ancestors = [list(_chain(span.frame)) for span in found]
    # The main container is an ancestor of a paragraph: some of them must give the steps that the features tell.
    possible = [frame for number in mains for frame in ancestors[number]]
    told = list(zip(up, down, strict=True))
    assert any([_steps(ancestors[number], main) for number in judged] == told for main in possible)


def _steps(chain: list[Frame], main: Frame) -> tuple[float, float]:
    above = list(_chain(main))
    common = next(frame for frame in chain if frame in above)
    return float(chain.index(common)), float(above.index(common))


def test_features_are_numbers_for_every_candidate() -> None:
    """One row for each block that may be body, one column for each name, and no gaps."""
    found = _found("<nav><a href='/a'>Sport</a><a href='/b'>News</a></nav>")
    likely = paragraphs(found)
    evidence = Evidence(
        kept=frozenset({0}),
        kept_more=frozenset({0}),
        paragraphs=likely,
        title="Ferry",
        description="",
        authors=("Ida Quill",),
        phrases=[-1] * len(found),
    )
    judged = candidates(found)
    rows = matrix(found, evidence, judged, by_themselves(found, judged, evidence), layout(found, likely))
    assert rows.shape == (len(judged), len(NAMES))
    assert np.isfinite(rows).all()
