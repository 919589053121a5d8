"""One filled database, one server and one browser for all tests of the pages in a process."""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from newsmill.config import Config
from newsmill.pages import mount
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage import Store, open_store
from tests.newsmill.pages.made import fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(
    CHROMIUM is None or find_spec("playwright") is None or find_spec("axe_playwright_python") is None,
    reason="no chromium, or playwright and axe-playwright-python are not installed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The store in `folder`, the ids of its articles by name, the application over it, and what nobody may ask: `asked`."""

    folder: Path
    store: Store
    ids: dict[str, int]
    app: FastAPI
    other: str
    asked: list[str]


@pytest.fixture(scope="package")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The database, not to be changed in what other tests look at."""
    folder = tmp_path_factory.mktemp("pages")
    with (
        listening() as (other, asked),
        pytest.MonkeyPatch.context() as patch,
        open_store(f"sqlite:///{folder}/newsmill.db") as store,
    ):
        patch.chdir(folder)
        ids = fill(store, other)
        config = Config(seeds=folder / "seeds")
        with wired(store, config, local=True) as service:
            yield Library(
                folder=folder, store=store, ids=ids, app=create_app(service, mounts=[mount]), other=other, asked=asked
            )


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A port that keeps a line of every connection: the host that no stored page may make a browser reach."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(1)
                    try:
                        asked.append(connection.recv(200).decode("latin-1").partition("\r")[0])
                    except OSError:
                        asked.append("(connected)")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.fixture
def client(library: Library) -> TestClient:
    """Asks the application as a browser on this machine would."""
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    return TestClient(library.app, base_url="http://localhost", client=("127.0.0.1", 50000), headers=headers)


@pytest.fixture(scope="package")
def site(library: Library) -> Iterator[str]:
    """The address of the application on a port of loopback."""
    import uvicorn

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(library.app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="package")
def browser() -> Iterator["Browser"]:
    """Chromium; Playwright's event loop runs while it is open, and no other test's can."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def kinds(ids: dict[str, int]) -> list[str]:
    """A page of each kind."""
    return [
        "/",
        "/search?q=harbour+OR+ferry&source=harbourledger.example",
        f"/read/{ids['ferry']}",
        f"/read/{ids['odd']}",
        f"/read/{ids['ferry']}/blocks/13",
        "/judgements",
        "/outlets",
        "/outlets/harbourledger.example",
        "/try",
        "/nothing-here",
    ]


def paths(ids: dict[str, int]) -> list[str]:
    """Those, and every page that shows what an outlet sent."""
    more = [f"/read/{ids[name]}" for name in ("hostile", "copy", "text")]
    return [*kinds(ids), *more, "/?day=2020-01-01", "/search?q=weir", "/search", f"/read/{ids['ferry']}?revision=1"]
