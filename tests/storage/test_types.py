"""Column types: what may go in, and what comes out."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage.types import UtcDateTime, as_stated, sortable, stated, storable, storable_json

anything = st.text(st.characters(exclude_categories=[]))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(text=anything)
def test_storable_text_is_utf8_without_nul(text: str) -> None:
    """Any text becomes one that UTF-8 can write and that holds no NUL; a text that is so already is not changed."""
    clean = storable(text)
    assert b"\x00" not in clean.encode()
    assert storable(clean) == clean
    if "\x00" not in text and clean.isascii():
        assert clean == text


@given(
    value=st.recursive(
        anything | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(anything, inner)
    )
)
def test_storable_json_is_clean_at_every_depth(value: Any) -> None:
    """Every text of a JSON value is cleaned, keys included."""
    written = json.dumps(storable_json(value), ensure_ascii=False)
    assert "\\u0000" not in written
    written.encode()


@given(moment=st.datetimes(timezones=zones) | st.dates())
def test_stated_dates_come_back(moment: datetime | date) -> None:
    """A day or moment comes back as it was stated, and moments sort as they do in time."""
    text = stated(moment)
    back = as_stated(text)
    assert (back, stated(back)) == (moment, text)
    instant = sortable(moment)
    if instant is not None and isinstance(moment, datetime):
        assert instant == moment


def test_no_date_is_none() -> None:
    """What the page does not state stays unstated."""
    assert (stated(None), sortable(None), as_stated(None)) == (None, None, None)


def test_moments_beyond_the_calendar_have_no_instant() -> None:
    """A moment that UTC cannot express is kept as stated and sorted last."""
    assert sortable(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))) is None


def test_columns_refuse_naive_moments() -> None:
    """A moment without a zone is refused on its way in; one of another zone becomes UTC."""
    column, dialect = UtcDateTime(), sqlite.dialect()
    with pytest.raises(ValueError, match="2026-03-01T00:00:00 has no time zone"):
        column.process_bind_param(datetime(2026, 3, 1), dialect)  # noqa: DTZ001
    moment = datetime(2026, 3, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    assert str(column.process_bind_param(moment, dialect)) == "2026-03-01 00:00:00+00:00"
    assert column.process_result_value(datetime(2026, 3, 1), dialect) == datetime(2026, 3, 1, tzinfo=UTC)  # noqa: DTZ001
