"""The Python face to a database: `newsmill.open(db).articles(...)`."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self, Unpack

from storage import ArticleRow, ClusterRow, Conditions, Exporting, Hit, PairRow, RevisionRow, Store, open_store
from storage.checking import Check, Trouble
from storage.forgetting import Deleted, delete_articles, prune

if TYPE_CHECKING:
    import pandas
    import pyarrow


def open(db: str | Path | None = None) -> "Library":
    """Open a database: a URL as `--db` takes it, or the path of a SQLite file; without it, the configured one.

    A new file is made where there is none. Raises `storage.StoreError` where the database cannot be used.

    >>> import newsmill
    >>> with newsmill.open("newsmill.db") as library:
    ...     frame = library.articles(source="harbourledger.example").to_pandas()
    """
    archive = None
    if db is None:
        from newsmill.config import read_config

        config = read_config()
        db, archive = config.db, config.archive
    url = db if isinstance(db, str) and "://" in db else f"sqlite:///{db}"
    return Library(open_store(url, archive=archive))


class Library:
    """An open database. Close it, or use it in a `with` statement."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._store.close()

    def articles(self, **conditions: Unpack[Conditions]) -> "Articles":
        """Return the articles that meet the conditions (`storage.Conditions`), nothing being read yet."""
        return Articles(self._store, conditions)

    def search(self, query: str, *, limit: int | None = 20, **conditions: Unpack[Conditions]) -> list[Hit]:
        """Return the articles that answer a query, the best first. Raises `storage.QueryError` for one without words."""
        return list(self._store.search(query, limit=limit, **conditions))

    def duplicates(self, *, kind: str | None = None) -> list[PairRow]:
        """Return copies and rewrites, the latest first; `kind` is exact, near or rewrite."""
        return self._store.pairs(kind=kind)

    def clusters(self) -> list[ClusterRow]:
        """Return the events that several articles are on, the latest first."""
        return self._store.clusters()

    def history(self, article_id: int) -> list[RevisionRow]:
        """Return an article's revisions, the first one first, each with what it changed; empty for an unknown id."""
        return self._store.history(article_id)

    def delete(self, *ids: int, again: bool = False) -> Deleted:
        """Take articles out of tables and archive for good; unless `again`, no crawl brings them back."""
        return delete_articles(self._store, ids, again=again)

    def prune(self, before: datetime, *, dry_run: bool = False) -> Deleted:
        """Take raw bytes out of the archive that were fetched before an aware moment; the articles stay."""
        return prune(self._store, before, dry_run=dry_run)

    def check(self, *, repair: bool = False) -> list[Trouble]:
        """Return what is not as it should be in tables and archive; with `repair`, put right what can be."""
        return list(Check(self._store, repair=repair).troubles())


class Articles:
    """Articles of a database; iterating reads them a page at a time, in order of id."""

    def __init__(self, store: Store, conditions: Conditions) -> None:
        self._store, self._conditions = store, conditions

    def __iter__(self) -> Iterator[ArticleRow]:
        return Exporting(self._store, self._conditions).rows()

    def to_arrow(self) -> "pyarrow.Table":
        """Return them as a table with the columns of an export (docs/export.md), all in memory. Needs pyarrow."""
        arrow = _needs("pyarrow", lambda: _arrow())
        return arrow.table(Exporting(self._store, self._conditions).pages())

    def to_batches(self) -> "Iterator[pyarrow.RecordBatch]":
        """Yield them as Arrow record batches of a thousand, for more than memory holds. Needs pyarrow."""
        arrow = _needs("pyarrow", lambda: _arrow())
        return iter(arrow.batches(Exporting(self._store, self._conditions).pages()))

    def to_pandas(self) -> "pandas.DataFrame":
        """Return them as a data frame with the columns of an export. Needs pandas and pyarrow."""
        _needs("pandas", lambda: __import__("pandas"))
        return self.to_arrow().to_pandas()


def _arrow() -> ModuleType:
    from storage.exports import arrow

    return arrow


def _needs(package: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except ModuleNotFoundError as error:
        raise ImportError(f"{package} is not installed: pip install {package} pyarrow") from error
