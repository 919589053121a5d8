"""Articles on their way from a cleaning process: blocks and removals as columns, many times quicker to pickle.

An article has hundreds of blocks and links. Here they are made of their columns, field by field over all of them, since
calling a frozen type for each takes ten times as long.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, repeat
from typing import Any, NamedTuple, TypeVar

from cleaners.types import Article, Block, Kind, Link, Reason, Removal

_KINDS = {kind.value: kind for kind in Kind}
_REASONS = {reason.value: reason for reason in Reason}
T = TypeVar("T")
Columns = dict[str, list[Any]]


class Packed(NamedTuple):
    """An article without its blocks, and these: the first `kept` are the article's, the others the removals'.

    `linked` says how many of the `links` each block has.
    """

    article: Article
    kept: int
    blocks: Columns
    linked: list[int]
    links: Columns
    removals: Columns


def packed(article: Article) -> Packed:
    """The article as columns."""
    removals = article.removals
    blocks = [*article.blocks, *[one.block for one in removals]]
    links = [link for block in blocks for link in block.links]
    return Packed(
        article=replace(article, blocks=(), removals=()),
        kept=len(article.blocks),
        blocks={
            "index": [one.index for one in blocks],
            "text": [one.text for one in blocks],
            "kind": [one.kind._value_ for one in blocks],
            "path": [one.path for one in blocks],
        },
        linked=[len(one.links) for one in blocks],
        links={
            "start": [one.start for one in links],
            "end": [one.end for one in links],
            "url": [one.url for one in links],
        },
        removals={"reason": [one.reason._value_ for one in removals], "rule": [one.rule for one in removals]},
    )


def unpacked(sent: Packed) -> Article:
    """The article that was packed."""
    links = iter(_made(Link, **sent.links))
    own = [tuple(islice(links, number)) for number in sent.linked]
    kinds = [_KINDS[kind] for kind in sent.blocks["kind"]]
    blocks = _made(Block, **{**sent.blocks, "kind": kinds, "links": own})
    reasons = [_REASONS[reason] for reason in sent.removals["reason"]]
    removals = _made(Removal, block=blocks[sent.kept :], reason=reasons, rule=sent.removals["rule"])
    return replace(sent.article, blocks=tuple(blocks[: sent.kept]), removals=tuple(removals))


def _made(type_: type[T], **columns: Sequence[Any]) -> list[T]:
    """Objects of a frozen, slotted type; `columns` has each of its fields."""
    several = list(map(object.__new__, repeat(type_, len(next(iter(columns.values()))))))
    for name, values in columns.items():
        deque(map(getattr(type_, name).__set__, several, values), maxlen=0)  # runs it to its end, in C
    return several
