"""What the structure of a page says of a block: flags that its elements, roles and class names hand down to it.

Element names and ARIA roles follow the HTML standard and WAI-ARIA; the words in class names and ids are those that
news sites share.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import zip_longest


class Flag:
    """Facts that every block inside an element inherits; plain integers, since enum arithmetic costs ten times as much."""

    NAV = 1 << 0
    ASIDE = 1 << 1
    HEADER = 1 << 2
    FOOTER = 1 << 3
    FIGURE = 1 << 4
    CAPTION = 1 << 5
    HIDDEN = 1 << 6
    FORM = 1 << 7
    BUTTON = 1 << 8
    ARTICLE = 1 << 9
    MAIN = 1 << 10
    NOSCRIPT = 1 << 11
    DIALOG = 1 << 12
    TABLE = 1 << 13
    LIST = 1 << 14
    QUOTE = 1 << 15
    ADDRESS = 1 << 16
    BODY = 1 << 17
    C_AD = 1 << 18
    C_AUTHOR = 1 << 19
    C_BODY = 1 << 20
    C_CAPTION = 1 << 21
    C_COMMENT = 1 << 22
    C_CONSENT = 1 << 23
    C_DATE = 1 << 24
    C_FOOTER = 1 << 25
    C_HIDDEN = 1 << 26
    C_NAV = 1 << 27
    C_PAYWALL = 1 << 28
    C_PROMO = 1 << 29
    C_RELATED = 1 << 30
    C_SHARE = 1 << 31
    C_SIDEBAR = 1 << 32
    C_SUMMARY = 1 << 33
    C_TAGS = 1 << 34
    C_TITLE = 1 << 35
    C_EMBED = 1 << 36
    C_SECTION = 1 << 37


TAGS = {
    "nav": Flag.NAV,
    "menu": Flag.NAV,
    "aside": Flag.ASIDE,
    "header": Flag.HEADER,
    "footer": Flag.FOOTER,
    "figure": Flag.FIGURE,
    "figcaption": Flag.CAPTION,
    "form": Flag.FORM,
    "fieldset": Flag.FORM,
    "label": Flag.FORM,
    "button": Flag.BUTTON,
    "article": Flag.ARTICLE,
    "main": Flag.MAIN,
    "noscript": Flag.NOSCRIPT,
    "dialog": Flag.DIALOG,
    "table": Flag.TABLE,
    "ul": Flag.LIST,
    "ol": Flag.LIST,
    "dl": Flag.LIST,
    "blockquote": Flag.QUOTE,
    "address": Flag.ADDRESS,
}
ROLES = {
    "navigation": Flag.NAV,
    "menu": Flag.NAV,
    "menubar": Flag.NAV,
    "search": Flag.FORM,
    "complementary": Flag.ASIDE,
    "banner": Flag.HEADER,
    "contentinfo": Flag.FOOTER,
    "dialog": Flag.DIALOG,
    "alertdialog": Flag.DIALOG,
    "button": Flag.BUTTON,
    "article": Flag.ARTICLE,
    "main": Flag.MAIN,
    "figure": Flag.FIGURE,
}
#: Words in class names and ids, each with what it says; a name counts where the word is one of its parts.
CLASS_WORDS: dict[int, str] = {
    Flag.C_AD: r"ads?|advert\w*|adslot|adunit|sponsor\w*|dfp|taboola|outbrain|anzeige|werbung|publicidad|reklam\w*",
    Flag.C_AUTHOR: r"authors?|byline\w*|autor\w*|bio|biography|contributors?|writer|redaktion",
    Flag.C_BODY: r"articlebody|articletext|article-?content|entry-?content|post-?content|story-?body|body-?text|"
    r"article-?body|story-?content|bodytext|richtext|prose|paragraphs?|body-?copy|post-?body|single-?content",
    Flag.C_CAPTION: r"caption\w*|credits?|copyright|legende|bildunterschrift|photo-?credit|imagecaption|bildtext",
    Flag.C_COMMENT: r"comments?|disqus\w*|kommentare?|respond|replies|commentlist|livefyre|opinary|poll|survey|quiz",
    Flag.C_CONSENT: r"cookies?|consent|gdpr|cmp|onetrust|privacy|didomi|datenschutz",
    Flag.C_DATE: r"dates?|dateline|timestamp|published|pubdate|datum|fecha|time|updated|meta|metadata|postmeta|entry-?meta",
    Flag.C_FOOTER: r"footer|foot|colophon|bottom|imprint|legal|disclaimer",
    Flag.C_HIDDEN: r"sr-?only|visually-?hidden|screen-?reader\w*|hidden|hide|visuallyhidden|a11y|is-?hidden|d-none",
    Flag.C_NAV: r"nav|navbar|navigation|menu\w*|breadcrumbs?|pagination|pager|toolbar|sitemap|skip\w*|topbar|masthead",
    Flag.C_PAYWALL: r"paywall\w*|subscri\w*|premium|piano|regwall|meter\w*|abo|metered|gate|locked|barrier",
    Flag.C_PROMO: r"promo\w*|newsletters?|signup|sign-?up|teasers?|banner|cta|marketing|app-?download|donat\w*|"
    r"support|widget\w*|callout|optin|subscribe|membership|popup|modal|overlay|toast",
    Flag.C_RELATED: r"relat\w*|recommend\w*|recirc\w*|more-?stories|most-?\w+|trending|popular|read-?more|see-?also|"
    r"also-?read|more|linklist|similar|latest|up-?next|readnext|read-?next|upnext|weiterlesen|mehr|collection|"
    r"carousel|slider|cards?|feed|river|listing|grid|tease|inline-?article|storylink",
    Flag.C_SHARE: r"share\w*|sharing|social\w*|addthis|addtoany|facebook|twitter|whatsapp|follow\w*|sharedaddy|bookmark|"
    r"print|email|actions?|tools?|icons?|buttons?|btn|likes?|rating|vote\w*|reactions?",
    Flag.C_SIDEBAR: r"sidebar\w*|side|rail|right-?rail|aside|secondary|widget-?area|infobox|factbox|fact-?box|box",
    Flag.C_SUMMARY: r"summary|standfirst|subtitle|sub-?title|sub-?head\w*|subhead\w*|deck|dek|lead|lede|intro\w*|excerpt|"
    r"abstract|chapo|description|teaser-?text|sapo|entradilla|bajada|vorspann|strap\w*|perex|ingress|preamble",
    Flag.C_TAGS: r"tags?|keywords?|topics?|labels?|category|categories|taxonomy|cat-?links|tag-?links|hashtags?",
    Flag.C_TITLE: r"titles?|headlines?|heading|hed|entry-?title|post-?title|titre|titel|titulo|headings?",
    Flag.C_EMBED: r"embed\w*|twitter-?tweet|instagram\w*|tweet|video\w*|player|gallery|slideshow|media|audio|podcast|"
    r"fb-?post|youtube|tiktok\w*|iframe|graphic|chart|infographic|galerie",
    Flag.C_SECTION: r"kicker|section-?name|rubric\w*|rubrik|eyebrow|overline|topline|dachzeile|section|antetitulo|volanta",
}
_WORDS = [(flag, re.compile(words)) for flag, words in CLASS_WORDS.items()]
_PART = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def element_flags(tag: str, attributes: Mapping[str, str]) -> int:
    """What an element's name, role and visibility say."""
    flags = TAGS.get(tag, 0)
    if not attributes:
        return flags
    if role := attributes.get("role"):
        flags |= ROLES.get(role, 0)
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ((style := attributes.get("style")) and _NOT_SHOWN.search(style))
    ):
        flags |= Flag.HIDDEN
    if attributes.get("itemprop") in ("articleBody", "text", "reviewBody"):
        flags |= Flag.BODY
    return flags


def class_flags(attributes: Mapping[str, str]) -> int:
    """What the class names and the id of an element say."""
    name, ident = attributes.get("class"), attributes.get("id")
    flags = _name_flags(name[:300]) if name else 0
    return flags | _name_flags(ident[:100]) if ident else flags


@lru_cache(maxsize=16384)
def _name_flags(name: str) -> int:
    parts = _PART.findall(_CAMEL.sub("-", name).lower())
    flags = 0
    for first, second in zip_longest(parts, parts[1:], fillvalue=""):
        flags |= _part_flags(first)
        if second:
            flags |= _part_flags(f"{first}-{second}")
    return flags


@lru_cache(maxsize=16384)
def _part_flags(part: str) -> int:
    return sum(flag for flag, pattern in _WORDS if pattern.fullmatch(part))
