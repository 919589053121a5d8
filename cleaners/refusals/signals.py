"""The signals of a whole HTML page, by which it is judged to be an article, a list of other pages, or hardly anything.

None of them depends on which blocks are kept, so a better labeller does not move them.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from lxml import etree
from lxml.html import HtmlElement

from cleaners.html.blocks import Span
from cleaners.html.metadata.read import Facts
from cleaners.refusals import address, links, shape, statements, words
from cleaners.refusals.wording import error_in
from cleaners.types import Metadata

#: What the model judges by, in its order.
NAMES = (*address.NAMES, *statements.NAMES, *shape.NAMES, *links.NAMES, *words.NAMES)
#: Only a page with fewer characters of running text is looked at for the signs of a shell.
_LITTLE = 600
_IDS = etree.XPath("//div/@id | //main/@id", smart_strings=False)
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "app-root", "react-root", "main-app", "svelte", "___gatsby"})
_ROOT = etree.XPath("boolean(//app-root)")
_SCRIPTS = etree.XPath("count(//script)")
_VIDEOS = etree.XPath(
    "count(//video | //iframe[contains(@src, 'youtube') or contains(@src, 'vimeo') or contains(@src, 'dailymotion')])"
)


def page_signals(tree: HtmlElement, facts: Facts, metadata: Metadata, found: Sequence[Span]) -> dict[str, float]:
    """The signals by name: those in `NAMES`, then those of pages without text.

    `facts` and `metadata` are read from `tree`, `found` are its blocks; nothing is changed. A signal that the page has no
    ground for is nan (those of the URL, where there is none).
    """
    url = address.split(facts.url)
    values = [
        *address.address(url),
        *statements.statements(facts, metadata),
        *shape.shape(facts.signals.elements.tags, found),
        *links.links(url, found),
        *words.words(found, facts.signals.title),
    ]
    signals = dict(zip(NAMES, map(float, values), strict=True))
    if signals["sentence_chars"] < _LITTLE:
        signals["app_root"] = float(_ROOT(tree) or not _ROOTS.isdisjoint(_IDS(tree)))
        signals["scripts"] = float(_SCRIPTS(tree))
        signals["videos"] = (
            float(_VIDEOS(tree)) + facts.og_type.startswith("video") + ("videoobject" in facts.page_types)
        )
    signals["title_error"] = float(error_in(facts.signals.title) is not None)
    return signals


def row(signals: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """The signals as the model wants them; shape (1, signals)."""
    return np.asarray([[signals[name] for name in NAMES]], dtype=np.float64)
