"""The databases that the API is measured over: 100,000 made articles in SQLite and PostgreSQL, all of them in the search.

They are kept in ``.bench/api/`` and in the server's database ``newsmill_bench_api``, since making them takes minutes.
Copies and events are left out: the requests that are measured do not ask for them.
"""

import argparse
import os
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, delete, select, text
from sqlalchemy.exc import SQLAlchemyError

from bench.store_made import START, article, numbers, page
from storage import Item, StoreError, open_store
from storage.bulk import make_ready, save_all
from storage.derived import Pending
from storage.models import Revision
from storage.search import index
from storage.store import Store

ROOT = Path(__file__).parent.parent / ".bench" / "api"
SERVER = os.environ.get("NEWSMILL_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/test")
NAME = "newsmill_bench_api"
BATCH = 500


def sqlite(count: int) -> Path:
    """The SQLite file with so many articles, made where it is not there."""
    file = ROOT / f"news-{count}.db"
    file.parent.mkdir(parents=True, exist_ok=True)
    fill(f"sqlite:///{file}", count)
    return file


def postgresql(count: int) -> str | None:
    """The address of the PostgreSQL database with so many articles, made where it is not there; None without a server."""
    name = f"{NAME}_{count}"
    try:
        engine = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
        with engine.connect() as connection:
            known = connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
            if not known:
                connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = f"{SERVER.rpartition('/')[0]}/{name}"
        fill(url, count)
    except (StoreError, SQLAlchemyError) as error:
        print(f"no PostgreSQL: {error}")
        return None
    return url


def fill(url: str, count: int) -> None:
    """Bring a database to so many articles."""
    with open_store(url, archive=ROOT / "archive") as store:
        have = store.database.read(lambda connection: connection.scalar(text("SELECT count(*) FROM articles"))) or 0
        for some in numbers(count, BATCH):
            if some.stop > have:
                items = [Item(page=page(number), archived=None, article=article(number)) for number in some]
                at = START + timedelta(minutes=some.start)
                many = make_ready(items, at, store.database.engine.dialect.name)
                store.database.write(save_all, many, at)
        _index(store)
        if have < count and store.database.engine.dialect.name == "sqlite":
            store.database.scrub()


def _index(store: Store) -> None:
    """Put what waits into the search, and nothing else."""
    while ids := store.database.read(
        lambda connection: list(connection.scalars(select(Pending.article_id).limit(BATCH)))
    ):

        def work(connection, ids=ids):  # type: ignore[no-untyped-def]
            revisions = connection.scalars(select(Revision.id).where(Revision.article_id.in_(ids)))
            index.add(connection, list(revisions))
            connection.execute(delete(Pending).where(Pending.article_id.in_(ids)))

        store.database.write(work)


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    print(sqlite(options.articles))
    print(postgresql(options.articles))


if __name__ == "__main__":
    main()
