"""What fell suddenly at an outlet, and the table that says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage import open_store
from storage.health import falls
from storage.memory import Memory
from storage.runs import CrawlRow
from tests.storage.made import article, page

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
USUAL: dict[str, Any] = {"new": 10, "texts": 10, "titles": 10, "dates": 9, "authors": 8, "refused": 1}


def crawls(latest: dict[str, Any], *, before: int = 10) -> list[CrawlRow]:
    """Hourly crawls that were as usual, and a latest one; the latest first."""
    rows = [
        CrawlRow(source="a.example", started_at=NOON - timedelta(hours=hour), **USUAL) for hour in range(before + 1)
    ]
    return [CrawlRow(source="a.example", started_at=NOON, **USUAL | latest), *rows[1:]]


@pytest.mark.parametrize(
    ("latest", "fallen"),
    [
        ({}, []),
        ({"new": 3, "texts": 3, "titles": 3, "dates": 3, "authors": 3}, ["volume"]),
        ({"new": 0, "texts": 0, "titles": 0, "dates": 0, "authors": 0, "refused": 11}, ["volume", "text"]),
        ({"titles": 0}, ["title"]),
        ({"dates": 1, "authors": 2}, ["date", "author"]),
        ({"authors": 6}, []),
    ],
)
def test_what_fell(latest: dict[str, Any], fallen: list[str]) -> None:
    """A volume or a share far below what was usual has fallen; one that is a little lower has not."""
    assert [fall.what for fall in falls(crawls(latest))] == fallen


def test_no_judgement_without_history() -> None:
    """An outlet that was crawled twice has no habits yet, and one that never named authors loses none."""
    assert falls(crawls({"new": 0, "titles": 0}, before=2)) == []
    rows = crawls({"authors": 0})
    assert (
        falls(
            [
                rows[0],
                *(
                    CrawlRow(source="a.example", started_at=row.started_at, **USUAL | {"authors": 1})
                    for row in rows[1:]
                ),
            ]
        )
        == []
    )


def test_volume_is_judged_by_the_time_between_crawls() -> None:
    """Three new articles ten minutes after the last crawl are as many as usual."""
    rows = crawls({"new": 3, "texts": 3, "titles": 3, "dates": 3, "authors": 3})
    soon = CrawlRow(source="a.example", started_at=rows[1].started_at + timedelta(minutes=10), new=3)
    assert falls([soon, *rows[1:]]) == []


def test_crawls_are_kept(url: str, tmp_path: Path) -> None:
    """What a crawl brought comes back, the latest first, no more than asked for of each outlet; texts are counted."""
    with open_store(url, archive=tmp_path / "archive") as store:
        memory = Memory(store.database)
        store.save(page(), store.archive(page()), article(authors=("Ada Brook",)))
        source = store.sources()[0].name
        assert memory.stated(source, NOON - timedelta(days=9999)) == {"texts": 1, "titles": 1, "dates": 1, "authors": 1}
        assert memory.stated(source, datetime.now(UTC) + timedelta(hours=1))["texts"] == 0
        rows = crawls({"alerts": ["title"]}, before=3)
        for row in reversed(rows):
            memory.note_run(row)
        memory.note_run(CrawlRow(source="b.example", started_at=NOON, seconds=1.5, bytes=5_000_000_000))
        assert memory.runs("a.example", 2) == [replace(row, alerts=list(row.alerts)) for row in rows[:2]]
        assert [row.source for row in memory.runs(limit=1)] == ["a.example", "b.example"]
