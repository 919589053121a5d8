"""Markup that names a paywall: a class of the element around the article."""

from collections.abc import Iterator

from lxml.etree import XPath
from lxml.html import HtmlElement

_BODIES = XPath("//@itemprop[. = 'articleBody']/..")
#: The elements looked for in one walk.
_HEADLINE, _WHOLE = "h1", ("article", "main", "body")
_NAMES = frozenset(
    """
    paywall paywalled has-paywall is-paywalled with-paywall show-paywall paywall-on paywall-active paywall-enabled
    is-locked premium-locked content-locked article-locked locked-content locked-article access-restricted
    """.split()
)
#: Of headlines and bodies so many are looked at; a page has one, but some mark up others as well.
_FEW = 3


def locked(tree: HtmlElement) -> tuple[str, ...]:
    """Return what the classes of the article's own elements say of a paywall, as ``class: article.has-paywall``."""
    found = []
    for element in dict.fromkeys(_around(tree)):
        for name in (element.get("class") or "").split():
            if name.lower().replace("_", "-") in _NAMES:
                found.append(f"class: {element.tag}.{name}")
    return tuple(dict.fromkeys(found))


def _around(tree: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that hold the headline or the body, and the article element where there is one only."""
    named: dict[str, list[HtmlElement]] = {tag: [] for tag in (_HEADLINE, *_WHOLE)}
    for element in tree.iter(*named):
        named[element.tag].append(element)
    for headline in named[_HEADLINE][:_FEW]:
        yield from headline.iterancestors()
    yield from _BODIES(tree)[:_FEW]
    for tag in _WHOLE:
        if len(named[tag]) == 1:
            yield named[tag][0]
