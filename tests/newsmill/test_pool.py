"""Several cleaning processes: the order of the documents, bounded, one bad page costs itself."""

from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from cleaners.types import Article, Page, Rejected, Why
from newsmill.files import Document, Problem
from newsmill.pool import AHEAD, CleanerPool, Job
from newsmill.worker import CleanerError, CleanerProcess
from tests.newsmill.conftest import STORY
from tests.newsmill.test_worker import Deadly, Endless, page_with


def document(name: str, page: Page | None = None) -> Document:
    """A document of that id, the story unless a page is given."""
    return Document(name=name, path=f"{name}.html", page=page or Page(body=STORY.encode(), content_type="text/html"))


def test_results_come_in_the_order_of_the_documents() -> None:
    """Slow, deadly and unreadable documents among good ones: each has its own result, in its place."""
    problem = Problem(path="gone.html", line="gone")
    jobs: list[Job] = [
        document("endless", page_with(Endless())),
        document("good"),
        problem,
        document("deadly", page_with(Deadly())),
        *(document(str(number)) for number in range(4)),
    ]
    with CleanerPool(2, seconds=2.0) as pool:
        results = list(pool.results(jobs))
    assert [job for job, _ in results] == jobs
    slow, good, none, dead, *rest = (result for _, result in results)
    assert isinstance(slow, Rejected)
    assert slow.why is Why.TIMEOUT
    assert isinstance(good, Article)
    assert none is None
    assert isinstance(dead, CleanerError)
    assert rest == [good] * 4


def test_no_more_is_read_than_may_wait() -> None:
    """While the first document is under way, no more of the others are read than the bound says."""
    read = 0

    def many() -> Iterator[Problem | Document]:
        nonlocal read
        yield document("first")
        for number in range(10 * AHEAD):
            read += 1
            yield Problem(path=str(number), line="unreadable")

    with CleanerPool(2) as pool:
        results = pool.results(many())
        next(results)
        assert read < 2 * AHEAD
        assert sum(1 for _ in results) == 10 * AHEAD


def test_leaving_ends_the_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interruption while pages are under way leaves no process behind, and waits for none."""
    begun: list[CleanerProcess] = []
    begin = CleanerProcess.begin

    def noting(process: CleanerProcess, page: Page) -> Connection:
        begun.append(process)
        return begin(process, page)

    monkeypatch.setattr(CleanerProcess, "begin", noting)
    with pytest.raises(KeyboardInterrupt), CleanerPool(2) as pool:
        results = pool.results([document("good"), document("endless", page_with(Endless()))])
        next(results)
        raise KeyboardInterrupt
    assert begun
    assert not any(process.alive for process in begun)
