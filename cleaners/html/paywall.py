"""Markup that names a paywall: a class of the element around the article."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from cleaners.html.metadata.signals import Signals

#: Where a headline stands, and what may hold all of an article.
_HEADLINE, _WHOLE = "h1", ("article", "main", "body")
_NAMES = frozenset(
    """
    paywall paywalled has-paywall is-paywalled with-paywall show-paywall paywall-on paywall-active paywall-enabled
    is-locked premium-locked content-locked article-locked locked-content locked-article access-restricted
    """.split()
)
#: Of headlines and bodies so many are looked at; a page has one, but some mark up others as well.
_FEW = 3


def locked(signals: Signals) -> tuple[str, ...]:
    """Return what the classes of the article's own elements say of a paywall, as ``class: article.has-paywall``."""
    found = []
    for element in dict.fromkeys(_around(signals)):
        for name in (element.get("class") or "").split():
            if name.lower().replace("_", "-") in _NAMES:
                found.append(f"class: {element.tag}.{name}")
    return tuple(dict.fromkeys(found))


def _around(signals: Signals) -> Iterator[HtmlElement]:
    """The elements that hold the headline or the body, and the article element where there is one only."""
    elements = signals.elements
    for headline in elements.named(_HEADLINE)[:_FEW]:
        yield from headline.iterancestors()
    yield from [mark.element for mark in signals.props.get("articlebody", ())[:_FEW]]
    for tag in _WHOLE:
        if len(found := elements.named(tag)) == 1:
            yield found[0]
