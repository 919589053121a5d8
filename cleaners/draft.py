"""What the two readers (`cleaners.html`, `cleaners.text`) hand to the shared part of the pipeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaners.types import Block, Metadata, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The verdict on one block. `reason` None means body; `rule` names what decided (``extractor:trafilatura``)."""

    reason: Reason | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A page read into blocks: `labels[i]` belongs to `blocks[i]`, and `blocks[i].index == i`.

    `selected` names, for a rule's id, the blocks that its CSS selector matches (empty for plain text).
    `signals` are what speaks for or against the page being an article (empty for plain text).
    `paywall_evidence` lists what in the page speaks of a paywall; `warnings` are lines for a person.
    """

    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]
    metadata: Metadata
    selected: Mapping[str, frozenset[int]] = field(default_factory=dict)
    signals: Mapping[str, float] = field(default_factory=dict)
    paywall_evidence: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
