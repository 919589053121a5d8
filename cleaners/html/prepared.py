"""A flagged page in the states that trafilatura's extractors ask for, each made from what is common to them.

What is taken off and renamed follows `tree_cleaning` and `convert_tags` of trafilatura 2.3. Its own way walks over the
page once for every name of an element, and does so again for each look.
"""

import re
from copy import copy
from functools import cached_property

from lxml.etree import strip_tags
from lxml.html import HtmlElement
from trafilatura.baseline import _spaced_text
from trafilatura.htmlprocessing import _handle_forms, convert_tags, prune_html, recover_math, tree_cleaning
from trafilatura.settings import _COOKIE_CONSENT_RE, MANUALLY_CLEANED, MANUALLY_STRIPPED, Extractor
from trafilatura.xml import delete_element

from cleaners.html.mainpart import prune_comments

_ROUGH = frozenset({"aside", "fencedframe", "footer", "script", "style", "svg", "template"})
_CONSENT = re.compile(_COOKIE_CONSENT_RE, re.IGNORECASE)
_LAYOUT = ("presentation", "none")


class Prepared:
    """A page that is flagged and pruned; `raw` is its tree, which stays as it is."""

    def __init__(self, raw: HtmlElement) -> None:
        self.raw = raw
        self._base = _cleaned(copy(raw))

    def cleaned(self, options: Extractor) -> HtmlElement:
        """A tree without what trafilatura drops by the names of elements."""
        if options.focus == "recall" and self._is_bare:
            return tree_cleaning(copy(self.raw), options)
        return prune_html(copy(self._base), options.focus)

    def converted(self, options: Extractor) -> HtmlElement:
        """The same with trafilatura's names of elements."""
        tree = convert_tags(self.cleaned(options), options)
        if options.focus == "precision":
            prune_comments(tree)
        return tree

    @cached_property
    def _is_bare(self) -> bool:
        """Whether cleaning took every paragraph: trafilatura takes that back when it is to find more."""
        return self._base.find(".//p") is None and self.raw.find(".//p") is not None

    @cached_property
    def size(self) -> int:
        """How many characters trafilatura counts on the page."""
        tree = copy(self.raw)
        body = tree.find(".//body")
        return len(_spaced_text(clean_roughly(tree if body is None else body)))

    @cached_property
    def characters(self) -> int:
        """How many characters the page has, runs of white space taken for one."""
        return len(" ".join(self.raw.text_content().split()))

    @cached_property
    def most(self) -> int:
        """No less than `size`, sooner told: trafilatura leaves parts out, and puts spaces around elements."""
        return self.characters + 2 * sum(1 for _ in self.raw.iter())


def clean_roughly(tree: HtmlElement) -> HtmlElement:
    """The tree without what trafilatura drops before it counts, and before justext has a look at a page.

    It is `basic_cleaning` of trafilatura 2.3, whose expression calls back for every attribute of the page.
    """
    doomed = [element for element in tree.iterdescendants() if _is_rough(element)]
    for element in doomed:
        delete_element(element)
    return tree


def _is_rough(element: HtmlElement) -> bool:
    if element.tag in _ROUGH:
        return True
    names, name = element.get("class"), element.get("id")
    if names is None and name is None:
        return False
    if element.tag == "div":
        first = next(value for key, value in element.items() if key in ("class", "id"))
        if "footer" in first:
            return True
    return bool((names and _CONSENT.search(names)) or (name and _CONSENT.search(name)))


def _cleaned(tree: HtmlElement) -> HtmlElement:
    """The tree without what trafilatura drops in each of its looks; the empty elements are left to the look."""
    recover_math(tree)
    plain = [figure for figure in tree.iter("figure") if figure.find(".//table") is not None]
    plain += [table for table in tree.iter("table") if table.get("role") in _LAYOUT]
    for element in plain:
        element.tag = "div"
    strip_tags(tree, *MANUALLY_STRIPPED)
    present = {element.tag for element in tree.iter()}
    for name in MANUALLY_CLEANED:
        if name != "form" and name in present:
            for element in tree.iter(name):  # one in another ends the walk: that is a part of the result
                delete_element(element)
    _handle_forms(tree)
    return tree
