"""A crawl by hand and other crawls of the same outlets into the same database."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest

from newsmill.leases import _name, held, is_gone
from newsmill.sample_server import SampleServer
from storage.service import schedule
from storage.store import Store, open_store
from tests.newsmill.conftest import in_a_process
from tests.storage.conftest import postgresql, store, url

__all__ = ["postgresql", "store", "url"]  # fixtures
RUN = "harbour:4711:0f0f0f0f"


def rows(store: Store) -> dict[str, Any]:
    """Give the holders, by outlet."""
    return {row.source: row.holder for row in store.database.read(schedule.rows)}


def test_what_another_crawls_is_left_out(store: Store) -> None:
    """An outlet that `newsmill run` is crawling is a line with its process; the other is held, and then free again."""
    at = datetime.now(UTC)
    store.database.write(schedule.add, ["a.example"], at)
    store.database.write(schedule.take, RUN, ["a.example"], at, 8)
    said: list[str] = []
    with held(store.database, ["a.example", "b.example"], said.append) as mine:
        assert mine == {"b.example"}
        assert store.database.write(schedule.take, "other", ["a.example", "b.example"], at, 8) == []
    assert said[0].startswith("a.example: process 4711 on harbour is crawling it;") and len(said) == 1
    assert rows(store) == {"a.example": RUN}  # b.example was never in the schedule


def test_a_lease_that_is_over_is_taken(store: Store) -> None:
    """The outlet of a process that was not heard of for longer than a lease is free; its line of the schedule stays."""
    long_ago = datetime.now(UTC) - 2 * schedule.LEASE
    store.database.write(schedule.add, ["a.example"], long_ago)
    store.database.write(schedule.take, RUN, ["a.example"], long_ago, 8)
    with held(store.database, ["a.example"], pytest.fail) as mine:
        assert mine == {"a.example"}
    assert rows(store) == {"a.example": None}


def test_a_crawl_that_was_killed_here_holds_nothing(store: Store) -> None:
    """A crawl of this machine whose process is gone leaves its outlets at once; one that lives keeps them."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        store.database.write(schedule.claim, _name(process.pid), ["a.example"], datetime.now(UTC))
        with held(store.database, ["a.example"], lambda _: None) as mine:
            assert mine == set()
        process.kill()
    with held(store.database, ["a.example"], pytest.fail) as mine:
        assert mine == {"a.example"}
    assert not is_gone(RUN) and not is_gone(f"elsewhere:{process.pid}:crawl x 1")


def test_the_lease_is_renewed_until_it_is_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crawl says that it goes on; one whose outlet another has got meanwhile is interrupted, with a line."""
    renewed, interrupted, said = Event(), Event(), list[str]()
    renew, kill = schedule.renew, os.kill

    def watched(*arguments: Any) -> list[str]:
        kept = renew(*arguments)
        renewed.set()
        return kept

    monkeypatch.setattr(schedule, "renew", watched)
    monkeypatch.setattr(
        os, "kill", lambda pid, number: interrupted.set() if number == signal.SIGINT else kill(pid, number)
    )
    with held(store.database, ["a.example"], said.append, every=0.01):
        assert renewed.wait(60)
        store.database.write(schedule.release, _name(os.getpid()))
        assert interrupted.wait(60)
    assert said == ["a.example: another process crawls it now; this crawl ends"]


def test_two_crawls_of_an_outlet(url: str) -> None:
    """The command leaves an outlet that is held alone, crawls the other, and afterwards holds nothing."""
    few = ("--max-pages", "1", "--delay", "0", "--jobs", "1", "--db", url)
    with SampleServer() as outlet, closing(open_store(url)) as store:
        with held(store.database, ["a.example"], pytest.fail):
            alone = in_a_process("crawl", "https://www.a.example", *few)
            both = in_a_process("crawl", "https://www.a.example", outlet.url, *few)
        left = rows(store)
    line = f"newsmill: a.example: process {os.getpid()} on "
    assert alone.returncode == 1 and alone.stdout == ""
    assert alone.stderr.startswith(line) and alone.stderr.count("\n") == 1
    assert both.returncode == 0 and both.stderr.startswith(line) and "1 new" in both.stdout
    assert left == {}
