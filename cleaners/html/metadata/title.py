"""The title: what h1, Open Graph, JSON-LD and the title element agree on, without the site's name."""

import html
import re
from dataclasses import dataclass

from cleaners.html.metadata.jsonld import Node, squeeze, string
from cleaners.html.metadata.signals import Mark, Signals, fold, visible_text

_CUT = re.compile(r"\s+[|\-–—•·»«›:/~]+\s+|\s*[|»«›•]\s*|\s+::\s+")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Title:
    """The title, where it was read, and the heading in the page that shows it."""

    text: str | None
    how: str
    heading: Mark | None


def all_titles(signals: Signals) -> list[str]:
    """Return every text the page states as its title, for telling its own article from others."""
    stated = [signals.meta("og:title"), signals.meta("twitter:title"), signals.title]
    shown = [visible_text(mark.element, 300) for mark in signals.headings if mark.how == "h1"]
    return [text for text in [*stated, *shown] if text]


def clean(text: str | None, sites: set[str]) -> str:
    """Return a stated title as plain text without the site's name at its end or start."""
    if not text:
        return ""
    text = fold(html.unescape(_TAG.sub("", text)))
    cuts = list(_CUT.finditer(text))
    for cut in reversed(cuts):
        if is_site(text[cut.end() :], sites) and cut.start() > 3:
            return clean(text[: cut.start()], sites)
    for cut in cuts:
        if is_site(text[: cut.start()], sites) and cut.end() < len(text) - 3:
            return text[cut.end() :]
    return text


def is_site(text: str, sites: set[str]) -> bool:
    """Tell whether the text is one of the site's names (given squeezed), or such a name with a word or two."""
    squeezed = squeeze(text)
    return bool(squeezed) and squeezed in sites


def find_title(signals: Signals, article: Node | None, sites: set[str]) -> Title:
    """Choose the title. The heading that shows it wins; a heading that nothing else confirms does not."""
    stated = {
        "og:title": clean(signals.meta("og:title"), sites),
        "json-ld:headline": clean(string(article.get("headline")) or string(article.get("name")), sites)
        if article
        else "",
        "title": clean(signals.title, sites),
        "twitter:title": clean(signals.meta("twitter:title"), sites),
    }
    keys = {how: squeeze(text) for how, text in stated.items() if text}
    shown = [(mark, fold(visible_text(mark.element, 400))) for mark in signals.headings + signals.headlines]
    for wanted in ("h1", "headline-element", "h2", "h3"):
        for mark, text in shown:
            if mark.how == wanted and squeeze(text) and squeeze(text) in keys.values():
                return Title(text, mark.how, mark)
    for wanted in ("h1", "headline-element", "h2"):
        for mark, text in shown:
            key = squeeze(text)
            if (
                mark.how == wanted
                and len(key) > 12
                and any(key in other or other in key for other in keys.values() if len(other) > 12)
            ):
                return Title(text, mark.how, mark)
    heads = [(mark, text) for mark, text in shown if mark.how == "h1" and text and not is_site(text, sites)]
    if len(heads) == 1:
        return Title(heads[0][1], "h1", heads[0][0])
    for how in ("og:title", "json-ld:headline", "title", "twitter:title"):
        if stated[how]:
            return Title(stated[how], how, heads[0][0] if heads else None)
    return Title(heads[0][1], "h1", heads[0][0]) if heads else Title(None, "", None)
