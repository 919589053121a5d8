"""The work of `newsmill db check`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from cleaners.types import Article, Rejected
from newsmill.cli.options import opened, warn
from newsmill.cli.screen import show_json
from newsmill.config import Config
from newsmill.counting import count
from newsmill.files import Document, Problem
from newsmill.ingest import ingest
from newsmill.pool import CleanerPool, Job
from storage import Refused, StoreError
from storage.checking import Check, Trouble
from storage.forgetting import drop
from storage.outcomes import DELETED

if TYPE_CHECKING:
    from storage import Store


def check_all(config: Config, *, repair: bool, quick: bool, as_json: bool) -> None:
    """Look at the store, and put right what can be; ends the process with status 1 where something is not in order."""
    troubles: list[Trouble] = []
    with opened(config) as store:
        check = Check(store, repair=repair, quick=quick)
        for one in check.troubles():
            _tell(one, troubles, as_json)
        waiting = check.waiting()
        for one in _clean(store, config, waiting) if repair and waiting else _still(config, waiting):
            _tell(one, troubles, as_json)
    left = sum(not one.repaired for one in troubles)
    counts = check.counts
    if as_json:
        show_json({"sound": not left, **asdict(counts), "troubles": [asdict(one) for one in troubles]})
    else:
        where = f"{count(counts.records, 'archived record')} in {count(counts.files, 'file')}"
        looked = f"{count(counts.articles, 'article')}, {where}"
        repaired = f", {len(troubles) - left:,} repaired" if len(troubles) > left else ""
        click.echo(f"{looked}: {count(len(troubles), 'trouble') + repaired if troubles else 'all in order'}")
    if left:
        click.get_current_context().exit(1)


def _tell(one: Trouble, troubles: list[Trouble], quiet: bool) -> None:
    troubles.append(one)
    if not quiet:
        end = " (repaired)" if one.repaired else f"; {one.advice}" if one.advice else ""
        warn(f"{one.where}: {one.what}{end}")


def _still(config: Config, waiting: Sequence[int]) -> Iterator[Trouble]:
    if waiting:
        what = f"{count(len(waiting), 'page was', 'pages were')} archived and not cleaned"
        yield Trouble(where=config.db, what=what, advice="the next crawl does it, or --repair now")


def _clean(store: "Store", config: Config, waiting: Sequence[int]) -> Iterator[Trouble]:
    """Send what was archived only the rest of the way that every page takes."""
    with CleanerPool(1, **config.cleaning()) as pool:
        for job, result in pool.results(_pages(store, waiting)):
            if isinstance(job, Document) and isinstance(result, Article | Rejected):
                outcome = ingest(job.page, store, lambda _, result=result: result)  # type: ignore[misc]
                if isinstance(outcome, Refused) and outcome.why == DELETED:
                    drop(store, int(job.name))
                yield Trouble(where=job.page.url or job.name, what="was archived and not cleaned", repaired=True)
            else:
                line = job.line if isinstance(job, Problem) else f"cannot be cleaned: {result}"
                yield Trouble(where=job.path, what=line)


def _pages(store: "Store", waiting: Sequence[int]) -> Iterator[Job]:
    for key in waiting:
        try:
            page = store.record(key)
        except StoreError as error:
            yield Problem(path=f"record {key}", line=str(error))
        else:
            yield Document(name=str(key), path=page.url or f"record {key}", page=page)
