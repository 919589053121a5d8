"""Column types: moments that are always UTC, and texts that every database takes."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

import orjson
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

# SQLite numbers rows by itself only where the type is INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """Return `text` without what databases refuse: NUL is dropped, a lone surrogate becomes U+FFFD."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSTORABLE.sub(lambda match: "" if match[0] == "\x00" else "\ufffd", text)


def storable_json(value: Any) -> Any:
    """Return a JSON value with `storable` applied to every text in it, keys included."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): storable_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(item) for item in value]
    return value


def dumped(value: Any) -> str:
    """Return a JSON value as text that every database takes."""
    try:
        text = orjson.dumps(value)
    except TypeError:  # a lone surrogate
        text = b"\\u0000"
    return orjson.dumps(storable_json(value)).decode() if b"\\u0000" in text else text.decode()


def utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC. Raises ValueError for a naive one: its zone would be a guess."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; storage takes aware moments only")
    return moment.astimezone(UTC)


def stated(value: datetime | date | None) -> str | None:
    """Return a date as the page states it: ``2025-06-18``, or ``2025-06-18T09:00:00+03:00`` with its own offset.

    Raises ValueError for a naive datetime.
    """
    if isinstance(value, datetime) and value.tzinfo is None:
        utc(value)
    return None if value is None else value.isoformat()


def sortable(value: datetime | date | None) -> datetime | None:
    """Return the UTC instant to sort by; a day whose time is not stated counts from its midnight in UTC.

    None too for the few moments at the calendar's ends that UTC cannot express.
    """
    if value is None:
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    try:
        return utc(value)
    except OverflowError:
        return None


def as_stated(text: str | None) -> datetime | date | None:
    """Return what `stated` wrote down: a day, an aware moment, or None."""
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == len("2025-06-18") else datetime.fromisoformat(text)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; refuses naive ones on the way in. SQLite keeps no zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC. Raises ValueError for a naive moment."""
        return None if value is None else utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class StorableText(TypeDecorator[str]):
    """Text that went through `storable`."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean the text on its way in."""
        return None if value is None else storable(value)


class StorableJson(TypeDecorator[Any]):
    """JSON, which `dumped` writes; JSONB on PostgreSQL."""

    impl = JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True
