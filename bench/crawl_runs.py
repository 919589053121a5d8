"""One contender of the figures of a crawl, in this process: `python -m bench.crawl_runs NAME SITES.json`.

The last line that it prints is JSON: pages, seconds, processor seconds. Counting begins when the contender is ready to
send its first request, so neither imports nor models that are loaded count for anybody.
"""

import json
import logging
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.crawl_costs import MemoryWatch, Meter, Share, slope

JOBS = 2
Sites = dict[str, list[str]]


def newsmill(sites: Sites, *, fast: bool, soak: bool) -> dict[str, Any]:
    """From feed to stored row, in SQLite; with the store's share of the processor and the slope of memory."""
    import crawler
    import storage.analysis.settle
    from newsmill.intake import StoreSink
    from newsmill.worker import CleanerProcess
    from storage import Outcome, open_store
    from storage.archive import Archive

    assert storage.analysis.settle  # its libraries are loaded now, not at the two hundredth page
    meter, store_share, archive_share = Meter(), Share(), Share()
    Archive.write = archive_share.of(Archive.write)  # type: ignore[method-assign]

    class Counted(StoreSink):
        done = 0

        def _saved(self, several: Any) -> dict[int, Outcome]:
            self.done += len(several)
            with store_share.taken():
                return super()._saved(several)

    for name in ("ingest", "validators", "place", "looked", "asked", "note_asked", "missed", "not_modified", "_note"):
        if name in vars(StoreSink):
            setattr(Counted, name, store_share.of(getattr(StoreSink, name)))

    def on_event(event: crawler.Event) -> None:
        if event.kind is crawler.EventKind.STARTED:
            meter.start()

    sources = [
        crawler.Source(
            name="Outlet", url=f"{base}/", feeds=("/feed.xml",), allow_private=True, delay=0, max_daily=10**6
        )
        for base in sites
    ]
    settings = crawler.CrawlSettings(
        delay=0, max_pages=10**6, queue_pages=JOBS * 16, concurrent_sources=8, on_event=on_event
    )
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="newsmill-bench-"))
        store = stack.enter_context(open_store(f"sqlite:///{folder}/bench.db"))
        processes = [stack.enter_context(CleanerProcess(fast=fast)) for _ in range(JOBS)]
        for process in processes:
            process.ready()
        sink = stack.enter_context(Counted(store, processes))
        watch = MemoryWatch(lambda: sink.done)
        if soak:  # a look at all processes costs time, which would count
            stack.enter_context(watch)
        report = crawler.run(sources, settings, sink)
        figures: dict[str, Any] = meter.stop()
    figures["pages"] = sum(report.total(fate) for fate in ("new", "revised", "unchanged", "duplicate", "refused"))
    figures |= {fate: report.total(fate) for fate in ("new", "duplicate", "refused", "failed")}
    figures |= {"store": store_share.seconds, "archive": archive_share.seconds, "lag": report.lag.worst}
    figures["lag_99"] = report.lag.most_under
    for name, column in (("main", 1), ("workers", 2)):
        points = [(taken[0], taken[column]) for taken in watch.taken]
        figures[f"slope_{name}"] = slope(points)
        figures[f"memory_{name}"] = max((bytes_ for _, bytes_ in points), default=0)
    return figures


def scrapy(sites: Sites, *, extract: bool) -> dict[str, Any]:
    """Scrapy as it comes, from the same feeds; nothing is done to a page, or trafilatura in the callback."""
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    if extract:
        import trafilatura

        trafilatura.bare_extraction("<html><body><p>Words.</p></body></html>", fast=True, with_metadata=True)
    meter = Meter()
    done = {"pages": 0}

    class OutletSpider(Spider):
        name = "outlet"
        start_urls = [f"{base}/feed.xml" for base in sites]  # noqa: RUF012

        def parse(self, response: Response) -> Iterator[Request]:
            for link in re.findall(r"<link>(.*?)</link>", response.text):
                yield Request(link, callback=self.parse_page)

        def parse_page(self, response: Response) -> None:
            done["pages"] += 1
            if extract:
                trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True, fast=True)

        async def start(self) -> Any:
            meter.start()
            async for request in super().start():
                yield request

    process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    process.crawl(OutletSpider)
    process.start()
    return {**meter.stop(), **done}


def _clean_part(part: list[str], bench: str, fast: bool, start: Any, pipe: Any) -> None:
    import time

    from bench.sets import read_page
    from cleaners import clean, load_rules

    rules = load_rules()
    by_id = {row["id"]: (Path(bench) / name, row) for name in ("articles", "publishers") for row in _gold(bench, name)}
    found = [read_page(*by_id[path.rpartition("/")[2]]) for path in part]
    clean(found[0], rules, fast=fast)
    start.wait()
    before, cpu = time.perf_counter(), time.process_time()
    for page in found:
        clean(page, rules, fast=fast)
    pipe.send((time.perf_counter() - before, time.process_time() - cpu))


def _gold(bench: str, name: str) -> list[dict[str, Any]]:
    from bench.sets import read_gold

    return read_gold(Path(bench) / name)


def in_memory(sites: Sites, bench: str, *, fast: bool) -> dict[str, Any]:
    """Two processes that only clean the same pages, which they hold in memory."""
    from multiprocessing import get_context

    paths = [path for one in sites.values() for path in one]
    context = get_context("spawn")
    start, pipes, processes = context.Barrier(JOBS), [], []
    for number in range(JOBS):
        ours, theirs = context.Pipe(duplex=False)
        job = (paths[number::JOBS], bench, fast, start, theirs)
        processes.append(context.Process(target=_clean_part, args=job))
        pipes.append(ours)
        processes[-1].start()
    spent = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()
    return {"pages": len(paths), "seconds": max(wall for wall, _ in spent), "cpu": sum(cpu for _, cpu in spent)}


def main() -> None:
    """Run the one that is named, print its figures."""
    warnings.simplefilter("ignore")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    soak = "--soak" in sys.argv
    name, sites, bench = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")), sys.argv[3]
    runs = {
        "newsmill": lambda: newsmill(sites, fast=False, soak=soak),
        "newsmill fast": lambda: newsmill(sites, fast=True, soak=soak),
        "Scrapy alone": lambda: scrapy(sites, extract=False),
        "Scrapy + trafilatura": lambda: scrapy(sites, extract=True),
        "in memory": lambda: in_memory(sites, bench, fast=False),
        "in memory, fast": lambda: in_memory(sites, bench, fast=True),
    }
    print(json.dumps(runs[name]()))


if __name__ == "__main__":
    main()
