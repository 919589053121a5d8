"""Takes docs/pages/*.png from the sample outlet: `python -m docs.screenshots`, to be run after the pages have changed.

The sample outlet is crawled on loopback into a folder that goes away; what came in is then spread over the days on which the
articles were published, so that the plots have something to show. Needs Chromium. With `--all DIRECTORY` every page is taken
in both sizes and both schemes, to be looked at.
"""

import argparse
import io
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import update

from newsmill.config import Config
from newsmill.pages import mount
from newsmill.sample_server import SampleServer
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage import models, open_store
from storage.memory import Memory
from storage.runs import CrawlRow, Run
from storage.store import Store

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "pages"
PORT = 8377
SIZES = {"desktop": (1280, 960), "phone": (390, 844)}
TAKEN = {"desktop": "light", "phone": "dark"}
NOTICE = HERE.parent / "seeds" / "samples" / "glass-recycling.txt"


def main() -> None:
    """Crawl, serve, take."""
    parser = argparse.ArgumentParser(description="Take the screenshots of the docs.")
    parser.add_argument("--all", type=Path, metavar="DIRECTORY", help="every page, size and scheme, whole pages")
    folder: Path | None = parser.parse_args().all
    folder = folder.absolute() if folder else None
    with tempfile.TemporaryDirectory() as temporary, chdir(temporary), _store(Path(temporary)) as store:
        config = Config(seeds=Path("seeds"))
        with served(store, config) as url, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            _take(browser, url, store, folder)
            browser.close()


@contextmanager
def _store(folder: Path) -> Iterator[Store]:
    """The sample outlet after two crawls, between which one of its articles changed."""
    db = f"sqlite:///{folder}/newsmill.db"
    (folder / "seeds").mkdir()
    with SampleServer(PORT) as server:
        lines = ['name = "The Harbour Ledger"', f'url = "{server.url}/"', "allow_private = true"]
        (folder / "seeds" / "127.0.0.1.toml").write_text("\n".join(lines))
        for server.edition in (1, 2):
            command = [sys.executable, "-m", "newsmill", "crawl", server.url, "--db", db]
            subprocess.run(command, check=True, capture_output=True)
    with open_store(db) as store:
        _spread(store)
        yield store


def _spread(store: Store) -> None:
    """Have half of the articles come in on the last day, the others when they were published, and a crawl on each day."""
    rows = {row.id: row.published_utc for row in store.articles() if row.published_utc}
    last = max(rows.values())
    rows |= {id_: last - timedelta(minutes=7 * at) for at, id_ in enumerate(list(rows)[: len(rows) // 2])}

    def move(connection: object) -> None:
        for id_, at in rows.items():
            moved = update(models.Article).where(models.Article.id == id_)
            connection.execute(moved.values(created_at=at + timedelta(hours=1)))  # type: ignore[attr-defined]
        for at, failure in enumerate(store.failures()):
            moment = last - timedelta(days=3 * at)
            moved = update(models.Failure).where(models.Failure.url == failure.url)
            connection.execute(moved.values(first_at=moment, last_at=moment))  # type: ignore[attr-defined]
        connection.execute(Run.__table__.delete())  # type: ignore[attr-defined]

    store.database.write(move)
    days = sorted({at.date() for at in rows.values()})
    for day in days:
        new = sum(at.date() == day for at in rows.values())
        values = {"found": 13, "new": new, "not_modified": 12, "requests": 22, "bytes": 31_000 * new, "seconds": 1.4}
        began = datetime(day.year, day.month, day.day, 21, tzinfo=UTC)
        row = CrawlRow(source="127.0.0.1", started_at=began, texts=new, titles=new, dates=new, authors=new, **values)
        Memory(store.database).note_run(row)


@contextmanager
def served(store: Store, config: Config) -> Iterator[str]:
    """The application on a free port of loopback, in a thread of this process; gives its address."""
    with wired(store, config, local=True) as service, socket.create_server(("127.0.0.1", 0)) as listening:
        app = create_app(service, mounts=[mount])
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _take(browser: Browser, url: str, store: Store, folder: Path | None) -> None:
    (folder or FOLDER).mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        for scheme in ("light", "dark") if folder else (TAKEN[size],):
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            context.set_default_timeout(120_000)
            page = context.new_page()
            for name in _visit(page, url, store):
                page.wait_for_load_state("networkidle")
                file = f"{name}-{size}-{scheme}.png" if folder else f"{name}-{size}.png"
                _save(page.screenshot(full_page=folder is not None), (folder or FOLDER) / file)
            context.close()


def _save(png: bytes, file: Path) -> None:
    """With a palette: a page has few colours, and a picture in the docs is fetched with every clone."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, optimize=True)


def _visit(page: Page, url: str, store: Store) -> Iterator[str]:
    """Go to each page in turn, and give its name."""
    ferry = next(row for row in store.articles() if "ferry" in row.url)
    day = max(row.created_at.date() for row in store.articles())
    page.goto(f"{url}/?day={day}")
    yield "front"
    page.goto(f"{url}/search?q=harbour+OR+ferry")
    yield "search"
    page.goto(f"{url}/read/{ferry.id}")
    yield "article"
    page.goto(f"{url}/read/{ferry.id}#revisions")
    yield "revisions"
    box = next(one for one in ferry.article.removals if one.reason == "related")
    page.goto(f"{url}/read/{ferry.id}/blocks/{box.block.index}")
    page.get_by_role("button", name="Say").click()
    yield "judgement"
    page.goto(f"{url}/outlets")
    yield "outlets"
    page.goto(f"{url}/outlets/127.0.0.1")
    yield "outlet"
    page.goto(f"{url}/try")
    page.get_by_label("Page or text").fill(NOTICE.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Clean it").click()
    page.locator("#result").wait_for()
    page.evaluate("scrollTo(0, 0)")  # it begins with what came out, and the picture with the form
    yield "try"
    page.goto(f"{url}/read/4711")
    yield "problem"


if __name__ == "__main__":
    main()
