"""Pages per CPU-second of the whole cleaning beside other extractors, and what plain text costs.

    python -m bench.speed BENCH_DIR [--rounds N] [--every N] [--json] [--no-peers]

BENCH_DIR holds the quality sets. All run over the same pages, in turns within a round; the ratio is the median of the
rounds' ratios to trafilatura's default, both with metadata. One process, on the clock of the CPU. A page is judged by
models that have not seen its outlet, as in `bench.quality`: they are in doubt more often, and a page in doubt takes longer.
"""

import argparse
import gc
import json
import time
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

from bench.models import Judges
from bench.peers import PEERS, seconds, trafilatura_clean
from bench.sets import pages
from cleaners import clean, load_rules
from cleaners.types import Page

_SIZES = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000, "10 MB": 10_000_000}
_LIMIT = 60.0
_BASE = "trafilatura"
Run = Callable[[Page], object]


def _timed(run: Run, found: Sequence[Page]) -> float:
    started = time.process_time()
    for page in found:
        run(page)
    return time.process_time() - started


def _row(spent: Sequence[float], base: Sequence[float], count: int) -> dict[str, Any]:
    ratio = median(there / here for here, there in zip(spent, base, strict=True))
    return {"pages_per_second": round(count / median(spent), 1), "ratio": round(ratio, 2)}


def html_figures(found: Sequence[Page], judges: Judges, rounds: int, *, peers: bool = True) -> dict[str, Any]:
    """For each extractor its pages per CPU-second and the ratio to trafilatura's default, or why there are none."""
    rules = {page.url: judges.rules(page.url) for page in found}
    runs: dict[str, Run] = {
        "newsmill": lambda page: clean(page, rules[page.url]),
        "newsmill fast": lambda page: clean(page, rules[page.url], fast=True),
        _BASE: trafilatura_clean(fast=False),
        "trafilatura fast": trafilatura_clean(fast=True),
    }
    for run in runs.values():  # expressions are compiled and tables read when first needed
        _timed(run, found)
    gc.collect()
    gc.freeze()  # as in newsmill's worker processes; the others gain by it, too
    spent: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            spent[name].append(_timed(run, found))
    figures: dict[str, Any] = {name: _row(times, spent[_BASE], len(found)) for name, times in spent.items()}
    for name in PEERS if peers else ():
        times = seconds(name, found, rounds)
        figures[name] = {"skipped": times} if isinstance(times, str) else _row(times, spent[_BASE], len(found))
    return figures


def text_figures(bench: Path, rounds: int, every: int) -> dict[str, Any]:
    """Documents per CPU-second as plain text and as the HTML page of the same id, for each set that has both."""
    rules = load_rules()
    figures: dict[str, Any] = {}
    run: Run = partial(clean, rules=rules)
    for name in ("articles", "publishers"):
        texts = {row["id"]: page for row, page in pages(bench / f"{name}-text")}
        pairs = [(texts[row["id"]], page) for row, page in pages(bench / name) if row["id"] in texts][::every]
        both = {"text": [text for text, _ in pairs], "html": [html for _, html in pairs]}
        figures[name] = {"documents": len(pairs)}
        for kind, found in both.items():
            _timed(run, found)
            figures[name][kind] = round(len(found) / median(_timed(run, found) for _ in range(rounds)), 1)
    return figures


def _measure(pipe: Connection, body: bytes) -> None:
    rules = load_rules()
    clean(Page(body=body[:5_000], content_type="text/plain"), rules)  # tables are read when first needed
    started = time.process_time()
    clean(Page(body=body, content_type="text/plain"), rules)
    pipe.send(time.process_time() - started)


def size_figures(bench: Path) -> dict[str, float | None]:
    """CPU seconds for one plain text of each size, real articles after one another; None for more than a minute."""
    source = b"\n\n".join(page.body for _, page in pages(bench / "articles-text"))
    figures: dict[str, float | None] = {}
    context = get_context("spawn")
    for name, size in _SIZES.items():
        body = (source * (size // len(source) + 1))[:size]
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_measure, args=(theirs, body), daemon=True)
        process.start()
        theirs.close()
        try:
            figures[name] = round(ours.recv(), 3) if ours.poll(_LIMIT) else None
        except EOFError:  # it ended before it was done, for lack of memory for example
            figures[name] = None
        process.kill()
        process.join()
    return figures


def _print(figures: dict[str, Any]) -> None:
    print(f"{figures['pages']} pages, {figures['rounds']} rounds\n\n{'':18}{'pages/CPU-s':>12}{'ratio':>8}")
    for name, row in figures["html"].items():
        cells = row.get("skipped") or f"{row['pages_per_second']:12}{row['ratio']:8}"
        print(f"{name:18}{cells}")
    print(f"\n{'documents/CPU-s':18}{'as text':>12}{'as HTML':>12}")
    for name, row in figures["text"].items():
        print(f"{name:18}{row['text']:12}{row['html']:12}")
    print(f"\n{'one text of':18}{'CPU-seconds':>12}")
    for name, spent in figures["sizes"].items():
        print(f"{name:18}" + (f"{spent:12}" if spent is not None else f"  not within {_LIMIT:.0f} seconds"))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench_dir", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=1, help="take every Nth page only")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of tables")
    parser.add_argument("--no-peers", action="store_true", help="leave out newspaper4k and news-please")
    arguments = parser.parse_args()
    bench, rounds, every = arguments.bench_dir, arguments.rounds, arguments.every
    found = [page for name in ("articles", "publishers") for _, page in pages(bench / name)][::every]
    figures = {
        "pages": len(found),
        "rounds": rounds,
        "html": html_figures(found, Judges(bench), rounds, peers=not arguments.no_peers),
        "text": text_figures(bench, rounds, every),
        "sizes": size_figures(bench),
    }
    if arguments.json:
        print(json.dumps(figures))
    else:
        _print(figures)


if __name__ == "__main__":
    main()
