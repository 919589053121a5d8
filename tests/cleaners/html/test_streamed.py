"""Parts that a server streams at the page's end stand where the page's script puts them."""

from cleaners.html.blocks import Span, spans
from cleaners.html.parse import parse
from cleaners.html.structure import Flag

STREAMED = (
    '<body><main><h1>Ferry</h1><p>It sails.</p><!--$?--><template id="B:0"></template><p>Loading</p><!--/$-->'
    '<p>It lands.</p></main><div hidden id="S:0">It waits. <p>It turns.</p><template id="P:1f"></template></div>'
    '<div hidden="" id="S:1f"><p>It calls.</p></div><div hidden id="S:2"><p>It hides.</p></div></body>'
)


def _found(html: str) -> list[Span]:
    tree = parse(html)
    assert tree is not None
    return list(spans(tree))


def test_streamed_parts_are_read_in_their_place() -> None:
    """The text is in the order in which a browser shows it, parts inside of parts too."""
    found = _found(STREAMED)
    assert [span.text for span in found] == [
        *("Ferry", "It sails.", "It waits.", "It turns.", "It calls.", "Loading", "It lands.", "It hides."),
    ]
    assert [span.text for span in found if span.frame.flags & Flag.HIDDEN] == ["It hides."]


def test_a_part_that_holds_its_own_place_stays() -> None:
    """A page that would put a part into itself is read as it is."""
    found = _found('<body><p>It sails.</p><div hidden id="S:0"><p>It turns.</p><template id="B:0"></template></div>')
    assert [span.text for span in found] == ["It sails.", "It turns."]
