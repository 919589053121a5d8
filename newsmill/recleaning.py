"""What today's rules change about an article: the words gained and lost, each by the reason that left them out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cleaners.types import Article
from newsmill.counting import count
from storage.recleaning import CHANGED, FAILED, NEW, REFUSED, Finding

RECUT = "recut"
"""The reason of words that come and go with blocks that are cut otherwise, or that were on no block before."""


def words_by_reason(before: Article, after: Article) -> tuple[dict[str, int], dict[str, int]]:
    """Count the words that `after` has gained, by why they were left out before, and lost, by why they are now.

    Blocks are known by their text. A block of one that is none of the other counts as `RECUT`, and only with the words
    that its counterparts do not have.
    """
    kept, now = _texts(before), _texts(after)
    gained, came = _by_reason(now - kept, _reasons(before))
    lost, went = _by_reason(kept - now, _reasons(after))
    for counts, words in ((gained, came - went), (lost, went - came)):
        if words:
            counts[RECUT] = words.total()
    return gained, lost


def _texts(article: Article) -> Counter[str]:
    return Counter(block.text for block in article.blocks)


def _reasons(article: Article) -> dict[str, str]:
    return {removal.block.text: str(removal.reason) for removal in article.removals}


def _by_reason(texts: Counter[str], reasons: Mapping[str, str]) -> tuple[dict[str, int], Counter[str]]:
    """Return the words of the texts by reason, and the words of those that have none."""
    counts: Counter[str] = Counter()
    recut: Counter[str] = Counter()
    for text in texts.elements():
        words = text.split()
        if text in reasons:
            counts[reasons[text]] += len(words)
        else:
            recut.update(words)
    return dict(counts), recut


@dataclass(slots=True, kw_only=True)
class Totals:
    """The sum of all findings of a run."""

    pages: Counter[str] = field(default_factory=Counter)
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    changed: list[Finding] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Totals":
        """Add the findings up."""
        totals = cls()
        for one in findings:
            totals.pages[one.fate] += 1
            totals.gained.update(one.gained)
            totals.lost.update(one.lost)
            if one.fate == CHANGED:
                totals.changed.append(one)
            if one.fate == REFUSED and one.article_id is not None:
                totals.refused.append(one.article_id)
        return totals

    def rows(self) -> list[tuple[str, int, int]]:
        """Reason, words gained, words lost; the most words first."""
        reasons = sorted(self.gained | self.lost, key=lambda name: (-self.gained[name] - self.lost[name], name))
        return [(name, self.gained[name], self.lost[name]) for name in reasons]

    def line(self) -> str:
        """What would become of the pages, in words."""
        same = self.pages.total() - sum(self.pages[fate] for fate in (CHANGED, NEW, REFUSED, FAILED))
        words = [f"{count(self.pages.total(), 'page')}: {same:,} the same", f"{self.pages[CHANGED]:,} changed"]
        words += [f"{self.pages[fate]:,} {fate}" for fate in (NEW, REFUSED, FAILED) if self.pages[fate]]
        return f"{', '.join(words)}; words: +{self.gained.total():,} −{self.lost.total():,}"

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON types, with every article that changes."""
        return {
            "pages": dict(self.pages),
            "gained": dict(self.gained),
            "lost": dict(self.lost),
            "changed": [
                {"article": one.article_id, "gained": dict(one.gained), "lost": dict(one.lost)} for one in self.changed
            ],
            "refused": self.refused,
        }
