"""What a crawl tells while it runs, so that somebody can draw it."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one source (its host).

    FOUND and NOT_MODIFIED carry `url`; OUTCOME carries `url` and `outcome`; FAILED carries `url` and `detail`, a line
    for a person; STARTED and FINISHED carry neither.
    """

    kind: EventKind
    source: str
    url: str = ""
    detail: str = ""
    outcome: "Outcome | None" = None
