"""The event loop is never held up, and the probe that says so can say otherwise."""

import asyncio
import time

from crawler.lag import Lag, LagProbe
from newsmill.sample_server import SampleServer
from tests.crawler.child import crawl, outlet


def test_neither_a_slow_database_nor_a_slow_cleaner_holds_up_the_loop() -> None:
    """While the sink works all the time, the loop is late by a small part of one call, at a mean: a machine that is busy
    with other things may hold it up once, a call that holds it up does so at every look."""
    with SampleServer() as server:
        crawled = crawl(outlet(server.url), sink="sluggish", settings={"max_pages": 4, "queue_pages": 2})
    lag = crawled.report["lag"]
    assert crawled.source()["new"] == 4
    assert lag["looks"] > 10
    assert lag["mean"] < crawled.result["fastest_call"] / 4


def test_no_more_pages_are_under_way_than_may_be() -> None:
    """The queue before the sink is bounded; what has no room waits and is not lost."""
    with SampleServer() as server:
        crawled = crawl(outlet(server.url), sink="sluggish", settings={"max_pages": 6, "queue_pages": 2})
    assert crawled.report["most_under_way"] == 2
    assert len(crawled.result["pages"]) == 6 - crawled.source()["failed"] > 2


def test_the_probe_sees_a_loop_that_is_held_up() -> None:
    """A coroutine that works for a fifth of a second is found, and told apart from an idle loop."""

    async def held_up() -> Lag:
        async with LagProbe() as probe:
            await asyncio.sleep(0.05)
            until = time.perf_counter() + 0.2
            while time.perf_counter() < until:
                pass
            await asyncio.sleep(0.05)
            return probe.lag()

    assert asyncio.run(held_up()).worst > 0.1


def test_the_classes_of_lateness() -> None:
    """Ninety-nine of a hundred looks were on time: that is said, beside the worst one."""
    probe = LagProbe()
    for _ in range(99):
        probe.note(0.001)
    probe.note(0.8)
    lag = probe.lag()
    assert (lag.worst, lag.most_under, lag.looks) == (0.8, 0.005, 100)
    assert LagProbe().lag() == Lag()
