"""The title: the heading that the stated titles confirm, without kicker, date and the site's name."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from cleaners.html.metadata.jsonld import Node, squeeze, string
from cleaners.html.metadata.signals import Mark, Signals
from cleaners.html.metadata.texts import fold, visible_text
from cleaners.html.metadata.words import listed

_BARS = "|｜│┃"
_CUT = re.compile(rf"\s+[{_BARS}\-–—−•·»«›:/~⋆*]+\s+|\s*[{_BARS}»«›•]\s*|\s+::\s+|(?<=\w)：")
_DANGLING = re.compile(rf"(?:\s+[{_BARS}\-–—−•·›:/~]+)+$")
_TAG = re.compile(r"<[^>]+>")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DAY = re.compile(r"\d{1,2}[./-]\s?(?:\d{1,2}[./-]|[^\W\d_]{3,9})\s?\d{4}(?:,?\s\d{1,2}[:.]\d\d(?:\sUhr)?)?")
_LEADING_DAY = re.compile(r"^" + _DAY.pattern + r"\s*[-–—:|]?\s+(?=\w)")
_GENERIC = frozenset(
    listed(
        """
        news online the das die der tv radio magazin magazine zeitung newspaper daily nachrichten portal home de
        com net org at ch uk digital web blog www officiel official le la el wiki forum
        """
    )
)
_NAVIGATION = re.compile(r"(?<![a-z])nav(?![a-z])|logo|site-?(?:title|name)|masthead|menu|cookie|consent|modal|overlay")
_LONGEST = 600  # characters of a title
_HEADINGS, _HEADLINES = 300, 60
_LONGEST_NAME, _NAME = 60, 5  # characters of a site's name; letters from which it is no part of a word by chance
_LONG = 12  # letters from which a title inside another is no chance


@dataclass(frozen=True, slots=True)
class Title:
    """The title, where it was read, and the heading in the page that shows it."""

    text: str | None
    how: str
    heading: Mark | None


def all_titles(signals: Signals) -> list[str]:
    """Return every text the page states as its title, for telling its own article from others."""
    stated = [signals.meta("og:title"), signals.meta("twitter:title"), signals.title]
    shown = [visible_text(mark.element, 300) for mark in signals.headings[:_HEADINGS] if mark.how == "h1"]
    return [text for text in [*stated, *shown] if text]


def plain_title(text: str | None) -> str:
    """Return the title as plain text: no tags, entities or invisible characters, no separator at its end."""
    text = (text or "")[:_LONGEST]
    text = html.unescape(_TAG.sub("", text) if "<" in text else text)
    text = fold(text if text.isascii() else text.translate(_INVISIBLE))
    return text if text[-1:].isalnum() else _DANGLING.sub("", text)


def clean(text: str | None, sites: set[str]) -> str:
    """Return a stated title as plain text without the site's name or a date at its end or start."""
    text = plain_title(text)
    cuts = list(_CUT.finditer(text))
    for cut in reversed(cuts):
        tail = text[cut.end() :]
        barred = any(bar in cut[0] for bar in _BARS)
        named = is_site(tail, sites) or (_names_site if barred else _is_called)(tail, sites)
        if cut.start() > 3 and (named or _DAY.fullmatch(tail)):
            return clean(_head(text, cut), sites)
    for cut in cuts:
        if is_site(text[: cut.start()], sites) and cut.end() < len(text) - 3:
            return _tail(text, cut)
    first, _, rest = text.partition(" ")
    return rest if "." in first and len(rest) > 3 and squeeze(first) in sites else text


def _head(text: str, cut: re.Match[str]) -> str:
    """What stands before a cut, with the guillemet that closes a quote there."""
    head, closed = text[: cut.start()], text[: cut.start()] + cut[0].rstrip()
    return closed if _balanced(closed) and not _balanced(head) else head


def _tail(text: str, cut: re.Match[str]) -> str:
    """What stands behind a cut, with the guillemet that opens a quote there."""
    tail, opened = text[cut.end() :], cut[0].lstrip() + text[cut.end() :]
    if not _balanced(tail):
        tail = opened if _balanced(opened) else tail.lstrip("»«")
    return tail.lstrip("|-–—›:/ ")


def _balanced(text: str) -> bool:
    return text.count("«") == text.count("»")


def is_site(text: str, sites: set[str]) -> bool:
    """Tell whether the text is one of the site's names (given squeezed), alone or with words such as "online"."""
    squeezed = squeeze(text) if len(text) <= 60 else ""
    if not squeezed:
        return False
    if squeezed in sites or _spelled(squeezed) in sites:
        return True
    words = [squeeze(word) for word in re.split(r"[\s.]+", text)]
    rest = "".join(word for word in words if word not in _GENERIC)
    return rest != squeezed and bool(rest) and (rest in sites or _spelled(rest) in sites)


def _names_site(tail: str, sites: set[str]) -> bool:
    """Tell whether what stands behind a title's last bar is the site by more or fewer words, or by what its initials say."""
    squeezed = squeeze(tail) if len(tail) <= _LONGEST_NAME else ""
    if len(squeezed) < _NAME:
        return False
    if any((len(site) >= _NAME and site in squeezed) or squeezed in site for site in sites):
        return True
    words = tail.split()
    return len(words) > 2 and squeeze("".join(word[0] for word in words)) in sites


def _is_called(tail: str, sites: set[str]) -> bool:
    """Tell whether what stands behind a dash is a name that begins or ends with the site's: "Harbour Post - Ferry news".

    A name has no words in small letters, as the end of a headline that speaks of the site has.
    """
    squeezed = squeeze(tail) if len(tail) <= _LONGEST_NAME else ""
    names = [site for site in sites if len(site) >= _NAME and (squeezed.startswith(site) or squeezed.endswith(site))]
    return bool(names) and all(
        not word[0].islower() or word in _GENERIC or any(squeeze(word) in name for name in names)
        for word in tail.split()
    )


def _spelled(text: str) -> str:
    return text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


def find_title(signals: Signals, article: Node | None, sites: set[str]) -> Title:
    """Choose the title. A heading that a stated title confirms wins; what only stands in the head comes last."""
    stated = _stated(signals, article, sites)
    keys = {key: text for text in stated.values() if (key := squeeze(text))}
    heads = _texts(signals.headings[:_HEADINGS])
    for find in (_equal, _containing):
        for mark, text in find(heads, keys):
            if not is_site(text, sites) and not _in_navigation(mark.element):
                return _without_kicker(mark, text, stated)
        for mark, text in find(_texts(signals.headlines[:_HEADLINES]), keys):
            if not is_site(text, sites):
                return _without_kicker(mark, text, stated)
    first = [(mark, text) for mark, text in heads if mark.how == "h1" and not is_site(text, sites)]
    main = _main([(mark, text) for mark, text in first if not _in_navigation(mark.element)], signals)
    headline = stated.get("json-ld:headline")
    if headline and squeeze(headline) in {squeeze(stated.get(how, "")) for how in ("og:title", "title")}:
        return Title(headline, "json-ld:headline", main[0][0] if main else None)
    if len(main) == 1 or (main and not stated):
        return _without_kicker(*main[0], stated)
    for how, text in stated.items():
        return Title(text, how, main[0][0] if main else None)
    return Title(None, "", None)


def _main(heads: list[tuple[Mark, str]], signals: Signals) -> list[tuple[Mark, str]]:
    """The headings of the first rank, of several the one whose class says that it holds the headline."""
    named = {mark.index for mark in signals.headlines}
    called = [(mark, text) for mark, text in heads if mark.index in named]
    return called if len(called) == 1 else heads


def _stated(signals: Signals, article: Node | None, sites: set[str]) -> dict[str, str]:
    headline = (string(article.get("headline")) or string(article.get("name"))) if article else None
    stated = {
        "og:title": clean(signals.meta("og:title"), sites),
        "json-ld:headline": clean(headline, sites),
        "title": clean(signals.title, sites),
        "twitter:title": clean(signals.meta("twitter:title"), sites),
    }
    return {how: text for how, text in stated.items() if text and not is_site(text, sites)}


def _texts(marks: Sequence[Mark]) -> list[tuple[Mark, str]]:
    """The marks that show a text, each with that."""
    return [(mark, text) for mark in marks if (text := plain_title(visible_text(mark.element, 400)))]


def _in_navigation(heading: HtmlElement) -> bool:
    """Tell whether the heading stands in the navigation, as the last item of a breadcrumb does."""
    node, steps = heading, 0
    while node is not None and steps < 6 and node.tag not in ("body", "main", "article"):
        names = f"{node.get('class') or ''} {node.get('id') or ''}".lower()
        if node.tag == "nav" or "breadcrumb" in names or (steps < 2 and _NAVIGATION.search(names)):
            return True
        node, steps = node.getparent(), steps + 1
    return False


def _equal(shown: Sequence[tuple[Mark, str]], keys: dict[str, str]) -> list[tuple[Mark, str]]:
    """The headings that say what a stated title says, the highest first."""
    found = [(mark, text) for mark, text in shown if squeeze(text) in keys]
    return sorted(found, key=lambda row: row[0].how)


def _containing(shown: Sequence[tuple[Mark, str]], keys: dict[str, str]) -> list[tuple[Mark, str]]:
    """The headings that hold a stated title or stand at the start or the end of one, the best fit first.

    A lower heading that says less than half of a title is rather a part's or the site's, unless a separator parts it off.
    """
    found: list[tuple[int, str, int, Mark, str]] = []
    for mark, text in shown:
        key = squeeze(text)
        if len(key) < 4 or mark.how == "h3":
            continue
        for stated, title in keys.items():
            if len(stated) >= _LONG and (key.endswith(stated) or key.startswith(stated)):
                found.append((0, mark.how, mark.index, mark, text))
            elif len(key) >= _LONG and (stated.startswith(key) or stated.endswith(key)):
                if mark.how != "h1" and 2 * len(key) < len(stated) and not _parted(title, key):
                    continue
                found.append((1 if stated.startswith(key) else 2, mark.how, mark.index, mark, text))
    return [row[3:] for row in sorted(found, key=lambda row: row[:3])]


def _parted(title: str, key: str) -> bool:
    """Tell whether a separator stands between the squeezed begin or end of a title and its rest."""
    return any(key in (squeeze(title[: cut.start()]), squeeze(title[cut.end() :])) for cut in _CUT.finditer(title))


def _without_kicker(mark: Mark, text: str, stated: dict[str, str]) -> Title:
    """Take a kicker or a date from the heading's start, and a subtitle from its end where several titles lack it."""
    text = _LEADING_DAY.sub("", text)
    key = squeeze(text)
    headline = stated.get("json-ld:headline", "")
    if (
        headline
        and squeeze(headline) == squeeze(stated.get("og:title", ""))
        and squeeze(headline).endswith(key)
        and squeeze(headline) != key
    ):
        return Title(headline, "json-ld:headline", mark)  # what looks like a kicker is part of the headline
    ends = [other for other in stated.values() if len(squeeze(other)) >= _LONG and key.endswith(squeeze(other))]
    if ends:
        shortest = min(ends, key=len)
        return Title(text if squeeze(shortest) == key and shortest in text else shortest, mark.how, mark)
    starts = [other for other in stated.values() if len(squeeze(other)) >= _LONG and key.startswith(squeeze(other))]
    if len(starts) > 2:
        return Title(starts[0], mark.how, mark)
    return Title(text, mark.how, mark)
