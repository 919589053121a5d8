"""A crawl as a log of JSON lines on standard error, for machines that gather logs."""

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from crawler import Event, EventKind
from newsmill.ingest import fate
from storage import Refused

_LEVELS = {EventKind.FAILED: "warning", EventKind.FOUND: "debug", EventKind.PULSE: "debug"}


def line(event: str, *, level: str = "info", **values: Any) -> str:
    """One line of JSON: time, level, event, and what else there is to say."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": at, "level": level, "event": event, **values}, ensure_ascii=False, default=str)


def write(event: str, *, level: str = "info", **values: Any) -> None:
    """Write such a line to standard error."""
    print(line(event, level=level, **values), file=sys.stderr, flush=True)


class JsonFormatter(logging.Formatter):
    """The records of Python's own logging, Scrapy's among them, in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; a traceback is a field of it."""
        trace = {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        return line("log", level=record.levelname.lower(), logger=record.name, message=record.getMessage(), **trace)


class EventLog:
    """Writes what happens to each page and outlet; looks that only say that all goes on are left out."""

    def on_event(self, event: Event) -> None:
        """Write one event."""
        level = _LEVELS.get(event.kind, "info")
        if level != "debug":
            write(event.kind.value, level=level, **_values(event))


def _values(event: Event) -> Mapping[str, Any]:
    values: dict[str, Any] = {"source": event.source, "url": event.url, "why": event.why, "detail": event.detail}
    if event.outcome is not None:
        values["fate"] = fate(event.outcome)
        if isinstance(event.outcome, Refused):
            values |= {"why": event.outcome.why, "detail": event.outcome.detail}
        else:
            values["article"] = getattr(event.outcome, "article_id", None)
    return {name: value for name, value in values.items() if value not in ("", None)}
