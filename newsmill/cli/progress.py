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
    from rich.progress import Progress, TaskID

NOT_MODIFIED = "not modified"
WORDS = (*FATES, NOT_MODIFIED)
"""What can become of an address in a crawl, in the order of all summaries."""
_NOTHING_NEW = ("unchanged", NOT_MODIFIED)


class CrawlProgress:
    """Shows the crawler's events while the context lasts: a bar for each outlet that is being crawled, a line for all.

    `quiet` prints no line a page (standard output is for JSON then). Failures always go to standard error.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._lines = not quiet and not is_terminal()
        self._counts: dict[str, Counter[str]] = {}
        self._stack = ExitStack()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            source = TextColumn("{task.description}", markup=False)
            done = TextColumn("{task.fields[done]}", markup=False)
            columns = (source, BarColumn(bar_width=20), MofNCompleteColumn(), done)
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._tasks[""] = bar.add_task("all outlets", total=None, done="looking for pages")
            self._bar = self._stack.enter_context(bar)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def on_event(self, event: Event) -> None:
        """Show one event; returns at once."""
        if event.outcome is not None:
            detail = f"{event.outcome.why}: {event.outcome.detail}" if isinstance(event.outcome, Refused) else ""
            self._saw(event, fate(event.outcome), detail)
        elif event.kind is EventKind.NOT_MODIFIED:
            self._saw(event, NOT_MODIFIED, "")
        elif event.kind is EventKind.FAILED:
            self._saw(event, "failed", f"{event.why}: {event.detail}")
        elif self._bar is not None:
            self._move(self._bar, event)

    def _move(self, bar: "Progress", event: Event) -> None:
        if event.kind is EventKind.STARTED:
            self._tasks[event.source] = bar.add_task(event.source, total=0, done="")
        elif event.kind is EventKind.FINISHED and event.source in self._tasks:
            bar.remove_task(self._tasks.pop(event.source))
        elif event.kind is EventKind.FOUND:
            for source in {event.source, ""} & self._tasks.keys():
                bar.update(self._tasks[source], total=(bar.tasks[self._place(bar, source)].total or 0) + 1)

    def _place(self, bar: "Progress", source: str) -> int:
        return bar.task_ids.index(self._tasks[source])

    def _saw(self, event: Event, word: str, detail: str) -> None:
        for source in {event.source, ""}:
            counts = self._counts.setdefault(source, Counter())
            counts[word] += 1
            if self._bar is not None and source in self._tasks:
                self._bar.update(self._tasks[source], advance=1, done=summary(counts))
        if word == "failed":
            self._warn(f"{event.url}: {detail}")
        elif self._lines and word not in _NOTHING_NEW:
            click.echo(f"{word:<9} {event.url}{f'  ({detail})' if detail else ''}")

    def _warn(self, line: str) -> None:
        if self._bar is None:
            warn(line)
        else:  # above the moving lines
            self._bar.console.print(f"newsmill: {line}", markup=False, highlight=False, soft_wrap=True)


def summary(counts: Mapping[str, int]) -> str:
    """The counts in words: always how many are new and revised, the others where there are any."""
    shown = [f"{counts.get(word, 0)} {word}" for word in WORDS if counts.get(word) or word in ("new", "revised")]
    return ", ".join(shown)
