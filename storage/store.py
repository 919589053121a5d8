"""The store: the tables and the raw archive behind one face."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from cleaners.types import Article, Page, Rejected
from storage import frontier, reading, saving
from storage.archive import Archive, Archived
from storage.engine import make_engine, parse, sqlite_file, transaction
from storage.errors import StoreError
from storage.migrate import prepare
from storage.outcomes import Duplicate, Failed, Refused, Revised, Stored, Unchanged
from storage.types import utc
from storage.views import ArticleRow, FailureRow, SourceRow, Validators
from storage.warc import address, body_sha256


def open_store(url: str, *, archive: Path | None = None) -> "Store":
    """Open a database, making a new one and upgrading an older one.

    `url` is ``sqlite:///FILE`` or ``postgresql+psycopg://USER@HOST/DATABASE``. `archive` is the folder of the WARC
    files; without it ``STEM-archive`` beside the SQLite file, or ``newsmill-archive`` in the current folder.
    Raises StoreError for what is no database, is of a newer version, or cannot be reached or written.
    """
    parsed = parse(url)
    engine = make_engine(parsed)
    try:
        prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    file = sqlite_file(parsed)
    beside = file.with_name(f"{file.stem}-archive") if file else Path("newsmill-archive")
    return Store(engine, archive or beside)


class Store:
    """Articles, their raw bytes and what the crawler has to remember. Close it, or use it in a `with` statement.

    Threads may share it. Each method is one transaction and raises StoreError where the database cannot be used.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._archive = Archive(folder, known=self._archived_until)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database and the archive go."""
        self._archive.close()
        self._engine.dispose()

    def archive(self, page: Page) -> Archived:
        """Put the page's bytes into the raw archive; the same bytes from the same address are kept once.

        Raises StoreError where the archive cannot be written.
        """
        with transaction(self._engine) as connection:
            found = frontier.find_record(connection, page)
        if found is not None and (self._archive.folder / found.file).exists():
            return found
        return self._archive.write(page)

    def seen(self, page: Page) -> Unchanged | None:
        """Tell whether the page's address gave an article from these very bytes before: nothing to do then."""
        with transaction(self._engine) as connection:
            article_id = frontier.same_body(connection, page)
        if article_id is None or not frontier.is_good(page):
            return None
        with transaction(self._engine, writes=True) as connection:
            frontier.touch(connection, page, None, datetime.now(UTC))
        return Unchanged(url=address(page), article_id=article_id)

    def save(self, page: Page, archived: Archived | None, article: Article) -> Stored | Unchanged | Revised | Duplicate:
        """Store the article that a page was cleaned to. Raises ValueError for a naive date."""
        with transaction(self._engine, writes=True) as connection:
            return saving.save(connection, page, archived, article, datetime.now(UTC))

    def refuse(self, page: Page, archived: Archived | None, rejected: Rejected) -> Refused:
        """Note a page that is no article."""
        with transaction(self._engine, writes=True) as connection:
            why, detail = rejected.why.value, rejected.detail
            return saving.refuse(connection, page, archived, why, detail, datetime.now(UTC))

    def fail(self, url: str, why: str, detail: str, *, source: str = "") -> Failed:
        """Note an address that could not be fetched or cleaned; `source` is its outlet where not the URL's host."""
        at = datetime.now(UTC)
        with transaction(self._engine, writes=True) as connection:
            outlet = frontier.ensure_source(connection, source or frontier.host_of(url), at)
            saving.note(connection, url, saving.FAILED, why, detail, at=at, source=outlet, record=None)
        return Failed(url=url, why=why, detail=detail)

    def validators(self, url: str) -> Validators | None:
        """Return what to ask the server with for an address that gave a good answer before, else None."""
        with transaction(self._engine) as connection:
            return frontier.validators(connection, url)

    def not_modified(self, url: str, at: datetime) -> None:
        """Note that the server called the page unchanged at an aware moment. Raises ValueError for a naive one."""
        moment = utc(at)
        with transaction(self._engine, writes=True) as connection:
            frontier.not_modified(connection, url, moment)

    def articles(
        self,
        *,
        source: str | None = None,
        language: str | None = None,
        paywall: str | None = None,
        since: datetime | date | None = None,
        before: datetime | date | None = None,
        limit: int | None = None,
    ) -> Iterator[ArticleRow]:
        """Yield articles, the latest published first, those without a date last.

        `since` (included) and `before` (excluded) bound the publication; a day counts from its midnight in UTC.
        """
        with transaction(self._engine) as connection:
            ids = reading.article_ids(
                connection,
                source=source,
                language=language,
                paywall=paywall,
                since=since,
                before=before,
                limit=limit,
            )
        return reading.articles(self._engine, ids)

    def article(self, article_id: int) -> ArticleRow | None:
        """Return one article, None where there is none of that id."""
        return next(reading.articles(self._engine, [article_id]), None)

    def page(self, article_id: int) -> Page:
        """Return the page that the article's current revision was cleaned from, byte for byte.

        Raises StoreError where the article or its archived bytes are not there, or not what was archived.
        """
        with transaction(self._engine) as connection:
            found = reading.record_of(connection, article_id)
        if found is None:
            raise StoreError(f"article {article_id} is not stored, or its bytes were not archived; see articles list")
        url, source, record = found
        capture = self._archive.read(record.file, record.offset, record.length)
        page = Page(
            url="" if url.startswith("urn:sha256:") else url,
            body=capture.body,
            content_type=record.content_type,
            fetched_at=record.fetched_at,
            status=record.status,
            headers=capture.headers,
            source=source,
        )
        if body_sha256(page) != record.body_sha256:
            path = self._archive.folder / record.file
            raise StoreError(f"{path} holds other bytes at {record.offset} than were archived; restore it from a copy")
        return page

    def sources(self) -> list[SourceRow]:
        """Return the outlets by name, with their counts."""
        with transaction(self._engine) as connection:
            return reading.sources(connection)

    def failures(self, *, source: str | None = None, limit: int | None = None) -> list[FailureRow]:
        """Return the addresses that gave no article, the latest first."""
        with transaction(self._engine) as connection:
            return reading.failures(connection, source, limit)

    def _archived_until(self, file: str) -> int:
        with transaction(self._engine) as connection:
            return frontier.archived_until(connection, file)
