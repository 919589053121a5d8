"""The elements of a parsed page and their names, each asked for once."""

from collections.abc import Sequence
from functools import cached_property

from lxml.html import HtmlElement


class Elements:
    """The elements at and below `tree` in page order (`all`), and their names (`tags`).

    Whoever goes through a page several times keeps this meanwhile: lxml makes the object of an element anew whenever nobody
    holds one, and each walk of its own over a page costs as much as a tenth of parsing it.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.all: Sequence[HtmlElement] = list(tree.iter("*"))
        self.tags: Sequence[str] = [element.tag for element in self.all]

    def named(self, *names: str) -> list[HtmlElement]:
        """Those with one of the names, in page order for each name."""
        return [element for name in names for element in self._by_name.get(name, ())]

    @cached_property
    def _by_name(self) -> dict[str, list[HtmlElement]]:
        found: dict[str, list[HtmlElement]] = {tag: [] for tag in set(self.tags)}
        for tag, element in zip(self.tags, self.all, strict=True):
            found[tag].append(element)
        return found
