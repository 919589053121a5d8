"""The sink of a crawl: several processes clean, one transaction saves, and a bad page costs itself."""

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.types import Article, Page, Rejected
from crawler import Evidence
from newsmill.intake import StoreSink
from newsmill.worker import CleanerError, CleanerProcess
from storage import Outcome, Refused, Store, Stored, StoreError, Unchanged, open_store
from storage.memory import Memory
from tests.newsmill.conftest import STORY
from tests.newsmill.test_worker import Deadly, Endless, page_with

SECONDS = 60


class Trapped(CleanerProcess):
    """A cleaning process that hangs at one page and dies at another."""

    def clean(self, page: Page) -> Article | Rejected:
        """As the real one, but for two addresses."""
        self._seconds = 0.3 if page.url.endswith("/endless") else 30.0
        traps = {"endless": Endless, "deadly": Deadly}
        name = page.url.rpartition("/")[2]
        return super().clean(page_with(traps[name]()) if name in traps else page)


def page(name: str) -> Page:
    """A page of the outlet, with a text of its own."""
    body = STORY.replace("two hundred", f"{name} hundred").replace("ninety years", f"{name} years").encode()
    url = f"https://www.riverpost.example/news/{name}"
    return Page(body=body, url=url, content_type="text/html", fetched_at=datetime.now(UTC), source="riverpost.example")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with open_store(f"sqlite:///{tmp_path}/n.db") as store:
        yield store


def promised(outcome: Outcome | Future[Outcome]) -> Outcome:
    """The fate, waited for."""
    return outcome.result(SECONDS) if isinstance(outcome, Future) else outcome


def test_a_page_that_hangs_and_one_that_kills_cost_themselves(store: Store) -> None:
    """The hanging page is refused as timeout, the killing one is an error of its own; all others are stored."""
    names = ["one", "endless", "two", "deadly", "three", "four"]
    with Trapped() as first, Trapped() as second, StoreSink(store, [first, second]) as sink:
        given = {name: sink.ingest(page(name), Evidence()) for name in names}
        with pytest.raises(CleanerError, match="died at this page"):
            promised(given.pop("deadly"))
        fates = {name: promised(outcome) for name, outcome in given.items()}
    hung = fates.pop("endless")
    assert isinstance(hung, Refused) and hung.why == "timeout"
    assert all(isinstance(fate, Stored) for fate in fates.values())
    assert len(list(store.articles())) == 4


def test_what_is_known_of_a_page_is_kept_with_it(store: Store) -> None:
    """Evidence is stored for new pages and for those that need no cleaning; these have their fate at once."""
    with CleanerProcess() as process, StoreSink(store, [process]) as sink:
        promised(sink.ingest(page("one"), Evidence(opt_outs=("tdm (meta:tdm-reservation)",))))
        again = sink.ingest(page("one"), Evidence(opt_outs=("noai (meta:robots)",)))
    assert isinstance(again, Unchanged)
    assert Memory(store.database).evidence(page("one").url) == {"opt_outs": ["noai (meta:robots)"]}


def test_a_store_that_gives_up_breaks_every_promise(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that cannot go on is the fate of each page that waited for it, and the threads end."""

    def full(*_: object) -> None:
        raise StoreError("the disk is full; make room")

    with CleanerProcess() as process, StoreSink(store, [process]) as sink:
        monkeypatch.setattr(Store, "save_all", full)
        given = [sink.ingest(page(name), Evidence()) for name in ("one", "two")]
        for one in given:
            with pytest.raises(StoreError, match="disk is full"):
                promised(one)
