"""The rules' word on each block, over what the readers found: site keep > site remove > generic keep > generic remove."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from cleaners.draft import Draft, Label
from cleaners.rules.model import Rule, Rules


def apply_rules(draft: Draft, rules: Rules, url: str, moment: datetime | None) -> tuple[tuple[Label, ...], list[str]]:
    """The labels with the rules applied, and a warning for each rule that would have taken too much."""
    labels = list(draft.labels)
    warnings: list[str] = []
    for level in (rules.generic, rules.for_url(url)):
        removing = [rule for rule in level if rule.reason is not None and rule.applies_at(moment)]
        keeping = [rule for rule in level if rule.reason is None and rule.applies_at(moment)]
        for rule in (*removing, *keeping):
            hits = [n for n in _hits(draft, rule) if (labels[n].reason is None) != (rule.reason is None)]
            if not hits:
                continue
            if rule.reason is not None and _share(draft, labels, hits) > rule.max_share:
                warnings.append(
                    f"{rule.id}: not applied, it would have removed more than {rule.max_share:.0%} of the text"
                )
                continue
            for n in hits:
                labels[n] = Label(reason=rule.reason, rule=rule.id)
    return tuple(labels), warnings


def _hits(draft: Draft, rule: Rule) -> Iterable[int]:
    if rule.pattern is not None:
        return [block.index for block in draft.blocks if rule.pattern.search(block.text)]
    return sorted(draft.selected.get(rule.id, ()))


def _share(draft: Draft, labels: Sequence[Label], hits: Iterable[int]) -> float:
    """The share of the text kept so far that the hits make up."""
    kept = sum(len(block.text) for block, label in zip(draft.blocks, labels, strict=True) if label.reason is None)
    return sum(len(draft.blocks[n].text) for n in hits) / kept if kept else 0.0


_WORD = re.compile(r"\w+")


def fold(text: str) -> str:
    """The words of a text in lower case, for comparing wording without punctuation and white space."""
    return " ".join(_WORD.findall(text.lower()))
