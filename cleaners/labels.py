"""The rules' word on each block, over what the readers found: site keep > site remove > generic keep > generic remove."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from cleaners.draft import Draft, Label
from cleaners.rules.model import Rule, Rules
from cleaners.rules.siteconfig import PREFIX as SITE_CONFIG
from cleaners.types import Reason

_WEAK = frozenset({Reason.NOT_MAIN_TEXT})


def apply_rules(draft: Draft, rules: Rules, url: str, moment: datetime | None) -> tuple[tuple[Label, ...], list[str]]:
    """The labels with the rules applied, and a warning for each rule that would have taken too much.

    A site's rule has the last word on a block; a generic one names only what is kept so far or has no better name than
    "not main text", and leaves alone what a site configuration decided. Within a level the first rule that fits decides.
    """
    labels = list(draft.labels)
    warnings: list[str] = []
    configured = {n for n, label in enumerate(labels) if label.rule.startswith(SITE_CONFIG)}
    for level, decided, weak in (
        (rules.generic, configured, _WEAK),
        (rules.for_url(url), set[int](), frozenset(Reason)),
    ):
        current = [rule for rule in level if rule.applies_at(moment)]
        for rule in sorted(current, key=lambda rule: rule.reason is not None):  # those that keep come first
            hits = [n for n in _hits(draft, rule) if n not in decided]
            if rule.reason is not None:
                hits = [n for n in hits if labels[n].reason is None or labels[n].reason in weak]
                if _share(draft, labels, hits) > rule.max_share:
                    share = f"{rule.max_share:.0%}"
                    warnings.append(f"{rule.id}: not applied, it would have removed more than {share} of the text")
                    continue
            decided.update(hits)
            for n in hits:
                if labels[n].reason is not None or rule.reason is not None:  # what is kept needs no keeping
                    labels[n] = Label(reason=rule.reason, rule=rule.id)
    return tuple(labels), warnings


def _hits(draft: Draft, rule: Rule) -> Iterable[int]:
    if rule.pattern is not None:
        return [block.index for block in draft.blocks if rule.pattern.search(block.text)]
    return sorted(draft.selected.get(rule.id, ()))


def _share(draft: Draft, labels: Sequence[Label], hits: Iterable[int]) -> float:
    """The share of the text kept so far that the hits make up."""
    kept = sum(len(block.text) for block, label in zip(draft.blocks, labels, strict=True) if label.reason is None)
    return sum(len(draft.blocks[n].text) for n in hits if labels[n].reason is None) / kept if kept else 0.0


_WORD = re.compile(r"\w+")
#: The same for ASCII characters: capitals small, all that is no part of a word a space.
ASCII_WORDS = bytes(ord(chr(n).lower()) if chr(n).isalnum() or n == ord("_") else ord(" ") for n in range(128)).ljust(
    256
)


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """The words of a text in lower case, for comparing wording without punctuation and white space."""
    if text.isascii():
        return b" ".join(text.encode("ascii").translate(ASCII_WORDS).split()).decode("ascii")
    return " ".join(_WORD.findall(text.lower()))
