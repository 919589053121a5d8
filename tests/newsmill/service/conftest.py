"""The application over a store of a few articles, asked without a socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from newsmill.config import Config
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage.store import Store, open_store
from tests.storage.made import article, page, put

LOOPBACK = ("127.0.0.1", 50000)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an open store in SQLite with one article."""
    with open_store(f"sqlite:///{tmp_path / 'news.db'}", archive=tmp_path / "archive", patience=0) as opened:
        put(opened, page(), article())
        yield opened


@pytest.fixture
def app(store: Store) -> Iterator[FastAPI]:
    """Give the application, open to loopback as long as there is no token."""
    with wired(store, Config(), local=True) as service:
        yield create_app(service)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Give a client on loopback."""
    with TestClient(app, base_url="http://127.0.0.1:8000", client=LOOPBACK, raise_server_exceptions=False) as made:
        yield made
