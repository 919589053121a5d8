"""What trafilatura's expressions say of the elements of a page, found in one walk over it.

Trafilatura tests every element of a part by a dozen regular expressions from within XPath, and does so again in each look.
Here the attributes are read once, the verdict on each value is remembered, and the element is given an attribute for every
expression that its own attributes satisfy. Names of elements are left to those who look: trafilatura changes them.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial

from lxml.etree import XPath
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
_HAVING = XPath("//*[@*]")
_Tests = tuple[tuple[re.Pattern[str], int], ...]


def _tests(rows: dict[str, tuple[str, ...]]) -> _Tests:
    return tuple((re.compile("|".join(tokens)), BIT[name]) for name, tokens in rows.items())


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
    }
)
_OF_CLASS = _tests(
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
            "^hide-|comments-title|nocomments|-reply-|message|akismet|suggest-links|-hide-|hide-print| hidden| hide",
            "noprint|notloaded",
        ),
        COMMENTS: (xpaths._COMMENTS_CLASS,),
        SHARE: ("elementor-share-buttons",),
    }
)
_OF_STYLE = _tests({HIDDEN: ("display: ?none",), LOOSE: ("border",)})
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


_ALONE: dict[str, Callable[[str], int]] = {
    "id": _known(_OF_ID),
    "class": _known(_OF_CLASS),
    "style": _known(_OF_STYLE),
    "role": _known(_OF_ROLE),
    **{name: _known(tests) for name, tests in _OF_OTHERS.items()},
}
_FIRST_NAME, _FIRST_STYLE = _known(_OF_FIRST_NAME), _known(_OF_FIRST_STYLE)


def _of(element: HtmlElement) -> int:
    found = 0
    named = styled = False  # whether an id or class, an id or style came before
    for name, value in element.items():
        test = _ALONE.get(name)
        if test is None:
            continue
        found |= test(value)
        if name == "class":
            if not named:
                named = True
                found |= _FIRST_NAME(value)
        elif name == "style":
            if not styled:
                styled = True
                found |= _FIRST_STYLE(value)
        elif name == "id":
            if not named:
                found |= _FIRST_NAME(value)
            if not styled:
                found |= _FIRST_STYLE(value)
            named = styled = True
    return found


@lru_cache(maxsize=1024)
def _attributes(found: int) -> tuple[str, ...]:
    return tuple(name for name, bit in BIT.items() if found & bit)


def flag(tree: HtmlElement) -> list[tuple[HtmlElement, int]]:
    """Give every element the attributes of the expressions that it satisfies.

    Returns the elements, with their bits, that satisfy one of those for the raw page.
    """
    raw = []
    for element in _HAVING(tree):
        if found := _of(element):
            for name in _attributes(found):
                element.set(name, "")
            if found & RAW:
                raw.append((element, found))
    return raw
