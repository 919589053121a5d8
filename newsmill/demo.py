"""`make demo`: the whole way once, with nothing but this machine.

Serves the sample outlet on loopback, crawls it with the real command over real HTTP, cleans the saved documents beside
it, and prints what is in the database then. From the second run on the outlet serves its second edition, in which one
article has changed.
"""

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from newsmill.cli.articles import COLUMNS, cells
from newsmill.cli.screen import table
from newsmill.config import Config, ConfigError, read_config
from newsmill.sample_server import SampleServer
from newsmill.startup import StartupError, check
from storage import ArticleRow, StoreError, open_store

PORT = 8377
HOST = "127.0.0.1"
SAMPLES = Path(__file__).parent.parent / "seeds" / "samples"


class DemoError(Exception):
    """The demo cannot run. The message is one line: what, what to do."""


def main() -> None:
    """Run the demo; ends the process with status 1 and one line where it cannot."""
    try:
        check()
        run(read_config(), _port())
    except (DemoError, ConfigError, StartupError, StoreError) as error:
        sys.exit(f"newsmill: {error}")


def run(config: Config, port: int) -> None:
    """Crawl, clean, show. Raises `DemoError` for a busy port or a command that fails, `StoreError` for the database."""
    console = Console() if sys.stdout.isatty() else Console(width=120)
    before = _stored(config)
    edition = 2 if any(row.source == HOST for row in before) else 1
    server = _server(port, edition)
    with server:
        console.print(f"The sample outlet, edition {edition}, is served at {server.url}", highlight=False)
        _newsmill(console, "crawl", f"{server.url}/", "--db", config.db)
    sent = sum(status == 200 for _, status in server.requests)
    same = sum(status == 304 for _, status in server.requests)
    console.print(f"It sent {sent} files{f' and said of {same} that they have not changed' if same else ''}. ", end="")
    console.print("A forbidden page, a dead link and a PDF are there on purpose.", highlight=False)
    _newsmill(console, "clean", str(_near(SAMPLES)), "--store", "--quiet", "--db", config.db)
    after = _stored(config)
    console.print(table(COLUMNS, cells(after), width=console.width))
    console.print(_balance(before, after), highlight=False)
    console.print("Next: .venv/bin/newsmill articles show 1 --explain", style="dim", highlight=False)


def _port() -> int:
    given = os.environ.get("NEWSMILL_DEMO_PORT", str(PORT))
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise DemoError(f"NEWSMILL_DEMO_PORT = {given!r} is no port; give a number such as {PORT}")
    return int(given)


def _server(port: int, edition: int) -> SampleServer:
    try:
        return SampleServer(port, edition)
    except OSError as error:
        raise DemoError(
            f"port {port} of {HOST} is taken ({error.strerror}); run `NEWSMILL_DEMO_PORT={port + 1} make demo`"
        ) from error


def _newsmill(console: Console, *arguments: str) -> None:
    """Run a command as a person would, its output going where ours goes."""
    console.print(f"\n$ newsmill {' '.join(arguments)}", style="bold", highlight=False, soft_wrap=True)
    done = subprocess.run([sys.executable, "-m", "newsmill", *arguments], check=False)
    if done.returncode:
        raise DemoError(f"`newsmill {arguments[0]}` ended with status {done.returncode}; its lines above say why")


def _near(path: Path) -> Path:
    """The path as a person would type it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _stored(config: Config) -> list[ArticleRow]:
    with open_store(config.db, archive=config.archive) as store:
        return list(store.articles())


def _balance(before: list[ArticleRow], after: list[ArticleRow]) -> str:
    known = {row.id: row.revision for row in before}
    new = sum(row.id not in known for row in after)
    revised = sum(known.get(row.id, row.revision) != row.revision for row in after)
    return f"{new} new, {revised} revised, {len(after) - new - revised} unchanged"


if __name__ == "__main__":
    main()
