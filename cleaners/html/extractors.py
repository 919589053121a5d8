"""What trafilatura takes for the article by all of its extractors: the same result, sooner.

Which of them has its turn and whose result counts follow `trafilatura_sequence` and `compare_extraction` of trafilatura
2.3. What differs is that all of them share one prepared page, and what one of its looks has found.
"""

from copy import copy
from functools import lru_cache

from lxml.etree import XPath, _Element, tostring
from lxml.html import HtmlElement
from trafilatura import core, external
from trafilatura.baseline import baseline
from trafilatura.settings import Extractor
from trafilatura.utils import trim

from cleaners.html.mainpart import TAGS, main_part, prune_discarded, tidy
from cleaners.html.prepared import Prepared, clean_roughly
from cleaners.html.scattered import gather

_Result = tuple[_Element, str]
_UNCLEAN = XPath(f"boolean({external.SANITIZED_XPATH})")
#: Whether readability's result has to be much longer to be preferred.
_IS_SOUND = XPath("boolean(.//p//text()) and count(.//table) <= count(.//p)")


class Extractors:
    """Trafilatura's looks at a page that is flagged and pruned; its tree stays as it is."""

    def __init__(self, tree: HtmlElement) -> None:
        self._page = Prepared(tree)
        self._main: dict[str, _Result] = {}  # what a look found in the main part, by its focus

    def article(self, options: Extractor) -> _Result:
        """The elements that trafilatura keeps, and their text."""
        body, text = self._extracted(options)
        if options.focus == "precision":
            return body, text
        if len(text) < options.min_extracted_size:
            found, found_text, length = baseline(self._page.raw)
            if length > len(text):
                body, text = found, found_text
        return self._with_more(body, text, options) if self._is_little(text) else (body, text)

    def _is_little(self, text: str) -> bool:
        """Whether so little of the page is kept that trafilatura tries again with other settings."""
        if not 0 < len(text) < core.ESCALATION_MAX_LENGTH:
            return False
        share = core.ESCALATION_PAGE_SHARE
        return len(text) < share * self._page.most and len(text) < share * self._page.size

    def _with_more(self, body: _Element, text: str, options: Extractor) -> _Result:
        """What is found with the settings that find most, or by justext, where that is much more."""
        wider = copy(options)
        wider.focus = "recall"
        more = self._extracted(wider)
        other = (body, "") if options.fast else _by_justext(copy(self._page.raw))
        if len(other[1]) > max(len(more[1]), core.ESCALATION_JUSTEXT_RATIO * len(text)):
            return other
        enough = len(more[1]) >= options.min_extracted_size and len(more[1]) > core.ESCALATION_ACCEPT_RATIO * len(text)
        return more if enough else (body, text)

    def _extracted(self, options: Extractor) -> _Result:
        body, text = self._own(options)
        return (body, text) if options.fast else self._compared(body, text, options)

    def _own(self, options: Extractor) -> _Result:
        """What trafilatura's own extractor finds, in the main part or all over the page."""
        if options.focus in self._main:
            return self._main[options.focus]
        tags = set(TAGS)
        tree = self._page.converted(options)
        elements = list(tree.iter())
        body, text = main_part(tree, options, tags)
        if len(text) >= options.min_extracted_size:
            self._main[options.focus] = body, text
            return body, text
        again = self._page.converted(options)
        used = {twin for one, twin in zip(elements, again.iter(), strict=True) if one.tag == "done"}
        return body, gather(again, body, options, tags, used)

    def _by_readability(self, body: _Element, text: str, options: Extractor) -> _Result | None:
        """What readability finds, where trafilatura prefers that to a result."""
        if options.focus != "recall" and 2 * len(text) >= self._page.characters and _IS_SOUND(body):
            return None  # it would have to find more than the page holds
        raw = copy(self._page.raw)
        if options.focus == "precision":
            prune_discarded(raw)
        found = external.try_readability(raw)
        found_text = trim(tostring(found, method="text", encoding="utf-8").decode("utf-8"))
        preferred = external._prefer_readability(body, found, found_text, len(text), len(found_text), options)
        return (found, found_text) if preferred else None

    def _compared(self, body: _Element, text: str, options: Extractor) -> _Result:
        """The better one of a result, readability's and justext's."""
        tidy(body)
        if options.focus == "recall" and len(text) > 10 * options.min_extracted_size:
            return body, text
        preferred = self._by_readability(body, text, options)
        if preferred:
            body, text = preferred
        unclean = _UNCLEAN(body)
        if unclean or len(text) < options.min_extracted_size:
            other, other_text = _by_justext(self._page.cleaned(options))
            most = external.JUSTEXT_OVERRIDE_RATIO * len(other_text) if unclean else len(other_text) - 1
            if other_text and len(text) <= most:
                return other, other_text
        return external.sanitize_tree(body, options) if preferred else (body, text)


@lru_cache(maxsize=1)
def _prepare_stop_words() -> None:
    """Trafilatura keeps its 150,000 stop words as a tuple, whose hash justext would have reckoned anew for each page."""
    external.JT_STOPLIST = frozenset(external.jt_stoplist_init())  # type: ignore[assignment]


def _by_justext(tree: HtmlElement) -> _Result:
    _prepare_stop_words()
    found = external.try_justext(clean_roughly(tree), None, None)
    return found, trim(" ".join(found.itertext()))
