"""Dates come with the offset the page states, never with an invented one, and never from the future."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cleaners.html.metadata.moments import Moment, read_moment
from tests.cleaners.metadata.pages import ld, read

HEAD = "<h1>Night ferry returns</h1>"


def _at(hour: int, minute: int, offset: float, *, month: int = 11, day: int = 19) -> datetime:
    return datetime(2019, month, day, hour, minute, tzinfo=timezone(timedelta(hours=offset)))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2024-05-12T08:15:00+02:00", None, datetime(2024, 5, 12, 8, 15, tzinfo=timezone(timedelta(hours=2)))),
        ("2024-05-12T08:15:00Z", None, datetime(2024, 5, 12, 8, 15, tzinfo=UTC)),
        ("2024-05-12T08:15:00", None, date(2024, 5, 12)),
        ("Sun, 12 May 2024 08:15:00 +0000", "en", datetime(2024, 5, 12, 8, 15, tzinfo=UTC)),
        ("12.05.2024, 08:15 Uhr", "de", date(2024, 5, 12)),
        ("12. März 2024", "de", date(2024, 3, 12)),
        ("May 12, 2024", "en", date(2024, 5, 12)),
        ("12 de mayo de 2024", "es", date(2024, 5, 12)),
        ("12 août 2024", "fr", date(2024, 8, 12)),
        ("12 lipca 2024", "pl", date(2024, 7, 12)),
        ("12. lipnja 2024.", "hr", date(2024, 6, 12)),
        ("12 мая 2024", "ru", date(2024, 5, 12)),
        ("2024年5月12日", "ja", date(2024, 5, 12)),
        ("12 พฤษภาคม 2567", "th", date(2024, 5, 12)),
        ("१२ मई २०२४", "hi", date(2024, 5, 12)),
        ("31.02.2024", None, None),
        ("Chapter 12", None, None),
    ],
)
def test_forms_of_dates(text: str, language: str | None, expected: Moment | None) -> None:
    """Each way to write a date gives the moment, or the day where no offset is stated."""
    found = read_moment(text, language)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Published 7:07 PM EST Nov 19, 2019", "en", _at(19, 7, -5)),
        ("12:30 a.m. ET on Tuesday, November 19, 2019", "en", _at(0, 30, -5)),
        ("Nov 19, 2019 at 9:24 pm ET", "en", _at(21, 24, -5)),
        ("July 19, 2019, 9:24 p.m. ET", "en", _at(21, 24, -4, month=7)),
        ("19 November 2019 10:30 AEDT", "en", _at(10, 30, 11)),
        ("19 ноября 2019, 14:30 мск", "ru", _at(14, 30, 3)),
        ("19/11/2019, 14:30 (GMT+7)", "vi", _at(14, 30, 7)),
        ("2019年11月19日 14:30 CST", "zh", _at(14, 30, 8)),
        ("19 November 2019 14:30 CST", "en", _at(14, 30, -6)),
        ("19 नवंबर 2019 14:30 IST", "hi", _at(14, 30, 5.5)),
        ("19 November 2019 14:30 IST", "en", date(2019, 11, 19)),
        ("19 novembre 2019 14:30 et plus", "fr", date(2019, 11, 19)),
        ("19 novembre 2019 14:30 est revu", "fr", date(2019, 11, 19)),
        ("9:00 am, Nov 19, 2019", "en", date(2019, 11, 19)),
    ],
)
def test_clocks_with_named_zones(text: str, language: str, expected: Moment) -> None:
    """A clock before or after the date, with its half of the day and its zone, gives the moment; words are no zones."""
    found = read_moment(text, language)
    assert found == expected
    assert type(found) is type(expected)
    if isinstance(found, datetime) and isinstance(expected, datetime):
        assert found.utcoffset() == expected.utcoffset()


@pytest.mark.parametrize(
    ("day", "offset"), [("March 9, 2019", -5), ("March 11, 2019", -4), ("November 2, 2019", -4), ("April 1, 2005", -5)]
)
def test_american_summer_time(day: str, offset: int) -> None:
    """The day tells whether ET means summer time, by the rule of its year."""
    found = read_moment(f"{day} 9:00 am ET", "en")
    assert isinstance(found, datetime)
    assert found.utcoffset() == timedelta(hours=offset)


def test_slashes_follow_the_country() -> None:
    """03/04/2024 is the third of April but in the United States."""
    assert read_moment("03/04/2024") == date(2024, 4, 3)
    assert read_moment("03/04/2024", month_first=True) == date(2024, 3, 4)


def test_published_and_modified_from_json_ld() -> None:
    """Both moments are read with their offsets and their evidence."""
    page = read(
        HEAD,
        ld(
            '{"@type":"NewsArticle","headline":"Night ferry returns","datePublished":"2024-05-12T08:15:00+02:00",'
            '"dateModified":"2024-05-13T09:00:00+02:00"}'
        ),
    )
    assert page.published_at == datetime(2024, 5, 12, 6, 15, tzinfo=UTC)
    assert page.modified_at == datetime(2024, 5, 13, 7, 0, tzinfo=UTC)
    assert page.evidence["published_at"] == "json-ld:datePublished"


def test_future_dates_are_not_taken() -> None:
    """A date after the fetch is no date of publication; the next best statement is read."""
    page = read(
        HEAD + '<time datetime="2024-05-12">12 May 2024</time>',
        '<meta property="article:published_time" content="2031-01-01T00:00:00Z">',
        fetched_at=datetime(2024, 6, 1, tzinfo=UTC),
    )
    assert page.published_at == date(2024, 5, 12)


def test_day_gets_its_time_from_another_statement() -> None:
    """A day stated first is completed by the moment that another element states for it."""
    page = read(
        HEAD,
        '<meta property="article:published_time" content="2024-05-12">'
        '<meta name="parsely-pub-date" content="2024-05-12T08:15:00+02:00">',
    )
    assert page.published_at == datetime(2024, 5, 12, 6, 15, tzinfo=UTC)


def test_offset_follows_from_the_clock_at_the_headline() -> None:
    """A moment in UTC and the wall clock shown beside the headline give the offset together."""
    page = read(
        HEAD + '<p class="date">12.05.2024 00:30 Uhr</p>',
        '<meta property="article:published_time" content="2024-05-11T22:30:00Z">',
        lang="de",
    )
    assert isinstance(page.published_at, datetime)
    assert page.published_at.utcoffset() == timedelta(hours=2)
    assert page.published_at.date() == date(2024, 5, 12)


@pytest.mark.parametrize(
    ("shown", "stated", "offset"),
    [
        ("Nov 18, 2019 5:09", "2019-11-18T17:09:00Z", 0),  # in the afternoon
        ("Nov 18, 2019 7:45 am PST", "2019-11-18T10:45:00Z", -8),
        ("July 18, 2019 7:45 am EST", "2019-07-18T11:45:00Z", -4),  # the winter's name in summer
        ("Nov 18, 2019 13:15", "2019-11-18T12:05:00Z", 0),
    ],
)
def test_offsets_in_use_only(shown: str, stated: str, offset: int) -> None:
    """A clock beside the headline gives no offset that no newspaper lives in, and none against the zone it names."""
    page = read(
        HEAD + f'<p class="date">{shown}</p>', f'<meta property="article:published_time" content="{stated}">', lang="en"
    )
    assert page.published_at == datetime.fromisoformat(stated)
    assert isinstance(page.published_at, datetime)
    assert page.published_at.utcoffset() == timedelta(hours=offset)


@pytest.mark.parametrize("stamp", ["2023-11-06T15:00:00+01:00", "2023-11-06 14:00:00 UTC"])
def test_time_inside_a_date_element(stamp: str) -> None:
    """An element that is named for dates states the moment that a `time` in it states."""
    page = read(HEAD + f'<span class="post_date">On <time datetime="{stamp}">6 November 2023</time></span>')
    assert page.published_at == datetime(2023, 11, 6, 14, 0, tzinfo=UTC)


def test_published_and_updated_in_one_element() -> None:
    """Of two dates in one element the one that is called so is the update."""
    both = '<p class="date">Published <time>12 May 2024</time>, updated <time>14 May 2024</time></p>'
    page = read(HEAD + both)
    assert (page.published_at, page.modified_at) == (date(2024, 5, 12), date(2024, 5, 14))


@pytest.mark.parametrize(("shown", "day"), [("01.11.2023", 1), ("1 November 2023", 1), ("", 11), ("3.5.2019", 11)])
def test_another_date_tells_the_order(shown: str, day: int) -> None:
    """Which part of a date with slashes is the month is told by another date of the page that can be read one way only."""
    page = read(
        HEAD + f"<footer>Erstellt am: {shown}</footer>", '<meta name="date" content="11/01/2023 12:43:42">', lang="de"
    )
    assert page.published_at == date(2023, 11 if day == 1 else 1, day)


def test_updates_are_not_the_publication() -> None:
    """A date that is called an update is the modification."""
    page = read(HEAD + '<p class="date">Published 12 May 2024, updated 14 May 2024</p>')
    assert page.published_at == date(2024, 5, 12)


def test_dates_of_teasers_are_not_taken() -> None:
    """Dates in lists of other articles say nothing about this one."""
    page = read(HEAD + "<p>Text.</p><div class='related'><time datetime='2023-01-01'>1 January 2023</time></div>")
    assert page.published_at is None


def test_unmarked_date_line() -> None:
    """A date that stands alone near the headline counts; one inside a sentence does not."""
    assert read(HEAD + "<p>12 May 2024</p>").published_at == date(2024, 5, 12)
    sentence = "<p>The pier was opened on 12 May 1998 by the mayor, who had promised it for years and years.</p>"
    assert read(HEAD + sentence).published_at is None


def test_address_states_a_day() -> None:
    """The day in the page's address is the last resort."""
    page = read(HEAD, url="https://www.harbour-post.example/2024/05/12/ferry")
    assert (page.published_at, page.evidence["published_at"]) == (date(2024, 5, 12), "url")
