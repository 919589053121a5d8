"""The bar that a person watches on the terminal while documents are cleaned."""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """Counts to `total` on standard error, with the time that is left; draws nothing unless `shown` and a terminal."""

    def __init__(self, total: int, *, shown: bool) -> None:
        self._total, self._shown = total, shown and sys.stderr.isatty()
        self._stack = ExitStack()
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        if self._shown:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("cleaning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            progress = Progress(*columns, console=Console(stderr=True), transient=True)
            progress.add_task("", total=self._total)
            self._progress = self._stack.enter_context(progress)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def grow(self, more: int) -> None:
        """There are so many documents more than were counted."""
        self._total += more
        if self._progress is not None:
            self._progress.update(self._progress.task_ids[0], total=self._total)

    def advance(self) -> None:
        """One document is done."""
        if self._progress is not None:
            self._progress.advance(self._progress.task_ids[0])
