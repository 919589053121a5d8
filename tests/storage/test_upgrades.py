"""Databases of every earlier schema, filled, are brought to today's and keep all that they held."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, select

import storage
from storage.engine import make_engine, parse, transaction
from storage.migrate import _config, head
from tests.storage.made import HARBOUR

EARLIER = [script.revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions()][1:]
AT = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
DIGEST = "0" * 64


def make(url: str, version: str) -> None:
    """Make the tables of an earlier version, with an article of two revisions and all that belongs to it."""
    engine = make_engine(parse(url))
    with transaction(engine, writes=True) as connection:
        command.upgrade(_config(connection), version)
    with transaction(engine, writes=True) as connection:
        tables = MetaData()
        tables.reflect(connection)
        for name, rows in ROWS.items():
            for row in rows if name in tables.tables else ():
                _insert(connection, tables.tables[name], row)
    engine.dispose()


def dump(url: str) -> dict[str, list[dict[str, Any]]]:
    """Return every row of the tables that were filled."""
    engine = make_engine(parse(url))
    with transaction(engine) as connection:
        tables = MetaData()
        tables.reflect(connection)
        rows = {
            name: [dict(row._mapping) for row in connection.execute(select(tables.tables[name]))]
            for name in ROWS
            if name in tables.tables
        }
    engine.dispose()
    return rows


def _insert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert a row; columns that it does not name get a value that fits, or none where they may be empty."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in row:
            values[column.name] = row[column.name]
        elif not column.nullable:
            kind = column.type.python_type
            values[column.name] = AT if kind is datetime else [] if kind in (dict, list, object) else kind(0)
    connection.execute(table.insert(), values)


REVISION = {"article_id": 1, "created_at": AT, "title": "Harbour opens", "paywall": "none", "evidence": {"title": "h1"}}
ROWS: dict[str, list[dict[str, Any]]] = {
    "sources": [{"id": 1, "name": "a.example", "created_at": AT}],
    "articles": [
        {"id": 1, "source_id": 1, "url": "https://a.example/1", "url_sha256": DIGEST, "revision": 2, "created_at": AT}
    ],
    "pages": [{"id": 1, "source_id": 1, "article_id": 1, "url": "https://a.example/1", "url_sha256": DIGEST}],
    "records": [
        {"id": 1, "page_id": 1, "file": "a.warc.gz", "offset": 300, "length": 700, "fetched_at": AT, "status": 200}
    ],
    "revisions": [
        {"id": 1, "number": 1, "record_id": None, "cause": "outlet", "text": HARBOUR, **REVISION},
        {"id": 2, "number": 2, "record_id": 1, "cause": "outlet", "text": f"{HARBOUR} Again.", **REVISION},
    ],
    "removals": [{"revision_id": 2, "block_index": 3, "text": "Share", "kind": "item", "reason": "share"}],
    "places": [
        {
            "url_sha256": DIGEST,
            "url": "https://a.example/f",
            "source": "a.example",
            "kind": "feed",
            "etag": '"1"',
            "wait": 9,
        }
    ],
    "targets": [
        {"url_sha256": DIGEST, "url": "https://a.example/3", "source": "a.example", "state": "due", "found": {}}
    ],
    "failures": [{"id": 1, "source_id": 1, "record_id": 1, "url": "https://a.example/2", "times": 4}],
}


@pytest.mark.parametrize("version", EARLIER)
def test_an_upgrade_keeps_every_row(url: str, version: str, tmp_path: Path) -> None:
    """Each value of each row of an earlier version is there after the upgrade, and the store can be used."""
    make(url, version)
    before = dump(url)
    assert storage.upgrade(url) == (version, head())
    after = dump(url)
    for name, rows in before.items():
        assert [{key: row[key] for key in rows[0]} for row in after[name]] == rows, name
    with storage.open_store(url, archive=tmp_path / "archive") as store:
        row = store.article(1)
        assert row is not None and row.article.blocks == ()
        assert [failure.times for failure in store.failures()] == [4]


def test_sizes_of_old_revisions_are_told(url: str, tmp_path: Path) -> None:
    """Revisions stored before sizes were told have them after the upgrade."""
    make(url, "0001")
    with storage.open_store(url, archive=tmp_path / "archive") as store:
        first, second = store.history(1)
    assert (first.size, second.size, second.words_added, second.words_removed) == (None, "minor", 1, 0)
