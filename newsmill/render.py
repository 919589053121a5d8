"""An article for its readers: plain text, Markdown for people, a dict for programs, and every verdict for doubters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cleaners.types import Article, Block, Removal


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one block: `reason` and `rule` are empty for a block that was kept."""

    block: Block
    kept: bool
    reason: str = ""
    rule: str = ""


def verdicts(article: Article) -> Iterator[Verdict]:
    """Every block of the page in page order, kept or removed and why."""
    removed = {removal.block.index: removal for removal in article.removals}
    kept = {block.index: block for block in article.blocks}
    for index in sorted(kept | removed):
        if index in kept:
            yield Verdict(block=kept[index], kept=True)
        else:
            removal = removed[index]
            yield Verdict(block=removal.block, kept=False, reason=str(removal.reason), rule=removal.rule)


def words(text: str) -> int:
    """Count the words: what white space sets apart, as the database counts them."""
    return len(text.split())


def moment(value: datetime | date | None) -> str | None:
    """ISO 8601: a date where the page states only the day, else a moment with its offset."""
    return None if value is None else value.isoformat()


def as_dict(article: Article, *, name: str = "", url: str = "") -> dict[str, Any]:
    """The article as JSON types, in the order people read; `name` becomes its `id`, `url` is where it came from."""
    metadata = article.metadata
    return {
        "id": name,
        "url": url or None,
        "title": metadata.title,
        "description": metadata.description,
        "authors": list(metadata.authors),
        "published_at": moment(metadata.published_at),
        "modified_at": moment(metadata.modified_at),
        "section": metadata.section,
        "tags": list(metadata.tags),
        "site_name": metadata.site_name,
        "language": metadata.language,
        "paywall": str(article.paywall),
        "paywall_evidence": list(article.paywall_evidence),
        "canonical_url": metadata.canonical_url,
        "image_url": metadata.image_url,
        "is_accessible_for_free": metadata.is_accessible_for_free,
        "evidence": dict(metadata.evidence),
        "words": words(article.text),
        "removed": [_removal(removal) for removal in article.removals],
        "warnings": list(article.warnings),
        "cleaner_version": article.cleaner_version,
        "rules_version": article.rules_version,
        "text": article.text,
    }


def _removal(removal: Removal) -> dict[str, Any]:
    block = removal.block
    return {
        "index": block.index,
        "reason": str(removal.reason),
        "rule": removal.rule,
        "text": block.text,
        "kind": str(block.kind),
    }


def explained(article: Article) -> list[dict[str, Any]]:
    """The verdicts as JSON types."""
    return [
        {
            "index": verdict.block.index,
            "kept": verdict.kept,
            "reason": verdict.reason or None,
            "rule": verdict.rule or None,
            "kind": str(verdict.block.kind),
            "path": verdict.block.path,
            "text": verdict.block.text,
        }
        for verdict in verdicts(article)
    ]
