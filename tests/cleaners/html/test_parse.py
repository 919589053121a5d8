"""The tree of pages whose end tags are missing."""

import pytest

from cleaners.html.parse import parse

STORY = "".join(
    f"<p>The ferry to the outer islands will run {number} times a day from Monday, the harbour office said on Friday, "
    "and tickets bought before then stay valid.</p>"
    for number in ("two", "three", "four", "five")
)
HEADS = {
    "a div in a list of a menu": '<nav><ul><li><div><a href="/a">News</a></ul></nav>',
    "a div in a button": "<button><span>Menu<div>More</button>",
    "a div in a link of a menu": '<header><nav><a href="/"><div>Home</a><ul><li>Sport</ul></nav></header>',
    "a form in a menu": "<nav><form><div>Search</nav>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_missing_end_tag_leaves_no_article_in_a_menu(head: str) -> None:
    """Where an end tag is missing before the article, the article stands outside of the menu, as browsers have it."""
    tree = parse(f"<html><body>{head}<main><h1>Ferry</h1>{STORY}</main></body></html>")
    assert tree is not None
    main = next(tree.iter("main"))
    assert not {"nav", "button"} & {element.tag for element in main.iterancestors()}
    assert sum(1 for _ in main.iter("p")) == 4


def test_an_aside_that_holds_the_text_by_right_stays() -> None:
    """A page that sets most of its text in an aside, with all its end tags, is read as it stands."""
    tree = parse(f"<html><body><p>Short.</p><aside>{STORY}</aside></body></html>")
    assert tree is not None
    assert sum(1 for p in tree.iter("p") if any(a.tag == "aside" for a in p.iterancestors())) == 4
