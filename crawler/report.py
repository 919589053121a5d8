"""What a crawl did, in numbers and lines."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

from crawler.events import Traffic
from crawler.lag import Lag
from storage.outcomes import Duplicate, Failed, Outcome, Refused, Revised, Stored, Unchanged

FATES: dict[type, str] = {
    Stored: "new",
    Revised: "revised",
    Unchanged: "unchanged",
    Duplicate: "duplicate",
    Refused: "refused",
    Failed: "failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """One source's numbers. `found` counts addresses that discovery gave; `failed` counts pages, feeds and sitemaps.

    `failures` has a line for each failure: address, what, detail. `crashes` holds the tracebacks of bugs met on a
    page, which are counted as failed too. `refused_by` and `failed_by` count by why. `traffic` is what went over the
    network; `started_at` is None where the source was never begun.
    """

    source: str
    found: int = 0
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    duplicate: int = 0
    refused: int = 0
    failed: int = 0
    not_modified: int = 0
    failures: tuple[str, ...] = ()
    crashes: tuple[str, ...] = ()
    refused_by: Mapping[str, int] = field(default_factory=dict)
    failed_by: Mapping[str, int] = field(default_factory=dict)
    started_at: datetime | None = None
    seconds: float = 0.0
    traffic: Traffic = field(default_factory=Traffic)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """A run's numbers, source by source in the order given. `interrupted`: ended early by Ctrl-C.

    `lag` is how late the event loop was; `most_under_way` the most pages that the sink had at once.
    """

    sources: tuple[SourceReport, ...] = ()
    interrupted: bool = False
    lag: Lag = field(default_factory=Lag)
    most_under_way: int = 0

    def total(self, fate: str) -> int:
        """The sum over all sources of a number of `SourceReport`, such as ``new`` or ``not_modified``."""
        return sum(getattr(source, fate) for source in self.sources)


@dataclass(slots=True)
class Tally:
    """Counts while one source is crawled."""

    source: str
    counts: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    refused_by: Counter[str] = field(default_factory=Counter)
    failed_by: Counter[str] = field(default_factory=Counter)
    started_at: datetime | None = None
    seconds: float = 0.0
    traffic: Traffic = field(default_factory=Traffic)
    _clock: float = 0.0

    def outcome(self, outcome: Outcome) -> None:
        """Count what the sink made of a page."""
        self.counts[FATES[type(outcome)]] += 1
        if isinstance(outcome, Failed):
            self.failed_by[outcome.why] += 1
            self.failures.append(f"{outcome.url}: {outcome.why}: {outcome.detail}")
        elif isinstance(outcome, Refused):
            self.refused_by[outcome.why] += 1

    def failure(self, url: str, why: str, detail: str) -> None:
        """Count a failure, with its line."""
        self.counts["failed"] += 1
        self.failed_by[why] += 1
        self.failures.append(f"{url}: {why}: {detail}")

    def began(self) -> None:
        """The source's crawl begins now."""
        self.started_at, self._clock = datetime.now(UTC), monotonic()

    def ended(self) -> None:
        """It has ended."""
        self.seconds = round(monotonic() - self._clock, 3)

    def report(self) -> SourceReport:
        """The numbers so far."""
        return SourceReport(
            source=self.source,
            failures=tuple(self.failures),
            crashes=tuple(self.crashes),
            refused_by=dict(self.refused_by),
            failed_by=dict(self.failed_by),
            started_at=self.started_at,
            seconds=self.seconds,
            traffic=self.traffic,
            **self.counts,
        )
