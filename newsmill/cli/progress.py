"""What a person sees of a running crawl: a counting line on a terminal, a line a page in a pipe."""

import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

import click

from crawler import Event, EventKind
from newsmill.cli.options import warn
from newsmill.cli.screen import is_terminal
from newsmill.ingest import FATES, fate
from storage import Refused

if TYPE_CHECKING:
    from rich.progress import Progress

NOT_MODIFIED = "not modified"
WORDS = (*FATES, NOT_MODIFIED)
"""What can become of an address in a crawl, in the order of all summaries."""
_NOTHING_NEW = ("unchanged", NOT_MODIFIED)


class CrawlProgress:
    """Shows the crawler's events while the context lasts.

    `quiet` prints no line a page (standard output is for JSON then). Failures always go to standard error.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._lines = not quiet and not is_terminal()
        self._counts: Counter[str] = Counter()
        self._stack = ExitStack()
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress, SpinnerColumn, TextColumn

            text = TextColumn("{task.description}", markup=False)
            bar = Progress(SpinnerColumn(), text, console=Console(stderr=True), transient=True)
            bar.add_task("looking for pages", total=None)
            self._bar = self._stack.enter_context(bar)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def on_event(self, event: Event) -> None:
        """Show one event; returns at once."""
        if event.outcome is not None:
            detail = f"{event.outcome.why}: {event.outcome.detail}" if isinstance(event.outcome, Refused) else ""
            self._saw(fate(event.outcome), event.url, detail)
        elif event.kind is EventKind.NOT_MODIFIED:
            self._saw(NOT_MODIFIED, event.url, "")
        elif event.kind is EventKind.FAILED:
            self._saw("failed", event.url, event.detail)

    def _saw(self, word: str, url: str, detail: str) -> None:
        self._counts[word] += 1
        line = f"{word:<9} {url}{f'  ({detail})' if detail else ''}"
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], description=f"{summary(self._counts)} · {url}")
        if word == "failed":
            self._warn(f"{url}: {detail}")
        elif self._lines and word not in _NOTHING_NEW:
            click.echo(line)

    def _warn(self, line: str) -> None:
        if self._bar is None:
            warn(line)
        else:  # above the moving line
            self._bar.console.print(f"newsmill: {line}", markup=False, highlight=False, soft_wrap=True)


def summary(counts: Mapping[str, int]) -> str:
    """The counts in words: always how many are new and revised, the others where there are any."""
    shown = [f"{counts.get(word, 0)} {word}" for word in WORDS if counts.get(word) or word in ("new", "revised")]
    return ", ".join(shown)
