"""What the site configuration of a page's host says: of the metadata, of the body, of what is to be left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from lxml.etree import XPath, XPathError
from lxml.html import HtmlElement

from cleaners.draft import Label
from cleaners.html.blocks import Frame, Span
from cleaners.html.metadata.moments import Moment, day_of, read_moment
from cleaners.html.metadata.names import clean_names
from cleaners.html.selectors import inside
from cleaners.html.structure import STRUCTURE
from cleaners.rules.siteconfig import SiteConfig, elements, texts
from cleaners.types import Metadata, Reason

#: Where `strip` would take more than this share of the text, it is out of date and not applied.
MOST = 0.5
#: Names that hold for a block wherever it stands.
_BY_WORDS = ("generic/title", "generic/description", "generic/repeated")


@dataclass(slots=True, kw_only=True)
class Configured:
    """What a configuration finds in one page; `warnings` are lines for a person."""

    config: SiteConfig
    title: list[str] = field(default_factory=list)
    author: list[str] = field(default_factory=list)
    date: list[str] = field(default_factory=list)
    body: set[HtmlElement] = field(default_factory=set)
    strip: set[HtmlElement] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)


def look(tree: HtmlElement, config: SiteConfig) -> Configured:
    """Evaluate a configuration on a page, which is left as it is."""
    found = Configured(config=config)

    def evaluate(read: Callable[[XPath, HtmlElement], list[Any]], directive: str, *, all_of: bool = False) -> list[Any]:
        total: list[Any] = []
        for expression in getattr(config, directive):
            try:
                total += read(expression, tree)
            except XPathError as error:
                found.warnings.append(f"{config.rule(directive)}: {expression.path!r} cannot be evaluated ({error})")
            if total and not all_of:
                break
        return total

    found.title, found.author, found.date = (evaluate(texts, name) for name in ("title", "author", "date"))
    found.body, found.strip = set(evaluate(elements, "body")), set(evaluate(elements, "strip", all_of=True))
    if config.body and not found.body:
        found.warnings.append(f"{config.rule('body')}: matches nothing on this page")
    return found


def override(metadata: Metadata, found: Configured, fetched_at: datetime | None) -> Metadata:
    """The metadata with what the configuration read in their place, and the evidence of it."""
    values: dict[str, tuple[str, Any]] = {}
    if found.title:
        values["title"] = "title", found.title[0]
    names = [name for text in found.author for name in clean_names(text, ())]
    if names:
        values["authors"] = "author", tuple(dict.fromkeys(names))
    if moment := _moment(found.date, metadata.language, fetched_at):
        values["published_at"] = "date", moment
    elif found.date:
        found.warnings.append(f"{found.config.rule('date')}: {found.date[0][:60]!r} is no date of this page")
    evidence = dict(metadata.evidence) | {name: found.config.rule(by) for name, (by, _) in values.items()}
    image = metadata.image_url
    if image and any(part in image for part in found.config.strip_image_src):
        values["image_url"] = "strip_image_src", None
        evidence.pop("image_url", None)
    return replace(metadata, evidence=evidence, **{name: value for name, (_, value) in values.items()})


def _moment(stated: Iterable[str], language: str | None, fetched_at: datetime | None) -> Moment | None:
    """The first date, unless it lies more than a day (time zones) after the fetching."""
    for text in stated:
        moment = read_moment(text, language)
        if moment is not None and (fetched_at is None or (day_of(moment) - fetched_at.date()).days <= 1):
            return moment
    return None


def relabel(spans: Sequence[Span], labels: Sequence[Label], found: Configured) -> list[Label]:
    """The labels with the configuration's word on body and strip over them."""
    result = list(labels)
    if found.body:
        holders = [_holder(span, found.body) for span in spans]
        if any(holders):
            body = Label(reason=None, rule=found.config.rule("body"))
            outside = Label(reason=Reason.NOT_MAIN_TEXT, rule=body.rule)
            for n, (span, holder, label) in enumerate(zip(spans, holders, labels, strict=True)):
                if holder is not None:
                    result[n] = _within(span, holder, label, body)
                elif label.reason is None:
                    result[n] = outside
        else:
            found.warnings.append(f"{found.config.rule('body')}: what it matches has no text")
    return _stripped(spans, result, found)


def _holder(span: Span, body: set[HtmlElement]) -> Frame | None:
    """The block element nearest to a block that is of the body; the block's own where an inline one is."""
    frame: Frame | None = span.frame
    while frame is not None:
        if frame.element in body:
            return frame
        frame = frame.container
    return span.frame if inside(span, body) else None


def _within(span: Span, holder: Frame, label: Label, body: Label) -> Label:
    """A block of the body is kept unless its words, or the structure inside of the body, say what else it is."""
    if label.reason is None or label.rule in _BY_WORDS or label.rule.startswith("phrases."):
        return label
    flags = span.frame.flags & ~holder.flags
    return next((why for flag, why in STRUCTURE if flags & flag), body)


def _stripped(spans: Sequence[Span], labels: list[Label], found: Configured) -> list[Label]:
    """What is to be stripped is removed, under the name that it had if it had one."""
    hits = [n for n, span in enumerate(spans) if inside(span, found.strip)] if found.strip else []
    kept = sum(len(span.text) for span, label in zip(spans, labels, strict=True) if label.reason is None)
    taken = sum(len(spans[n].text) for n in hits if labels[n].reason is None)
    rule = found.config.rule("strip")
    if taken > MOST * kept:
        found.warnings.append(f"{rule}: not applied, it would have removed more than {MOST:.0%} of the text")
        return labels
    for n in hits:
        labels[n] = Label(reason=labels[n].reason or Reason.NOT_MAIN_TEXT, rule=rule)
    return labels
