"""Articles as rows: the cleaner's types to column values and back."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from cleaners.types import Article, Block, Kind, Link, Metadata, Paywall, Reason, Removal
from storage.models import RemovalRow, Revision
from storage.types import as_stated, sortable, stated

# A member's own `value` takes a call each time.
_KINDS = {kind: kind.value for kind in Kind}
_REASONS = {reason: reason.value for reason in Reason}


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, hexadecimal; lone surrogates are allowed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def revision_values(article: Article) -> dict[str, Any]:
    """Return the columns of `revisions` that come from the article. Raises ValueError for a naive date."""
    meta, text = article.metadata, article.text
    return {
        "title": meta.title,
        "description": meta.description,
        "authors": list(meta.authors),
        "published_at": stated(meta.published_at),
        "published_utc": sortable(meta.published_at),
        "modified_at": stated(meta.modified_at),
        "modified_utc": sortable(meta.modified_at),
        "section": meta.section,
        "tags": list(meta.tags),
        "language": meta.language,
        "site_name": meta.site_name,
        "canonical_url": meta.canonical_url,
        "image_url": meta.image_url,
        "is_accessible_for_free": meta.is_accessible_for_free,
        "evidence": dict(meta.evidence),
        "text": text,
        "words": len(text.split()),
        "blocks": [_block_json(block) for block in article.blocks],
        "removed": len(article.removals),
        "paywall": article.paywall.value,
        "paywall_evidence": list(article.paywall_evidence),
        "warnings": list(article.warnings),
        "cleaner_version": article.cleaner_version,
        "rules_version": article.rules_version,
        "content_sha256": content_sha256(article),
    }


def content_sha256(article: Article) -> str:
    """Return the digest that tells a changed article from an unchanged one.

    It covers text, paywall and metadata, but neither the time of the last change nor the image: many outlets set the
    first anew and sign the second for each visitor, and every crawl would make a revision that says nothing.
    """
    meta = article.metadata
    content = [
        article.text,
        article.paywall.value,
        meta.title,
        meta.description,
        meta.authors,
        stated(meta.published_at),
        meta.section,
        meta.tags,
        meta.language,
        meta.site_name,
        meta.canonical_url,
        meta.is_accessible_for_free,
    ]
    return sha256(json.dumps(content))


def removal_columns(article: Article) -> dict[str, list[Any]]:
    """Return the rows of `removals` for an article, by columns, all but the revision's key."""
    removals = article.removals
    blocks = [removal.block for removal in removals]
    return {
        "block_index": [block.index for block in blocks],
        "kind": [_KINDS[block.kind] for block in blocks],
        "text": [block.text for block in blocks],
        "path": [block.path for block in blocks],
        "links": [_links_json(block.links) for block in blocks],
        "reason": [_REASONS[removal.reason] for removal in removals],
        "rule": [removal.rule for removal in removals],
    }


def removal_values(article: Article, revision_id: int) -> list[dict[str, Any]]:
    """Return the rows of `removals` for a revision."""
    columns = removal_columns(article)
    return [
        {"revision_id": revision_id, **dict(zip(columns, row, strict=True))}
        for row in zip(*columns.values(), strict=True)
    ]


def article_of(revision: Revision, removals: Iterable[RemovalRow]) -> Article:
    """Return the article that a revision holds; `removals` in page order."""
    return Article(
        metadata=_metadata_of(revision),
        blocks=tuple(_block_of(value) for value in revision.blocks),
        removals=tuple(_removal_of(row) for row in removals),
        paywall=Paywall(revision.paywall),
        paywall_evidence=tuple(revision.paywall_evidence),
        warnings=tuple(revision.warnings),
        cleaner_version=revision.cleaner_version,
        rules_version=revision.rules_version,
    )


def _metadata_of(revision: Revision) -> Metadata:
    return Metadata(
        title=revision.title,
        description=revision.description,
        authors=tuple(revision.authors),
        published_at=as_stated(revision.published_at),
        modified_at=as_stated(revision.modified_at),
        section=revision.section,
        tags=tuple(revision.tags),
        language=revision.language,
        site_name=revision.site_name,
        canonical_url=revision.canonical_url,
        image_url=revision.image_url,
        is_accessible_for_free=revision.is_accessible_for_free,
        evidence=revision.evidence,
    )


def _block_json(block: Block) -> dict[str, Any]:
    return {
        "index": block.index,
        "kind": _KINDS[block.kind],
        "text": block.text,
        "path": block.path,
        "links": _links_json(block.links),
    }


def _block_of(value: dict[str, Any]) -> Block:
    return Block(
        index=value["index"],
        kind=Kind(value["kind"]),
        text=value["text"],
        path=value["path"],
        links=_links_of(value["links"]),
    )


def _removal_of(row: RemovalRow) -> Removal:
    block = Block(index=row.block_index, kind=Kind(row.kind), text=row.text, path=row.path, links=_links_of(row.links))
    return Removal(block=block, reason=Reason(row.reason), rule=row.rule)


def _links_json(links: Sequence[Link]) -> list[list[int | str]]:
    return [[link.start, link.end, link.url] for link in links] if links else []


def _links_of(values: list[list[Any]]) -> tuple[Link, ...]:
    return tuple(Link(start=start, end=end, url=url) for start, end, url in values)
