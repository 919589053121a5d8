"""What trafilatura's expressions say of the elements of a page, found in one walk over it.

Trafilatura tests every element of a part by a dozen regular expressions from within XPath, and does so again in each look.
Here the attributes are read once, the verdict on each value is remembered, and the element is given an attribute for every
expression that its own attributes satisfy. Names of elements are left to those who look: trafilatura changes them.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial

from lxml.html import HtmlElement
from trafilatura import xpaths

#: One attribute for each expression. The first four say where the article may be: BODY_XPATH without `article` as such.
BODY, STORY, CONTENT, MAIN = "nm-body", "nm-story", "nm-content", "nm-main"
DISCARD, HIDDEN, IMAGE, TEASER, LOOSE = "nm-discard", "nm-hidden", "nm-image", "nm-teaser", "nm-loose"
#: The raw page's: comments, follow-up articles of an endless scroll, containers that may hold such, share buttons.
COMMENTS, THREAD, APPENDED, SCROLL, SHARE = "nm-comments", "nm-thread", "nm-appended", "nm-scroll", "nm-share"
_NAMES = (
    BODY, STORY, CONTENT, MAIN, DISCARD, HIDDEN, IMAGE, TEASER, LOOSE, COMMENTS, THREAD, APPENDED, SCROLL, SHARE,
)  # fmt: skip
BIT = {name: 1 << number for number, name in enumerate(_NAMES)}
RAW = BIT[COMMENTS] | BIT[THREAD] | BIT[APPENDED] | BIT[SCROLL] | BIT[SHARE]
#: Not an expression: what is true of the element may hang on which of its attributes stands first.
_BY_ORDER = 1 << len(_NAMES)
_Tests = tuple[tuple[re.Pattern[str], int], ...]
_Rows = dict[str, tuple[str, ...]]


def _tests(rows: _Rows, first: str = "") -> _Tests:
    """The expressions of the rows, and `first` for what only counts in the first attribute."""
    tests = [(re.compile("|".join(tokens)), BIT[name]) for name, tokens in rows.items() if tokens]
    return (*tests, (re.compile(first), _BY_ORDER)) if first else tuple(tests)


def _by_word(rows: _Rows) -> tuple[_Rows, _Rows]:
    """The same rows apart: those that may span words or hang on a word's place, and those that each word answers."""
    place = re.compile(r"[ ^$]|\\[AZs]")
    return (
        {name: tuple(token for token in tokens if place.search(token)) for name, tokens in rows.items()},
        {name: tuple(token for token in tokens if not place.search(token)) for name, tokens in rows.items()},
    )


_BOTH = {
    APPENDED: ("mvp-post-add-(?:box|wrap)",),
    SCROLL: ("infinite-?scroll",),
    IMAGE: ("caption",),
    TEASER: ("[tT]easer",),
    MAIN: (r"\Amain",),
}
_OF_ID = _tests(
    _BOTH
    | {
        BODY: (r"\AarticleContent\Z", *xpaths._ARTICLE_CONTENT_ID_TOKENS),
        STORY: (r"\A(?:article|story)\Z", *xpaths._STORY_ID_TOKENS),
        CONTENT: (r"\Acontent\Z", *xpaths._MAIN_CONTENT_ID_TOKENS, "[mM]ain-[cC]ontent"),
        DISCARD: (*xpaths._OVERALL_DISCARD_BOTH_TOKENS, *xpaths._OVERALL_DISCARD_ID_TOKENS),
        HIDDEN: ("reader-comments", "akismet"),
        COMMENTS: (f"^(?:{xpaths._COMMENTS_ID})",),
        THREAD: ("^(?:disqus_thread|dsq-comments)",),
    },
    first="cookie|reply-|bottom|link|hidden",
)
_CLASS_WHOLE, _CLASS_WORD = _by_word(
    _BOTH
    | {
        BODY: (r"\A(?:post|entry)\Z", *xpaths._ARTICLE_CONTENT_CLASS_TOKENS),
        STORY: (
            r"\A(?:postarea|art-postcontent|text|cell|story)\Z",
            "(?i:fulltext)",
            *xpaths._STORY_CLASS_TOKENS,
        ),
        CONTENT: (r"\Acontent\Z", *xpaths._MAIN_CONTENT_CLASS_TOKENS, "[mM]ain-[cC]ontent", "[pP]age-[cC]ontent"),
        DISCARD: (*xpaths._OVERALL_DISCARD_BOTH_TOKENS, *xpaths._OVERALL_DISCARD_CLASS_TOKENS),
        HIDDEN: (
            *("^hide-", " hidden", " hide", "comments-title", "nocomments", "-reply-", "message", "akismet"),
            *("suggest-links", "-hide-", "hide-print", "noprint", "notloaded"),
        ),
        COMMENTS: (xpaths._COMMENTS_CLASS,),
        SHARE: ("elementor-share-buttons",),
    }
)
_OF_CLASS, _OF_WORD = _tests(_CLASS_WHOLE, first="cookie|reply-|bottom|link"), _tests(_CLASS_WORD)
_OF_STYLE = _tests({HIDDEN: ("display: ?none",), LOOSE: ("border",)}, first="hidden")
_OF_ROLE = _tests({STORY: (r"\Aarticle\Z",), DISCARD: ("[nN]av",), MAIN: (r"\Amain",)})
_OF_OTHERS: dict[str, _Tests] = {
    "itemprop": _tests({BODY: (r"\AarticleBody\Z",)}),
    "aria-hidden": _tests({HIDDEN: (r"\Atrue\Z",)}),
    "data-component": _tests({DISCARD: ("MostPopularStories",)}),
    "data-lp-replacement-content": _tests({DISCARD: ("",)}),
}
#: Trafilatura tests the one that stands first in the source, where it says ``@id|@class`` or ``@id|@style``.
_OF_FIRST_NAME = _tests(
    {
        DISCARD: ("cookie",),
        HIDDEN: (r"\Areply-",),
        LOOSE: (r"(?:^|\s)bottom|bottom(?:\s|$)", r"(?:^|\s)link(?:\s|$)"),
    }
)
_OF_FIRST_STYLE = _tests({HIDDEN: ("hidden",)})


def _bits(tests: _Tests, value: str) -> int:
    return sum(bit for pattern, bit in tests if pattern.search(value))


def _known(tests: _Tests) -> Callable[[str], int]:
    """A function that remembers its verdicts: most values come again."""
    return lru_cache(maxsize=8192)(partial(_bits, tests))


_of_word = _known(_OF_WORD)


@lru_cache(maxsize=8192)
def _of_class(value: str) -> int:
    """The verdict on a class attribute; most of its words are known from others."""
    found = _bits(_OF_CLASS, value)
    for word in value.split():
        found |= _of_word(word)
    return found


_ALONE: tuple[tuple[str, Callable[[str], int]], ...] = (
    ("class", _of_class),
    ("id", _known(_OF_ID)),
    ("style", _known(_OF_STYLE)),
    ("role", _known(_OF_ROLE)),
    *((name, _known(tests)) for name, tests in _OF_OTHERS.items()),
)
_FIRST_NAME, _FIRST_STYLE = _known(_OF_FIRST_NAME), _known(_OF_FIRST_STYLE)


def _of(element: HtmlElement) -> int:
    found = 0
    get = element.get
    for name, test in _ALONE:
        value = get(name)
        if value is not None:
            found |= test(value)
    return found ^ _BY_ORDER | _by_order(element) if found & _BY_ORDER else found


def _by_order(element: HtmlElement) -> int:
    """The verdict of the tests that look at one attribute only: the one that stands first."""
    attributes = element.items()
    named = next((value for name, value in attributes if name in ("id", "class")), "")
    styled = next((value for name, value in attributes if name in ("id", "style")), "")
    return _FIRST_NAME(named) | _FIRST_STYLE(styled)


@lru_cache(maxsize=1024)
def _attributes(found: int) -> tuple[str, ...]:
    return tuple(name for name, bit in BIT.items() if found & bit)


def flag(tree: HtmlElement) -> list[tuple[HtmlElement, int]]:
    """Give every element the attributes of the expressions that it satisfies.

    Returns the elements, with their bits, that satisfy one of those for the raw page.
    """
    raw = []
    for element in tree.iter():
        if found := _of(element):
            for name in _attributes(found):
                element.set(name, "")
            if found & RAW:
                raw.append((element, found))
    return raw
