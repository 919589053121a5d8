"""The Python face to a database: `newsmill.open(db).articles(...)`."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self, Unpack

from newsmill.config import Config, read_config
from storage import (
    ArticleRow,
    ClusterRow,
    Conditions,
    Exporting,
    FailureRow,
    Hit,
    PairRow,
    RevisionRow,
    SourceRow,
    Store,
    open_store,
)
from storage.checking import Check, Trouble
from storage.forgetting import Deleted, delete_articles, prune

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from newsmill.importing import Importing
    from newsmill.recleaning import Totals


def open(db: str | Path | None = None) -> "Library":
    """Open a database: a URL as `--db` takes it, or the path of a SQLite file; without it, the configured one.

    A new file is made where there is none. Raises `storage.StoreError` where the database cannot be used.

    >>> import newsmill
    >>> with newsmill.open("newsmill.db") as library:
    ...     frame = library.articles(source="harbourledger.example").to_pandas()
    """
    config, archive = read_config(), None
    if db is None:
        db, archive = config.db, config.archive
    url = db if isinstance(db, str) and "://" in db else f"sqlite:///{db}"
    return Library(open_store(url, archive=archive), config)


class Library:
    """An open database. Close it, or use it in a `with` statement."""

    def __init__(self, store: Store, config: Config) -> None:
        self._store, self._config = store, config

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

    def sources(self) -> list[SourceRow]:
        """Return the outlets by name, with their counts."""
        return self._store.sources()

    def failures(self, *, source: str | None = None) -> list[FailureRow]:
        """Return the addresses that gave no article and why, the latest first."""
        return self._store.failures(source=source)

    def import_files(self, *files: str | Path, source: str | None = None, jobs: int | None = None) -> "Importing":
        """Take the pages of WARC and WACZ files, as `newsmill import` does; return what became of them.

        Its `counts` are pages by fate, `passed` records that are no pages by why, `problems` lines on what went wrong.
        `source` takes one outlet's pages only. Cleaning has `jobs` processes, one a core by default: a script calls this
        below ``if __name__ == "__main__":``, since they import it (https://docs.python.org/3/library/multiprocessing.html).
        """
        from newsmill.importing import Importing

        run = Importing(store=self._store, config=self._config, source=source)
        run.run(map(Path, files), jobs or os.cpu_count() or 1)
        return run

    def reclean(
        self,
        *,
        source: str | None = None,
        since: date | None = None,
        everything: bool = False,
        dry_run: bool = False,
        jobs: int | None = None,
    ) -> "Totals":
        """Clean the archived pages again with today's rules, as `newsmill reclean` does; return what changes.

        With `dry_run` nothing is written. For `jobs` see `import_files`. Raises `cleaners.RuleError` for rules that cannot
        be used.
        """
        from newsmill.recleaner import Recleaner

        with Recleaner(
            store=self._store,
            config=self._config,
            jobs=jobs or os.cpu_count() or 1,
            source=source,
            since=since,
            everything=everything,
        ) as run:
            totals = run.find()
            if not dry_run:
                run.write()
            return totals

    def export(
        self,
        target: str | Path,
        form: str | None = None,
        *,
        schema_org: bool = False,
        partition: bool = False,
        since_export: bool = False,
        **conditions: Unpack[Conditions],
    ) -> int:
        """Write articles to a file or folder, as `newsmill export` does; return how many.

        `form` is parquet, jsonl, csv, markdown or tei; without it the suffix of `target` says so. `partition` (parquet)
        makes files by outlet and month, `schema_org` (jsonl) takes the names of NewsArticle, `since_export` writes what
        is new since the last export to `target`. Raises `newsmill.export.run.ExportError` where it cannot be made.
        """
        from newsmill.export.run import Order, form_of, run

        order = Order(
            target=str(target),
            form=form or form_of(str(target)),
            schema_org=schema_org,
            partition=partition,
            since=since_export,
            conditions=conditions,
        )
        return run(self._store, order)

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
