"""An ingest that is killed at a random moment, and what is there after the next run: for the tests and `make faults`.

Run as a program it is the ingest itself: `python -m bench.killing URL FOLDER COUNT`.
"""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cleaners.types import Article, Block, Metadata, Page, Rejected, Why
from newsmill.ingest import Batch, prepare
from storage import Outcome, open_store
from storage.checking import Check

AT_ONCE = 20
"""Pages saved together: fewer than an import's, so that more of the kills hit a transaction."""
ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WORDS = "harbour ferry council bridge salmon weather market school river museum budget train night storm".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found after an ingest was killed and run again: `wrong` is empty where all is as it should be."""

    killed_after: int
    wrong: tuple[str, ...]


def pages(count: int) -> Iterator[Page]:
    """As many pages of a few outlets; every tenth is visited again, every twentieth is no article."""
    for number in range(count):
        host = f"outlet{number % 7}.example"
        chance = random.Random(number)
        body = " ".join(f"{chance.choice(WORDS)}{chance.randrange(9000)}" for _ in range(150)) + f" page {number}"
        page = Page(
            body=body.encode(),
            url=f"https://{host}/{number}",
            content_type="text/plain",
            fetched_at=NOON + timedelta(seconds=number),
            headers={"ETag": f'"{number}"'},
            source=host,
            how="crawl",
            request_headers={"User-Agent": "newsmill"},
        )
        yield page
        if number % 10 == 0:
            yield Page(body=page.body, url=page.url, fetched_at=NOON + timedelta(days=1, seconds=number), source=host)


def clean(page: Page) -> Article | Rejected:
    """Take a page's text as it is: what is tested is what keeps it."""
    text = page.body.decode()
    number = int(text.split()[-1])
    if number % 20 == 7:
        return Rejected(why=Why.TOO_SHORT, detail="for the test")
    title = " ".join(text.split()[:5])
    return Article(
        metadata=Metadata(title=title, published_at=page.fetched_at),
        blocks=(Block(index=0, text=text),),
        removals=(),
        cleaner_version="1",
        rules_version="1",
    )


def run(url: str, folder: Path, count: int, tell: Callable[[int], object] = lambda _: None) -> None:
    """Ingest the pages, saved in batches as an import's are; `tell` gets each one's number when it is taken."""
    with open_store(url, archive=folder) as store:
        batch = Batch[None](store, most=AT_ONCE)
        for number, page in enumerate(pages(count)):
            item = prepare(page, store, clean)
            if not isinstance(item, Outcome):
                batch.add(None, item)
            tell(number)
        batch.flush()


def start(url: str, folder: Path, count: int) -> subprocess.Popen[str]:
    """Start the ingest in a process of its own."""
    command = [sys.executable, "-m", "bench.killing", url, str(folder), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def kill_and_rerun(url: str, folder: Path, count: int, chance: random.Random) -> Verdict:
    """Kill the ingest at a random moment, a while after a random page, run it again, and look."""
    process = start(url, folder, count)
    assert process.stdout is not None
    until = chance.randrange(count)
    done = 0
    for line in process.stdout:
        done = int(line)
        if done >= until:
            break
    for _ in range(chance.randrange(20_000)):  # some microseconds up to some milliseconds into the next page
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    run(url, folder, count)
    return Verdict(killed_after=done, wrong=tuple(look(url, folder, count)))


def look(url: str, folder: Path, count: int) -> Iterator[str]:
    """Say what is not as it should be: every page there once, archive and tables of one mind."""
    wanted = {page.url for page in pages(count) if isinstance(clean(page), Article)}
    with open_store(url, archive=folder) as store:
        found = [row.url for row in store.articles()]
        if sorted(found) != sorted(wanted):
            yield f"{len(wanted - set(found))} articles are missing, {len(found) - len(set(found))} are there twice"
        if len(store.failures()) != sum(number % 20 == 7 for number in range(count)):
            yield f"{len(store.failures())} refusals are noted"
        if any(row.revision != 1 for row in store.articles()):
            yield "an article was revised"
        check = Check(store)
        yield from (f"{one.where}: {one.what}" for one in check.troubles())
        if check.waiting():
            yield f"{len(check.waiting())} records wait to be cleaned"


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), lambda number: print(number, flush=True))
