"""An article's page for display: what was kept, and between it what was removed, in groups of one reason."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from cleaners.types import Article, Block
from newsmill.pages import plots
from newsmill.pages.reasons import REASONS, Shown
from newsmill.pages.templating import web
from newsmill.render import Verdict, verdicts, words

_FOUND = re.compile(r"\[([^\[\]\s]+)\]")
SHOWN = 6
"""So many blocks of a group are there at once, the rest on demand."""
SHORT = 48
"""Characters of a block that stands on one line with its reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Blocks that follow each other: kept ones (`reason` None) of one kind, or removed ones of one reason.

    `rule` is the rule of all of them, None where they have several; `rest` are those shown on demand.
    """

    reason: Shown | None
    kind: str
    rule: str | None
    items: Sequence[Verdict]
    rest: Sequence[Verdict] = ()

    @property
    def short(self) -> bool:
        """Whether it fits on a line with its reason."""
        return len(self.items) == 1 and len(self.items[0].block.text) <= SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A reason in a page's legend: how many blocks and words went for it."""

    reason: Shown
    blocks: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A page with its labels, ready to be shown."""

    groups: Sequence[Group]
    legend: Sequence[Entry]
    strip: Markup
    kept: int
    removed: int
    rules: int
    words_kept: int
    words_removed: int


def marked(article: Article) -> Marked:
    """Everything that the page had, in its order."""
    every = list(verdicts(article))
    blocks, lost = Counter[str](), Counter[str]()
    for verdict in every:
        if not verdict.kept:
            blocks[verdict.reason] += 1
            lost[verdict.reason] += words(verdict.block.text)
    removed = len(article.removals)
    return Marked(
        groups=list(_groups(every)),
        legend=[
            Entry(reason=shown, blocks=blocks[key], words=lost[key]) for key, shown in REASONS.items() if blocks[key]
        ],
        strip=plots.strip(
            [("kept" if one.kept else f"r-{one.reason}", len(one.block.text)) for one in every],
            said=f"The page in order: {len(article.blocks)} blocks kept, {removed} removed",
        ),
        kept=len(article.blocks),
        removed=removed,
        rules=len({removal.rule for removal in article.removals}),
        words_kept=words(article.text),
        words_removed=lost.total(),
    )


def _groups(every: Sequence[Verdict]) -> Iterator[Group]:
    def alike(verdict: Verdict) -> tuple[bool, str]:
        return verdict.kept, str(verdict.block.kind) if verdict.kept else verdict.reason

    for (kept, word), group in groupby(every, key=alike):
        items = list(group)
        if kept:
            yield Group(reason=None, kind=word, rule=None, items=items)
            continue
        rules = {item.rule for item in items}
        most = SHOWN if len(items) > SHOWN + 2 else len(items)
        yield Group(
            reason=REASONS[word],
            kind=word,
            rule=items[0].rule if len(rules) == 1 else None,
            items=items[:most],
            rest=items[most:],
        )


def linked(block: Block) -> Markup:
    """The block's text with its links; one that leads elsewhere than to the web is text."""
    parts, at = [], 0
    for link in sorted(block.links, key=lambda link: link.start):
        url = web(link.url)
        if not url or link.start < at or link.end <= link.start:
            continue
        parts.append(escape(block.text[at : link.start]))
        words = escape(block.text[link.start : link.end])
        parts.append(Markup('<a href="{}" rel="noreferrer noopener nofollow">{}</a>').format(url, words))
        at = link.end
    parts.append(escape(block.text[at:]))
    return Markup("").join(parts)


def snippet(text: str) -> Markup:
    """A snippet of a search, its words in square brackets turned into marks."""
    return Markup(_FOUND.sub(r"<mark>\1</mark>", str(escape(text))))
