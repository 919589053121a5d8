"""The cleaning process: the same results, and limits that cost one page."""

import os
import pickle
import time
from typing import Any

import pytest

import newsmill
from cleaners.types import Article, Page, Rejected, Why
from newsmill.budget import too_long
from newsmill.worker import CleanerError, CleanerProcess
from tests.newsmill.conftest import STORY, STORY_URL

PAGE = Page(body=STORY.encode(), url=STORY_URL, content_type="text/html; charset=utf-8")


class Deadly:
    """What ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


class Endless:
    """What keeps the process that unpickles it at work for ever."""

    def __reduce__(self) -> tuple[Any, ...]:
        return eval, ("any(iter(int, 1))",)


class Waiting:
    """What keeps the process that unpickles it without the processor, for some seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __reduce__(self) -> tuple[Any, ...]:
        return time.sleep, (self.seconds,)


def page_with(content: object) -> Page:
    """A page that carries something into the other process."""
    return Page(body=b"", headers={"x": content})  # type: ignore[dict-item]


def test_the_same_as_here() -> None:
    """A page gives the same article in the process as in ours, and the process serves the next page too."""
    with CleanerProcess() as process:
        result = process.clean(PAGE)
        assert isinstance(result, Article)
        assert result == newsmill.clean(PAGE.body, STORY_URL, content_type=PAGE.content_type)
        assert isinstance(process.clean(Page(body=b"")), Rejected)
        assert process.clean(PAGE) == result


def test_a_slow_page_is_refused_and_the_next_one_cleaned() -> None:
    """A page over the limit of time is `Rejected` with TIMEOUT; a new process takes the next."""
    with CleanerProcess(seconds=0.2) as process:
        slow = process.clean(page_with(Endless()))
        assert isinstance(slow, Rejected)
        assert (slow.why, slow.detail) == (Why.TIMEOUT, "cleaning took more than 0.2 seconds")
    with CleanerProcess() as process:
        assert isinstance(process.clean(PAGE), Article)


def test_seconds_are_those_of_the_processor() -> None:
    """A page whose process is kept from the processor is not refused for that, until the clock has had its patience."""
    with CleanerProcess(seconds=0.7) as process:
        assert process.clean(page_with(Waiting(1.0))) == Rejected(why=Why.EMPTY, detail="the page has no content")
        assert process.clean(page_with(Waiting(60))) == too_long(0.7)


def test_a_dead_process_costs_one_page() -> None:
    """A page at which the process dies is an error of that page; a new process takes the next."""
    with CleanerProcess() as process:
        with pytest.raises(CleanerError, match="died at this page"):
            process.clean(page_with(Deadly()))
        assert isinstance(process.clean(PAGE), Article)


def test_a_bug_comes_with_its_trace() -> None:
    """An exception of the cleaner comes to the caller with the traceback of the other side."""
    broken = Page(body=None, url="x")  # type: ignore[arg-type]
    with CleanerProcess() as process, pytest.raises(CleanerError, match="Traceback"):
        process.clean(broken)


def test_pages_can_travel() -> None:
    """What goes through the pipe survives it."""
    assert pickle.loads(pickle.dumps(PAGE)) == PAGE
