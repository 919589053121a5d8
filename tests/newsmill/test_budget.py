"""What a page may cost: over it the page is refused, and the next one is cleaned."""

import resource
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cleaners.types import Article, Page, Rejected, Why
from newsmill.budget import OverTimeError, within
from newsmill.config import Config, read_config
from newsmill.worker import CleanerProcess
from tests.newsmill.conftest import STORY, Newsmill, in_a_process

STORY_PAGE = Page(body=STORY.encode(), content_type="text/html")
LARGE = Page(body=STORY.encode() + b"<p>Word and <b>word</b>.</p>" * 60_000, content_type="text/html")


class Hoard:
    """What takes a gigabyte in the process that unpickles it."""

    def __reduce__(self) -> tuple[object, ...]:
        return bytearray, (1024**3,)


@pytest.fixture
def limits() -> Iterator[None]:
    """The limit of memory and the alarm are afterwards what they were."""
    before = resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGALRM)
    yield
    assert (resource.getrlimit(resource.RLIMIT_DATA), signal.getsignal(signal.SIGALRM)) == before


def test_too_much_memory_costs_one_page() -> None:
    """A page over the limit of memory is refused as TOO_LARGE with the limit; a new process cleans the next."""
    with CleanerProcess(memory=300) as process:
        greedy = process.clean(Page(body=b"", headers={"x": Hoard()}))  # type: ignore[dict-item]
        assert greedy == Rejected(why=Why.TOO_LARGE, detail="cleaning took more than 300 MiB of memory")
        assert not process.alive
        assert isinstance(process.clean(STORY_PAGE), Article)


def test_the_default_budget_is_enough_for_pages() -> None:
    """Ten seconds and 512 MiB, and no less for the hundredth page than for the first."""
    assert (Config().page_seconds, Config().page_memory) == (10.0, 512)
    with CleanerProcess(memory=1) as process:
        assert all(isinstance(process.clean(STORY_PAGE), Article) for _ in range(100))


@pytest.mark.usefixtures("limits")
def test_memory_is_limited_in_this_process_too() -> None:
    """A page cleaned here has the same budget of memory."""

    def greedy() -> Rejected:
        bytearray(1024**3)
        raise AssertionError

    assert within(5, 300, greedy) == Rejected(why=Why.TOO_LARGE, detail="cleaning took more than 300 MiB of memory")


@pytest.mark.usefixtures("limits")
def test_time_is_limited_in_this_process_too() -> None:
    """A page cleaned here has the same budget of time."""

    def endless() -> Rejected:
        while True:
            pass

    assert within(0.05, 512, endless) == Rejected(why=Why.TIMEOUT, detail="cleaning took more than 0.05 seconds")


def test_the_command_goes_on_with_the_next_page(newsmill: Newsmill, folder: Path) -> None:
    """A real page over its time is named with the reason, and the other document is cleaned."""
    for name, page in (("a", LARGE), ("b", STORY_PAGE)):
        (folder / f"{name}.html").write_bytes(page.body)
    result = newsmill("clean", "a.html", "b.html", "--page-seconds", "1.2", "--format", "jsonl", "--jobs", "1")
    assert "a.html: no article (timeout): cleaning took more than 1.2 seconds" in result.stderr
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)


def test_one_page_alone_is_limited_too(folder: Path) -> None:
    """A single small document, which is cleaned without a process of its own, has the same budget."""
    (folder / "a.html").write_bytes(LARGE.body[:900_000])
    result = in_a_process("clean", "a.html", "--page-seconds", "0.2")
    assert (result.returncode, result.stderr) == (
        1,
        "newsmill: a.html: no article (timeout): cleaning took more than 0.2 seconds\n",
    )


@pytest.mark.usefixtures("limits")
def test_an_alarm_that_was_dropped_comes_again() -> None:
    """What is raised while the interpreter collects objects is lost; the page is stopped all the same."""

    def deaf_once() -> Rejected:
        with suppress(OverTimeError):
            while True:
                pass
        while True:
            pass

    assert within(0.1, 512, deaf_once) == Rejected(why=Why.TIMEOUT, detail="cleaning took more than 0.1 seconds")


def test_fast_reaches_the_cleaner(newsmill: Newsmill, story: Path, folder: Path) -> None:
    """`--fast`, `fast` in newsmill.toml and NEWSMILL_FAST mean the quick way, alone and in a process."""
    (folder / "other.html").write_bytes(story.read_bytes())
    assert '"cleaner_version": "1-fast"' in newsmill("clean", "story.html", "--fast", "--format", "jsonl").stdout
    assert '"cleaner_version": "1"' in newsmill("clean", "story.html", "--format", "jsonl").stdout
    (folder / "newsmill.toml").write_text("fast = true\n")
    both = newsmill("clean", "story.html", "other.html", "--format", "jsonl")
    assert both.stdout.count('"cleaner_version": "1-fast"') == 2
    assert read_config(environment={"NEWSMILL_FAST": "1"}).fast


def test_the_python_face_has_it_too() -> None:
    """`newsmill.clean(..., fast=True)` takes the quick way."""
    from newsmill import clean

    result = clean(STORY, fast=True)
    assert isinstance(result, Article)
    assert result.cleaner_version.endswith("-fast")
