"""The work of `newsmill import`: an import, what is seen of it, and how the process ends."""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from newsmill.cli.options import opened, warn
from newsmill.cli.screen import show_json
from newsmill.config import Config
from newsmill.importing import Importing


def import_all(files: Sequence[Path], *, config: Config, source: str | None, jobs: int, as_json: bool) -> None:
    """Import the files; ends the process with status 1 where no page was taken, or Ctrl-C stopped it."""
    stopped = False
    with ExitStack() as stack:
        run = Importing(store=stack.enter_context(opened(config)), config=config, source=source, tell=warn)
        try:
            run.run(files, jobs, _shown(stack))
        except KeyboardInterrupt:
            stopped = True
    if as_json:
        show_json({"pages": run.counts, "passed": run.passed, "problems": run.problems, "stopped": stopped})
    else:
        click.echo(run.summary())
    if stopped:
        warn("stopped; the same command goes on from here")
    if stopped or not run.counts.total() - run.counts["failed"]:
        click.get_current_context().exit(1)


def _shown(stack: ExitStack) -> Callable[[Importing], object]:
    """What shows the counts on a terminal, now and then."""
    if not sys.stderr.isatty():
        return lambda _: None
    from rich.console import Console

    status = stack.enter_context(Console(stderr=True).status("starting"))
    return lambda run: status.update(run.summary())
