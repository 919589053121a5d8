"""After a crawl: its figures join each outlet's history, and what fell suddenly is told.

An alert goes to the log in any case, by e-mail and to a webhook where the configuration names them. What fell is told
once, and again only after some crawls without it.
"""

import json
import smtplib
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Any
from urllib.error import URLError
from urllib.parse import unquote, urlsplit

from crawler import CrawlReport, SourceReport
from newsmill.config import Config
from storage.health import WINDOW, falls
from storage.memory import Memory
from storage.runs import CrawlRow

TOLD_FOR = 5
"""So many crawls long a fall is not told again."""
SECONDS = 20
"""How long a mail server or a webhook may take."""
_COUNTS = ("found", "new", "revised", "unchanged", "not_modified", "duplicate", "refused", "failed", "seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something of an outlet that fell: `what` is volume, text, title, date or author."""

    source: str
    what: str
    line: str

    def __str__(self) -> str:
        return f"{self.source}: {self.line}"


def record(report: CrawlReport, memory: Memory) -> list[Alert]:
    """Keep the figures of every outlet that was crawled to its end; return what has fallen and was not told before."""
    alerts: list[Alert] = []
    for one in report.sources:
        if one.started_at is not None and not report.interrupted:
            alerts += _record(one, memory)
    return alerts


def _record(one: SourceReport, memory: Memory) -> Iterable[Alert]:
    assert one.started_at is not None
    known = memory.runs(one.source, WINDOW)
    stated = memory.stated(one.source, one.started_at)
    values: dict[str, Any] = {name: getattr(one, name) for name in _COUNTS}
    values |= {"requests": one.traffic.requests, "bytes": one.traffic.bytes, **stated}
    row = CrawlRow(source=one.source, started_at=one.started_at, **values)
    found = falls([row, *known])
    told = {what for row in known[:TOLD_FOR] for what in row.alerts}
    memory.note_run(replace(row, alerts=[fall.what for fall in found]))
    return [Alert(source=one.source, what=fall.what, line=fall.line) for fall in found if fall.what not in told]


def send(alerts: Sequence[Alert], config: Config) -> list[str]:
    """Send the alerts where the configuration says; return a line for each way that failed."""
    problems = []
    if alerts and config.alert_email:
        try:
            _mail(alerts, config)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            problems.append(f"alert_email: not sent ({error}); check smtp in newsmill.toml")
    if alerts and config.alert_webhook:
        try:
            _post(alerts, config.alert_webhook)
        except (URLError, OSError, ValueError) as error:
            problems.append(f"alert_webhook: {_origin(config.alert_webhook)} did not take it ({error})")
    return problems


def _mail(alerts: Sequence[Alert], config: Config) -> None:
    """By SMTP: ``smtp://[USER:PASSWORD@]HOST[:25]``, ``smtps://`` with TLS from the start, STARTTLS where it is offered."""
    server = urlsplit(config.smtp)
    if server.scheme not in {"smtp", "smtps"} or not server.hostname:
        raise ValueError(f"{server.scheme}://... is no smtp:// or smtps:// address")
    message = EmailMessage()
    message["Subject"] = f"newsmill: {alerts[0]}" if len(alerts) == 1 else f"newsmill: {len(alerts)} alerts"
    message["From"], message["To"] = config.alert_from or config.alert_email, config.alert_email
    message.set_content("\n".join(map(str, alerts)) + "\n")
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname, server.port or 0, timeout=SECONDS) as connection:
        connection.ehlo()
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _post(alerts: Sequence[Alert], url: str) -> None:
    """As JSON, ``{"text": "...", "alerts": [{"source", "what", "line"}]}``, the form that chat services take as well."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise ValueError("it is no http or https address")
    rows = [{"source": one.source, "what": one.what, "line": one.line} for one in alerts]
    body = json.dumps({"text": "\n".join(map(str, alerts)), "alerts": rows}).encode()
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        answer.read(1000)


def _origin(url: str) -> str:
    """Without the path, which is a secret with many services."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}"
