"""The whole of cleaning, on one screen."""

from dataclasses import replace

from cleaners import text
from cleaners.decode import decode
from cleaners.draft import Draft, Label
from cleaners.html.read import read as read_html
from cleaners.labels import apply_rules
from cleaners.language import detect
from cleaners.listed import with_listed
from cleaners.refusals import refusal
from cleaners.rules.model import Rules
from cleaners.types import Article, Page, Rejected, Removal
from cleaners.verdicts import paywall

#: Raised whenever the same bytes and rules may give another article.
CLEANER_VERSION = "1"


def clean(page: Page, rules: Rules, *, fast: bool = False) -> Article | Rejected:
    """Clean one page: decode, split into blocks, label each, judge the whole.

    Returns the article, or why the page is none. Never raises for what a page holds; takes as long as it takes (whoever
    runs it keeps the budget). With `fast` an HTML page gets a second look only where it is in grave doubt: sooner done, a
    little less exact.
    """
    decoded = decode(page)
    if isinstance(decoded, Rejected):
        return decoded
    draft = (
        read_html(decoded.text, page, rules, fast=fast) if decoded.is_html else text.read(decoded.text, rules, page.url)
    )
    labels, warnings = apply_rules(draft, rules, page.url, page.fetched_at)
    draft = replace(draft, metadata=with_listed(draft.metadata, page.listed, page.fetched_at))
    article = _article(draft, labels, rules, [*decoded.warnings, *warnings], cleaner_version(fast=fast))
    return refusal(article, draft.signals, rules.page_model) or article


def cleaner_version(*, fast: bool = False) -> str:
    """The version that articles carry: the quick way gives others, so it is another version."""
    return f"{CLEANER_VERSION}-fast" if fast else CLEANER_VERSION


def _article(draft: Draft, labels: tuple[Label, ...], rules: Rules, warnings: list[str], version: str) -> Article:
    """Blocks and labels parted into what is kept and what is removed: together they are the page."""
    kept, removals = [], []
    for block, label in zip(draft.blocks, labels, strict=True):
        if label.reason is None:
            kept.append(block)
        else:
            removals.append(Removal(block=block, reason=label.reason, rule=label.rule))
    metadata = draft.metadata
    if metadata.language is None and kept:
        metadata = replace(metadata, language=detect(" ".join(block.text for block in kept)))
    verdict, evidence = paywall(kept, removals, metadata, draft.paywall_evidence)
    return Article(
        metadata=metadata,
        blocks=tuple(kept),
        removals=tuple(removals),
        paywall=verdict,
        paywall_evidence=evidence,
        warnings=(*draft.warnings, *warnings),
        cleaner_version=version,
        rules_version=rules.version,
    )
