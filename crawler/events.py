"""What a crawl tells while it runs, so that somebody can draw it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.outcomes import Outcome


class EventKind(StrEnum):
    """What happened."""

    STARTED = "started"
    FOUND = "found"
    OUTCOME = "outcome"
    NOT_MODIFIED = "not-modified"
    FAILED = "failed"
    FINISHED = "finished"
    PULSE = "pulse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What went over the network for a source: requests sent, answers, and their bytes as they came (heads included)."""

    requests: int = 0
    answers: int = 0
    bytes: int = 0

    def __add__(self, other: "Traffic") -> "Traffic":
        return Traffic(
            requests=self.requests + other.requests,
            answers=self.answers + other.answers,
            bytes=self.bytes + other.bytes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How the crawl is, a look a second: seconds that the event loop was late, lately and at worst; pages under way.

    `traffic` is by source, since the crawl began.
    """

    lag: float = 0.0
    worst_lag: float = 0.0
    under_way: int = 0
    traffic: Mapping[str, Traffic] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one source (its host).

    FOUND and NOT_MODIFIED carry `url`; OUTCOME carries `url` and `outcome`; FAILED carries `url`, `why` (a
    `crawler.troubles.Trouble` value) and `detail`, a line for a person; STARTED and FINISHED carry neither. PULSE is of
    the whole crawl and carries `pulse`.
    """

    kind: EventKind
    source: str
    url: str = ""
    why: str = ""
    detail: str = ""
    pulse: Pulse | None = None
    outcome: "Outcome | None" = None
