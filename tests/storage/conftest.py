"""Databases for the storage tests: a SQLite file always, a PostgreSQL schema where a server answers."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from storage.store import Store, open_store

SERVER = os.environ.get("NEWSMILL_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/test")


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Give the URL of a new PostgreSQL schema, dropped afterwards."""
    with new_schema() as url:
        yield url


@contextmanager
def new_schema() -> Iterator[str]:
    """Make a PostgreSQL schema and yield its URL; skip the test where no server answers."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: no PostgreSQL tests")
    schema = f"newsmill_{uuid.uuid4().hex}"
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError:
        engine.dispose()
        pytest.skip(f"no PostgreSQL answers at {SERVER} (set NEWSMILL_TEST_POSTGRESQL to test on another)")
    yield f"{SERVER}?options=-csearch_path%3D{schema}"
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a new, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'news.db'}"
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """Give an open, empty store."""
    with open_store(url, archive=tmp_path / "archive") as opened:
        yield opened
