"""The reasons of removals as a person reads them: a word, what it means, and the family that gives the colour."""

from dataclasses import dataclass

from cleaners.types import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A reason in the legend: `key` is the reason's own word, `means` a line on what it stands for."""

    key: str
    means: str
    family: str


_MEANINGS: dict[Reason, tuple[str, str]] = {
    Reason.TITLE: ("about", "the headline, kept in the metadata"),
    Reason.DESCRIPTION: ("about", "the standfirst, kept in the metadata"),
    Reason.BYLINE: ("about", "who wrote it, kept in the metadata"),
    Reason.DATELINE: ("about", "when and where, kept in the metadata"),
    Reason.SECTION: ("about", "the section or a kicker over the headline"),
    Reason.CAPTION: ("about", "captions and credits of pictures"),
    Reason.NAVIGATION: ("furniture", "menus and other ways around the outlet"),
    Reason.FOOTER: ("furniture", "the foot of the page, imprint and rights"),
    Reason.HIDDEN: ("furniture", "what the page shows to nobody"),
    Reason.SCRIPT: ("furniture", "code and its remains"),
    Reason.EMBED: ("furniture", "players and posts from elsewhere"),
    Reason.DUPLICATE: ("furniture", "said on the page already"),
    Reason.NOT_MAIN_TEXT: ("furniture", "outside of the article, for no named reason"),
    Reason.PAYWALL: ("sale", "offers to read on for money"),
    Reason.PROMOTION: ("sale", "newsletters, apps, subscriptions"),
    Reason.ADVERTISEMENT: ("sale", "advertisements and their labels"),
    Reason.RELATED: ("elsewhere", "links to other stories"),
    Reason.SHARE: ("elsewhere", "buttons to share or save"),
    Reason.COMMENTS: ("elsewhere", "readers' comments and calls for them"),
    Reason.CONSENT: ("elsewhere", "cookies, privacy, consent"),
}

FAMILIES = {
    "about": "About the article",
    "furniture": "The page around it",
    "sale": "For sale",
    "elsewhere": "Leading elsewhere",
}

REASONS: dict[str, Shown] = {
    reason.value: Shown(key=reason.value, means=means, family=family) for reason, (family, means) in _MEANINGS.items()
}
"""All of them, in the order of the legend."""
