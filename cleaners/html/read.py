"""Reads an HTML page: blocks, evidence, metadata, labels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

import numpy as np
from lxml.html import HtmlElement

from cleaners.draft import Draft
from cleaners.html.blocks import Span, spans
from cleaners.html.doubt import is_doubtful
from cleaners.html.evidence import extracted
from cleaners.html.features import NAMES, Array, Evidence, Layout, by_themselves, candidates, layout, matrix, paragraphs
from cleaners.html.labels import label
from cleaners.html.metadata import read_facts, read_metadata
from cleaners.html.parse import parse_elements
from cleaners.html.paywall import locked
from cleaners.html.selectors import matches
from cleaners.html.shown import MOST_SEEN, show
from cleaners.html.siteconfig import Configured, look, override, relabel
from cleaners.language import detect, other_than
from cleaners.model import Model
from cleaners.refusals.signals import page_signals
from cleaners.rules.model import Rules
from cleaners.types import Block, Link, Metadata, Page, Reason

_SITE = re.compile(r"https?://[\w.:-]+(?=/|\Z)")
#: A path from the root with nothing in it that joining to the page's address would change.
_PLAIN = re.compile(r"(?=/)(?:/(?!\.)[\w.~%+,:@&=!()-]+)*/?(?:\?[\w.~%+,:@&=!()/?-]+)?(?:#[\w.~%+,:@&=!()/?-]+)?")
_PLACE = re.compile(r"#[\w.~%+,:@&=!()/?-]+")
_REASON_NUMBER = {reason: number for number, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What is known of a page before its blocks are judged."""

    tree: HtmlElement
    found: Sequence[Span]
    metadata: Metadata
    evidence: Evidence
    judged: Sequence[int]  # the numbers of the blocks that may be body at all
    where: Layout | None  # where the blocks stand; None for a page without any
    alone: Array  # what features of those do not depend on an extractor's verdict
    named: Sequence[Any]  # for each block the label that its wording has, or None
    selected: Mapping[str, frozenset[int]]  # for a rule's id the blocks that its selector matches
    signals: Mapping[str, float]  # what speaks for or against its being an article
    marks: tuple[str, ...]  # of a paywall
    configured: Configured | None = None  # what a site configuration says


def examine(html: str, page: Page, rules: Rules) -> Reading | None:
    """Parse a page and gather what speaks for or against its blocks; None for a page without any element.

    What looks like a paragraph on its own stands for an extractor's verdict until `look_again` asks for that.
    """
    elements = parse_elements(html)
    if elements is None:
        return None
    tree = elements.tree
    facts = read_facts(tree, page.url, elements)
    metadata = read_metadata(tree, page.url, page.fetched_at, facts)
    configured = None
    if config := rules.site_configs.for_url(page.url):
        configured = look(tree, config)
        metadata = override(metadata, configured, page.fetched_at)
    found = list(spans(tree))
    selected = matches(tree, found, (*rules.for_url(page.url), *rules.generic))
    likely = paragraphs(found)
    while sum(likely) <= MOST_SEEN and show(found, paragraphs(found, hidden=True)):
        likely = paragraphs(found)
    signals = page_signals(tree, facts, metadata, found)
    texts = [span.text for span, alike in zip(found, likely, strict=True) if alike]
    if metadata.language and (spoken := other_than(metadata.language, texts)):
        metadata = replace(metadata, language=spoken, evidence={**metadata.evidence, "language": "detected"})
    language = metadata.language or detect(" ".join(texts))
    named = rules.phrases.match_all([span.text for span in found], [language] if language else [])
    kept = frozenset(number for number, alike in enumerate(likely) if alike)
    evidence = Evidence(
        kept=kept,
        kept_more=kept,
        paragraphs=likely,
        title=metadata.title or "",
        description=metadata.description or "",
        authors=metadata.authors,
        phrases=[_REASON_NUMBER[name.reason] if name and name.reason else -1 for name in named],
        host=_host(page.url or metadata.canonical_url or ""),
    )
    marks = locked(facts.signals)
    judged = candidates(found)
    where = layout(found, likely) if found else None
    alone = by_themselves(found, judged, evidence)
    return Reading(tree, found, metadata, evidence, judged, where, alone, named, selected, signals, marks, configured)


def look_again(reading: Reading) -> Reading:
    """The same page with an extractor's verdict on its blocks; the page's tree is used up by it."""
    strict, lenient = extracted(reading.tree, reading.found, reading.evidence.kept)
    return replace(reading, evidence=replace(reading.evidence, kept=strict, kept_more=lenient))


def read(html: str, page: Page, rules: Rules, *, fast: bool = False) -> Draft:
    """The page as a draft; a page without any element is one without blocks.

    A page that leaves the quick judge in doubt gets a second look, with an extractor's verdict; with `fast` only one that
    leaves it in grave doubt does.
    """
    reading = examine(html, page, rules)
    if reading is None:
        return Draft(blocks=(), labels=(), metadata=Metadata())
    if not reading.found:
        return Draft(blocks=(), labels=(), metadata=reading.metadata, signals=reading.signals)
    chances = _chances(reading, rules.html_model.quick)
    if is_doubtful(reading.found, chances, reading.evidence.kept, fast=fast):
        reading = look_again(reading)
        chances = _chances(reading, rules.html_model.thorough)
    labels = label(reading.found, chances, reading.evidence, reading.named)
    if reading.configured:
        labels = relabel(reading.found, labels, reading.configured)
    return Draft(
        blocks=_blocks(reading.found, page.url),
        labels=tuple(labels),
        metadata=reading.metadata,
        selected=reading.selected,
        signals=reading.signals,
        paywall_evidence=reading.marks,
        warnings=tuple(reading.configured.warnings) if reading.configured else (),
    )


def features(reading: Reading) -> Array:
    """The rows that a model judges, one for each of the page's candidates; see `cleaners.html.features`."""
    if reading.where is None:
        return np.zeros((0, len(NAMES)))
    return matrix(reading.found, reading.evidence, reading.judged, reading.alone, reading.where)


def _chances(reading: Reading, model: Model) -> Array:
    """For each block the probability of being body."""
    chances = np.zeros(len(reading.found))
    chances[list(reading.judged)] = model.predict(features(reading))
    return chances


def _host(url: str) -> str:
    """The host of an address without www, empty for what is none."""
    site = _SITE.match(url)
    return site[0].partition("://")[2].removeprefix("www.") if site else ""


def _blocks(found: Sequence[Span], url: str) -> tuple[Block, ...]:
    absolute = _Absolute(url)
    return tuple(
        [
            Block(
                index=index,
                text=span.text,
                kind=span.frame.kind,
                path=span.frame.path,
                links=tuple([Link(start=start, end=end, url=absolute[href]) for start, end, href in span.links])
                if span.links
                else (),
            )
            for index, span in enumerate(found)
        ]
    )


class _Absolute(dict[str, str]):
    """The links of a page as the page has them, and where each leads; made when first asked for."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        site = _SITE.match(url)
        self._site = site[0] if site else ""

    def __missing__(self, href: str) -> str:
        self[href] = there = self._join(href)
        return there

    @cached_property
    def _page(self) -> str:
        """The page's address without a place in it, as joining makes it."""
        return urljoin(self._url, "#a").removesuffix("#a")

    def _join(self, href: str) -> str:
        if not self._url or href.startswith(("https://", "http://")):
            return href
        if self._site and _PLAIN.fullmatch(href):
            return self._site + href
        if self._site and _PLACE.fullmatch(href):
            return self._page + href
        try:
            return urljoin(self._url, href)
        except ValueError:  # a link that is no URL stays as the page has it
            return href
