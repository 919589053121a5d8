"""The store: the tables and the raw archive behind one face."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, Unpack

from sqlalchemy.exc import IntegrityError

from cleaners.types import Article, Page, Rejected
from storage import arriving, frontier, history, opening, pending, reading, records, rewriting, saving
from storage.analysis import answers
from storage.archive import Archive, Archived, Found, Vouched
from storage.bulk import Ready, Saved, make_ready, save_all, save_each
from storage.conditions import Conditions
from storage.database import PATIENCE, Database
from storage.engine import make_engine, parse, sqlite_file
from storage.errors import RowError, StoreError
from storage.filters import Filters
from storage.item import Item
from storage.migrate import prepare
from storage.outcomes import DELETED, Duplicate, Failed, Refused, Revised, Stored, Unchanged
from storage.search.find import find
from storage.search.query import parse as parse_query
from storage.types import utc
from storage.views import (
    ArticleRow,
    ClusterRow,
    FailureRow,
    Hit,
    PairRow,
    RevisionRow,
    SourceRow,
    Validators,
)
from storage.warc import address

SETTLED_EVERY = 200
"""Articles stored before they are compared with the others, all at once; whoever asks sooner has it done sooner."""


def open_store(
    url: str,
    *,
    archive: Path | None = None,
    on_wait: Callable[[str], None] = lambda _: None,
    patience: float = PATIENCE,
    short: bool = False,
) -> "Store":
    """Open a database, making a new one and upgrading an older one.

    `url` is ``sqlite:///FILE`` or ``postgresql+psycopg://USER@HOST/DATABASE``. `archive` is the folder of the WARC
    files; without it ``STEM-archive`` beside the SQLite file, or ``newsmill-archive`` in the current folder.
    A server that goes away later on is waited for, for `patience` seconds at most; `on_wait` gets a line then. `short` is that
    of `storage.engine.make_engine`, and leaves it to others to `settle`: no short question waits for that.
    Raises StoreError for what is no database, is of a newer version, or cannot be reached or written.
    """
    parsed = parse(url)
    engine = make_engine(parsed, short=short)
    try:
        prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    file = sqlite_file(parsed)
    beside = file.with_name(f"{file.stem}-archive") if file else Path("newsmill-archive")
    return Store(Database(engine, on_wait=on_wait, patience=patience), archive or beside, settles=not short)


class Store:
    """Articles, their raw bytes and what the crawler has to remember. Close it, or use it in a `with` statement.

    Threads may share it. Each method is one transaction and raises StoreError where the database cannot be used.
    `database` and `raw`, the archive, are there for the other modules of this floor.
    """

    def __init__(self, database: Database, folder: Path, *, settles: bool = True) -> None:
        self.database, self._settles = database, settles
        self._saved = 0
        self.raw = Archive(folder, known=self._archived_until, adopt=self._adopt, sweep=self._sweep)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database and the archive go."""
        self.raw.close()
        self.database.close()

    def answers(self) -> None:
        """Ask the database for nothing. Raises StoreError where it does not answer."""
        self.database.read(lambda connection: connection.exec_driver_sql("SELECT 1").close())

    def receive(self, page: Page) -> Refused | Unchanged | Archived:
        """Take the first steps with a page: `unwanted`, `archive`, `seen`, one after the other.

        Of most pages nothing is known yet, and one question tells.
        """
        known = self.database.read(arriving.known, page)
        if known.forgotten:
            return _deleted(page)
        archived = self.archive(page) if known.archived else self.raw.write(page)
        return (self.seen(page, archived) if known.same else None) or archived

    def unwanted(self, page: Page, canonical_url: str | None = None) -> Refused | None:
        """Refuse a page whose article was deleted for good, by its address or the one that it calls its own."""
        return _deleted(page) if self.database.read(frontier.is_forgotten, page.url, canonical_url) else None

    def take_back(self, page: Page, archived: Archived) -> None:
        """Take a page's bytes out of the archive again, right after they were put there and saved nowhere else.

        Where others were written behind them, `newsmill db check --repair` takes them out.
        """
        if archived.row is None and not self.raw.take_back(archived):
            self.keep(page, archived)

    def archive(self, page: Page) -> Archived:
        """Put the page into the raw archive, before anything else is done with it.

        What is there of the same fetch is not written again; where the same bytes came at another time or from another
        address, only that is written. Raises StoreError where the archive cannot be written.
        """
        found = self.database.read(records.known, page)
        if found.same is not None and (self.raw.folder / found.same.file).exists():
            return found.same
        if found.original is not None and (self.raw.folder / found.file).exists():
            return self.raw.write(page, original=found.original, refers_to=found.refers_to)
        return self.raw.write(page)

    def keep(self, page: Page, archived: Archived) -> None:
        """Have the archived bytes in the tables where nothing else comes of the page."""
        self.database.write(saving.keep, page, archived, datetime.now(UTC))

    def seen(self, page: Page, archived: Archived | None = None) -> Unchanged | None:
        """Tell whether the page's address gave an article from these very bytes before: nothing to do then."""
        article_id = self.database.read(frontier.same_body, page)
        if article_id is None or not frontier.is_good(page):
            return None
        self.database.write(saving.unchanged, page, archived, datetime.now(UTC))
        return Unchanged(url=address(page), article_id=article_id)

    def save(
        self, page: Page, archived: Archived | None, article: Article
    ) -> Stored | Unchanged | Revised | Duplicate | Failed:
        """Store the article that a page was cleaned to. Raises ValueError for a naive date.

        One that the database does not take, such as for a text beyond its limits, is set aside as a failure.
        """
        at = datetime.now(UTC)
        try:
            outcome = self.database.write(saving.save, page, archived, article, at)
        except RowError as error:
            return self.database.write(saving.set_aside, page, archived, str(error), at)
        self._saved += 1
        if self._saved % SETTLED_EVERY == 0:
            self.settle()
        return outcome

    def save_all(self, items: Sequence[Item]) -> list[Saved | Failed]:
        """Store many cleaned pages in one transaction, many times quicker; return what became of each.

        Where the database does not take one of them, each is stored on its own, so that only that one is set aside.
        Raises ValueError for a naive date, before any of them is stored.
        """
        at = datetime.now(UTC)
        many = make_ready(items, at, self.database.engine.dialect.name)
        try:
            outcomes: list[Saved | Failed] = [*self._save_all(many, at)]
        except RowError:
            return [self.save(item.page, item.archived, item.article) for item in items]
        self._saved += len(items)
        if self._saved % SETTLED_EVERY < len(items):
            self.settle()
        return outcomes

    def _save_all(self, many: Sequence[Ready], at: datetime) -> list[Saved]:
        try:
            return self.database.write(save_all, many, at)
        except IntegrityError:
            return self.database.write(save_each, many, at)

    def refuse(self, page: Page, archived: Archived | None, rejected: Rejected) -> Refused:
        """Note a page that is no article."""
        why, detail = rejected.why.value, rejected.detail
        return self.database.write(saving.refuse, page, archived, why, detail, datetime.now(UTC))

    def fail(self, url: str, why: str, detail: str, *, source: str = "") -> Failed:
        """Note an address that could not be fetched or cleaned; `source` is its outlet where not the URL's host."""
        return self.database.write(saving.fail, url, why, detail, source or frontier.host_of(url), datetime.now(UTC))

    def validators(self, url: str) -> Validators | None:
        """Return what to ask the server with for an address that gave a good answer before, else None."""
        return self.database.read(frontier.validators, url)

    def not_modified(self, url: str, at: datetime) -> None:
        """Note that the server called the page unchanged at an aware moment. Raises ValueError for a naive one."""
        self.database.write(frontier.not_modified, url, utc(at))

    def articles(self, *, limit: int | None = None, **conditions: Unpack[Conditions]) -> Iterator[ArticleRow]:
        """Yield articles, the latest published first, those without a date last; for the conditions see `Filters`."""
        filters = Filters(**conditions)
        if filters.copies is not None:
            self.settle()
        ids = self.database.read(reading.article_ids, filters, limit)
        return reading.articles(self.database, ids)

    def search(self, query: str, *, limit: int | None = 20, **conditions: Unpack[Conditions]) -> Iterator[Hit]:
        """Return the articles that answer a query, the best first; see `storage.search.query` for what it may say.

        Raises QueryError where it holds no word.
        """
        parsed = parse_query(query)
        self.settle()
        found = self.database.read(find, parsed, Filters(**conditions), limit)
        by_id = {one.article_id: one for one in found}
        rows = reading.articles(self.database, list(by_id))
        return (Hit(row=row, score=by_id[row.id].score, snippet=by_id[row.id].snippet) for row in rows)

    def pairs(self, *, kind: str | None = None, article: int | None = None, limit: int | None = None) -> list[PairRow]:
        """Return the copies and rewrites, the latest first; `kind` is exact, near or rewrite."""
        self.settle()
        return self.database.read(answers.pairs, kind, article, limit)

    def clusters(self, *, article: int | None = None, limit: int | None = None) -> list[ClusterRow]:
        """Return the events that several articles are on, the latest first."""
        self.settle()
        return self.database.read(answers.clusters, article, limit)

    def waiting(self) -> int:
        """Return how many articles are not in search, pairs and clusters yet."""
        return self.database.read(pending.count)

    def settle(self) -> int:
        """Put the articles that wait into search, pairs and clusters; return how many it were."""
        if not self._settles or not self.database.read(pending.any_left):
            return 0
        from storage.analysis.settle import settle  # heavy: NumPy, SciPy, rensa

        return settle(self.database)

    def article(self, article_id: int) -> ArticleRow | None:
        """Return one article, None where there is none of that id."""
        return next(reading.articles(self.database, [article_id]), None)

    def history(self, article_id: int) -> list[RevisionRow]:
        """Return the article's revisions, the first one first; empty where there is no article of that id."""
        return self.database.read(history.revisions, article_id)

    def page(self, article_id: int, number: int | None = None) -> Page:
        """Return the page that a revision of the article was cleaned from, the current one by default, byte for byte.

        Raises StoreError where the article or its archived bytes are not there, or not what was archived.
        """
        found = self.database.read(reading.record_of, article_id, number)
        if found is None:
            raise StoreError(f"article {article_id} is not stored, or its bytes were not archived; see articles list")
        return self.page_of(found)

    def record(self, record_id: int) -> Page:
        """Return the page that the archived record with this key holds; otherwise as `page`."""
        found = self.database.read(reading.record, record_id)
        if found is None:
            raise StoreError(f"record {record_id} is gone; it was deleted meanwhile")
        return self.page_of(found)

    def page_of(self, found: reading.Kept) -> Page:
        """Return the page that an archived record holds; otherwise as `page`."""
        return opening.page_of(self.database, self.raw, found)

    def sources(self) -> list[SourceRow]:
        """Return the outlets by name, with their counts."""
        return self.database.read(reading.sources)

    def failures(self, *, source: str | None = None, limit: int | None = None) -> list[FailureRow]:
        """Return the addresses that gave no article, the latest first."""
        return self.database.read(reading.failures, source, limit)

    def _archived_until(self, file: str) -> Vouched:
        return self.database.read(records.vouched, file)

    def _sweep(self) -> None:
        rewriting.sweep(self.database, self.raw.folder)

    def _adopt(self, found: Sequence[Found]) -> None:
        if found:
            self.database.write(records.adopt, found, datetime.now(UTC))


def _deleted(page: Page) -> Refused:
    return Refused(url=address(page), why=DELETED, detail="its article was deleted; see newsmill articles delete")
