"""A running crawl as Prometheus metrics, in a file for node_exporter's textfile collector or on a port of loopback."""

from pathlib import Path
from time import monotonic

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    disable_created_metrics,
    start_http_server,
    write_to_textfile,
)

from crawler import Event, EventKind
from crawler.events import Traffic
from newsmill.ingest import fate
from storage import Refused

WRITTEN_EVERY = 15.0
"""Seconds between two versions of the file."""


class Metrics:
    """Counts the crawler's events; give `on_event` to the crawl, and leave the context when it has ended.

    `file` is written anew every few seconds and at the end, whole each time; `port` is served on 127.0.0.1. Raises OSError
    where the port is taken or the file cannot be written.
    """

    def __init__(self, *, file: Path | None = None, port: int | None = None) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        self._file, self._written = file, 0.0
        by_source = ("source",)
        self._traffic = {
            "requests": Counter("newsmill_requests", "Requests sent", by_source, registry=registry),
            "answers": Counter("newsmill_fetched", "Answers received", by_source, registry=registry),
            "bytes": Counter("newsmill_received_bytes", "Bytes received", by_source, registry=registry),
        }
        self._before: dict[str, Traffic] = {}
        self._pages = Counter("newsmill_pages", "Pages by what became of them", ("source", "fate"), registry=registry)
        self._refused = Counter("newsmill_refused", "Pages refused, by reason", ("source", "why"), registry=registry)
        self._failed = Counter("newsmill_failed", "Addresses not had, by reason", ("source", "why"), registry=registry)
        self._lag = Gauge("newsmill_event_loop_lag_seconds", "How late the event loop was lately", registry=registry)
        self._worst = Gauge("newsmill_event_loop_worst_lag_seconds", "How late it was at worst", registry=registry)
        self._queue = Gauge("newsmill_queue_pages", "Pages that wait for cleaning or saving", registry=registry)
        self._running = Gauge("newsmill_sources_running", "Outlets that are being crawled", registry=registry)
        if file is not None:
            self._write()
        self._server = start_http_server(port, addr="127.0.0.1", registry=registry)[0] if port is not None else None

    @property
    def port(self) -> int | None:
        """The port that is served, None where none is."""
        return self._server.server_port if self._server is not None else None

    def close(self) -> None:
        """Write the file a last time, and give the port back."""
        if self._file is not None:
            self._write()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def on_event(self, event: Event) -> None:
        """Count one event."""
        if event.pulse is not None:
            self._note_pulse(event)
        elif event.outcome is not None:
            self._pages.labels(event.source, fate(event.outcome)).inc()
            if isinstance(event.outcome, Refused):
                self._refused.labels(event.source, event.outcome.why).inc()
        elif event.kind is EventKind.NOT_MODIFIED:
            self._pages.labels(event.source, "not-modified").inc()
        elif event.kind is EventKind.FAILED:
            self._pages.labels(event.source, "failed").inc()
            self._failed.labels(event.source, event.why).inc()
        elif event.kind in (EventKind.STARTED, EventKind.FINISHED):
            self._running.inc(1 if event.kind is EventKind.STARTED else -1)

    def _note_pulse(self, event: Event) -> None:
        assert event.pulse is not None
        pulse = event.pulse
        self._lag.set(pulse.lag)
        self._worst.set(pulse.worst_lag)
        self._queue.set(pulse.under_way)
        for source, traffic in pulse.traffic.items():
            before = self._before.get(source, Traffic())
            for name, counter in self._traffic.items():
                counter.labels(source).inc(max(getattr(traffic, name) - getattr(before, name), 0))
            self._before[source] = traffic
        if self._file is not None and monotonic() - self._written > WRITTEN_EVERY:
            self._write()

    def _write(self) -> None:
        assert self._file is not None
        write_to_textfile(str(self._file), self.registry)
        self._written = monotonic()
