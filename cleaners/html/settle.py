"""What the labels of the blocks around one settle: sub-headings of kept text, lead-ins to what is gone, pull quotes."""

import re
from collections.abc import Sequence

from cleaners.draft import Label
from cleaners.html.blocks import Span
from cleaners.html.structure import Flag
from cleaners.labels import fold
from cleaners.types import Kind, Reason

KEPT_AROUND, DANGLING, ABOUT = "generic/sub-heading", "generic/dangling", "generic/about-author"
_LEAD_IN = 90  # characters of a line that only leads to what follows
_CLOSING = (".", "!", "?", "…", "。", "！", "？", "”", "“", "»", '"', ")")
_QUOTE_WORDS = 8
_LAST, _LONGEST = 5, 600  # blocks at the end among which one may be about the author, and its characters
_WHO = re.compile(
    r" (?:is|was|has|works|writes|covers|joined|lives|ist|war|hat|arbeitet|schreibt|lebt|est|es|è|jest|é) "
)
_SPEECH = re.compile('["“”„«»]')
_LINKED = 0.7  # the share of links from which on a block is one of a list of links
#: What says of a heading only where it stands, or that its words are often a menu's.
_WEAK = ("model:html", "generic/header", "generic/button", "generic/links")
_WEAK_WORDS, _MENU = ("/related", "/account"), 2  # a menu's words are that many or fewer
#: Where a sub-heading may stand that the text below it does not: what else sets them apart makes it another text's.
_OWN = (
    Flag.HEADER
    | Flag.LIST
    | Flag.BUTTON
    | Flag.C_SHARE
    | Flag.C_TITLE
    | Flag.C_SUMMARY
    | Flag.C_SECTION
    | Flag.C_BODY
    | Flag.C_DATE
)
_BETWEEN, _PICTURES = 4, (Reason.CAPTION, Reason.EMBED, Reason.ADVERTISEMENT)  # what may stand below a sub-heading
_TICKER = 30  # characters from which on a heading with a date says more than that


def settle(found: Sequence[Span], labels: Sequence[Label], title: str, names: Sequence[str]) -> list[Label]:
    """The labels with those of sub-headings and of lines at the text's end set right.

    `title` and the authors' `names` are folded.
    """
    settled = _with_sub_headings(found, labels, title)
    kept = [number for number, label in enumerate(settled) if label.reason is None]
    while len(kept) > 1 and _leads_on(found, kept[-1]):
        settled[kept.pop()] = Label(reason=Reason.RELATED, rule=DANGLING)
    for number in kept[1:][-_LAST:] if names else ():
        if _is_about(found[number], names):
            settled[number] = Label(reason=Reason.BYLINE, rule=ABOUT)
    return settled


def _with_sub_headings(found: Sequence[Span], labels: Sequence[Label], title: str) -> list[Label]:
    """A heading with kept text above it and right below it is a part of that text, unless it has a name of its own."""
    settled = list(labels)
    begun = False
    for number, (span, label) in enumerate(zip(found, labels, strict=True)):
        if label.reason is None:
            begun = True
        elif begun and span.frame.kind is Kind.HEADING and _is_plain(span, label):
            text, below = fold(span.text), _below(labels, number)
            apart = below is None or span.frame.flags & ~found[below].frame.flags & ~_OWN
            if not apart and not text.isdigit() and not _is_headline(text, title):
                settled[number] = Label(reason=None, rule=KEPT_AROUND)
    return settled


def _below(labels: Sequence[Label], number: int) -> int | None:
    """The number of the kept block below another, with nothing but a picture or the like between them."""
    for below in range(number + 1, min(number + 1 + _BETWEEN, len(labels))):
        if labels[below].reason is None:
            return below
        if labels[below].reason not in _PICTURES:
            return None
    return None


def _is_headline(text: str, title: str) -> bool:
    """Whether a folded heading is the headline, with more words or with most of them."""
    return bool(title) and (title in text or (text in title and 2 * len(text) > len(title)))


def _is_plain(span: Span, label: Label) -> bool:
    """Whether nothing but its place or shape speaks against a heading."""
    if span.links and not all(href.startswith("#") for _, _, href in span.links):
        return False
    if label.rule == "generic/class-date":
        return len(span.text) > _TICKER
    opens = label.rule == "generic/class-share" and span.frame.flags & Flag.BUTTON  # a heading that unfolds its section
    short = label.rule.startswith("phrases.") and label.rule.endswith(_WEAK_WORDS) and span.text.count(" ") < _MENU
    return bool(opens) or short or label.rule in _WEAK


def _leads_on(found: Sequence[Span], number: int) -> bool:
    """Whether the last kept block only leads to what is gone: a heading, or a line with a colon above links."""
    text = found[number].text
    if len(text) > _LEAD_IN:
        return False
    if text.endswith((":", "：")):
        return number + 1 < len(found) and found[number + 1].link_share > _LINKED
    return found[number].frame.kind is Kind.HEADING and not text.endswith(_CLOSING)


def _is_about(span: Span, names: Sequence[str]) -> bool:
    """Whether a block tells who an author is: the full name and a verb, nobody speaking."""
    if len(span.text) > _LONGEST or _SPEECH.search(span.text):
        return False
    text = fold(span.text)
    return any(" " in name and text.startswith(name) and _WHO.match(text, len(name)) for name in names)


def pull_quotes(found: Sequence[Span], kept: Sequence[bool]) -> frozenset[int]:
    """The numbers of the kept quotes whose words stand in a longer kept block as well."""
    quotes = [n for n, span in enumerate(found) if kept[n] and span.frame.kind is Kind.QUOTE and _is_long(span)]
    if not quotes:
        return frozenset()
    texts = {number: fold(span.text) for number, span in enumerate(found) if kept[number]}
    return frozenset(
        quote
        for quote in quotes
        if any(len(text) > len(texts[quote]) and texts[quote] in text for text in texts.values())
    )


def _is_long(span: Span) -> bool:
    return span.text.count(" ") >= _QUOTE_WORDS - 1
