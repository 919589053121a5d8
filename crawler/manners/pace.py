"""How long to leave a host alone."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 120.0
"""Seconds that a crawl waits for a host; one that asks for more is left for the next crawl."""


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110, section 10.2.3); None for what says nothing."""
    value = value.strip()
    if value.isdecimal() and value.isascii():
        return float(value[:12])
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max((at - now).total_seconds(), 0.0)


def pause(asked: float | None, times: int) -> float:
    """Seconds to wait after the answer that was the host's `times`-th refusal in a row; doubles where none is asked."""
    return asked if asked is not None else min(FIRST_PAUSE * 2.0 ** min(times - 1, 30), LONGEST_PAUSE)
