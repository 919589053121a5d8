"""The search for text all over a page whose main part holds too little: the result of trafilatura's, sooner.

What counts as found already follows `recover_wild_text` of trafilatura 2.3.
"""

from collections.abc import Collection

from lxml.etree import XPath, _Element
from lxml.html import HtmlElement
from trafilatura.main_extractor import handle_textelem
from trafilatura.settings import DEDUPE_SCAN_CAP, MIN_DUPLICATE_LENGTH, Extractor
from trafilatura.utils import text_chars_test, trim

from cleaners.html.mainpart import prune

_HOLDERS = ".//code|.//p|.//quote|.//table|.//div[contains(@class, 'w3-code')]"
_FIND, _FIND_MORE = XPath(_HOLDERS), XPath(f"{_HOLDERS}|.//div|.//lb|.//list")


class _Known:
    """The texts that a result has already."""

    def __init__(self, result: _Element) -> None:
        texts = [_text(element) for element in result]
        self._single = set(texts)
        self._joined = "\n".join(filter(None, texts))

    def add(self, made: _Element) -> bool:
        """Take an element's text for known; False where it was."""
        text = _text(made)
        run = trim(text + made.tail) if text_chars_test(made.tail) else ""
        few = len(self._joined) <= DEDUPE_SCAN_CAP
        if text and (text in self._single or (few and self._holds(text, run))):
            return False
        if few:
            self._joined += "\n" + (run or text)
        self._single.add(text)
        return True

    def _holds(self, text: str, run: str) -> bool:
        return (len(text) > MIN_DUPLICATE_LENGTH and text in self._joined) or bool(run and run in self._joined)


def gather(
    tree: HtmlElement, result: _Element, options: Extractor, tags: Collection[str], used: Collection[_Element]
) -> str:
    """Add to a result what text stands anywhere on a cleaned and converted page; the text of all of it.

    `tags` are the names of elements that may hold text, `used` the elements that the result has already.
    """
    wide = options.focus == "recall"
    tags = {*tags, "div", "lb"} if wide else set(tags)
    prune(tree, options, teasers=options.fast)
    known = _Known(result)
    whole: set[_Element] = set()  # those taken as they are, with all that they hold
    for element in (_FIND_MORE if wide else _FIND)(tree):
        if element in used or any(holder in whole for holder in element.iterancestors()):
            continue
        made = handle_textelem(element, tags, options)
        if made is None:
            continue
        if made is element:
            whole.add(element)
        if known.add(made):
            result.append(made)
    return " ".join(result.itertext()).strip()


def _text(element: _Element) -> str:
    return trim("".join(element.itertext()))
