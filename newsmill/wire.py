"""Articles on their way from a cleaning process: blocks and removals as plain tuples, many times quicker to pickle."""

from dataclasses import replace
from typing import Any

from cleaners.types import Article, Block, Kind, Link, Reason, Removal

_KINDS = {kind.value: kind for kind in Kind}
_REASONS = {reason.value: reason for reason in Reason}
Packed = tuple[Article, list[Any], list[Any]]


def packed(article: Article) -> Packed:
    """The article without its blocks and removals, and these as tuples."""
    removals = [(_block(one.block), one.reason._value_, one.rule) for one in article.removals]
    return replace(article, blocks=(), removals=()), [_block(one) for one in article.blocks], removals


def unpacked(sent: Packed) -> Article:
    """The article that was packed."""
    article, blocks, removals = sent
    return replace(
        article,
        blocks=tuple([_unblock(*one) for one in blocks]),
        removals=tuple(
            [Removal(block=_unblock(*block), reason=_REASONS[reason], rule=rule) for block, reason, rule in removals]
        ),
    )


def _block(one: Block) -> tuple[Any, ...]:
    links = [(link.start, link.end, link.url) for link in one.links]
    return one.index, one.text, one.kind._value_, one.path, links


def _unblock(index: int, text: str, kind: str, path: str, links: list[tuple[int, int, str]]) -> Block:
    found = tuple([Link(start=start, end=end, url=url) for start, end, url in links]) if links else ()
    return Block(index=index, text=text, kind=_KINDS[kind], path=path, links=found)
