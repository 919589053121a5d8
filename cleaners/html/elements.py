"""The elements of a parsed page and their names, each asked for once."""

from collections.abc import Sequence

from lxml.html import HtmlElement


class Elements:
    """The elements at and below `tree` in page order (`all`), and their names (`tags`).

    Whoever goes through a page several times keeps this meanwhile: lxml makes the object of an element anew whenever nobody
    holds one.
    """

    __slots__ = ("all", "tags")

    def __init__(self, tree: HtmlElement) -> None:
        self.all: Sequence[HtmlElement] = list(tree.iter("*"))
        self.tags: Sequence[str] = [element.tag for element in self.all]
