"""A crawl's pages per CPU-second and per second, beside others that crawl the same outlets on loopback.

    python -m bench.crawl BENCH_DIR [--rounds 3] [--copies 2] [--no-peers] [--json]
    python -m bench.crawl BENCH_DIR --soak 20000 [--fast]

All run over the same pages (`bench.crawl_server`), in turns within a round; a ratio is the median of the rounds' ratios.
CPU-seconds are those of all processes of a contender, without the server's. newspaper4k and news-please get the pages'
addresses, and a tenth of them, since they are slow. `--soak` crawls so many pages once and prints the slope of memory.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.peers import installed

ROOT = Path(__file__).parent.parent
OURS = ("newsmill", "newsmill fast", "Scrapy alone", "Scrapy + trafilatura", "in memory", "in memory, fast")
BASE = "Scrapy + trafilatura"
_LIMIT = 3600
_FETCH = {
    "newspaper4k": """
from newspaper import Article, Config
config = Config()
config.fetch_images = False
def fetch(url):
    article = Article(url, config=config)
    article.download()
    article.parse()
""",
    "news-please": """
from newsplease import NewsPlease
def fetch(url):
    NewsPlease.from_url(url, fetch_images=False)
""",
}
_RUN = """
import json, logging, sys, time, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
first, *urls = json.load(open(sys.argv[1]))
fetch(first)
wall, cpu, failed = time.perf_counter(), time.process_time(), 0
for url in urls:
    try:
        fetch(url)
    except Exception:
        failed += 1
print(json.dumps({"pages": len(urls), "failed": failed, "seconds": time.perf_counter() - wall,
                  "cpu": time.process_time() - cpu}))
"""


@contextmanager
def served(bench: Path, *options: str) -> Iterator[dict[str, list[str]]]:
    """The outlets, in a process of their own while the context lasts."""
    command = [sys.executable, "-m", "bench.crawl_server", str(bench), *options]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None and server.stdout is not None
        yield json.loads(server.stdout.readline())
        server.stdin.close()


def run(name: str, sites: dict[str, list[str]], bench: Path, *more: str) -> dict[str, Any]:
    """One contender's figures, or `skipped` with why."""
    with tempfile.TemporaryDirectory(prefix="newsmill-bench-") as folder:
        file = Path(folder) / "sites.json"
        if name in _FETCH:
            python = installed(name, _FETCH[name])
            if python is None:
                return {"skipped": "not installed"}
            urls = [base + path for base, paths in sites.items() for path in paths]
            file.write_text(json.dumps(urls[::10]), encoding="utf-8")
            command = [str(python), "-c", _FETCH[name] + _RUN, str(file)]
        else:
            file.write_text(json.dumps(sites), encoding="utf-8")
            command = [sys.executable, "-m", "bench.crawl_runs", name, str(file), str(bench), *more]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT, check=True)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            text = str(error.stderr or error).strip().splitlines()
            return {"skipped": text[-1][:100] if text else "failed"}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(bench: Path, sites: dict[str, list[str]], rounds: int, peers: bool) -> dict[str, list[dict[str, Any]]]:
    """The figures of every contender, round by round."""
    names = [*OURS, *(_FETCH if peers else ())]
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for number in range(rounds):
        for name in names:
            figures = run(name, sites, bench)
            found[name].append(figures)
            rate = figures.get("skipped") or f"{figures['pages'] / figures['cpu']:.1f} pages/CPU-s"
            print(f"round {number + 1}: {name}: {rate}", file=sys.stderr, flush=True)
    return found


def summary(found: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Medians, and the medians of the ratios within a round."""
    rows: dict[str, dict[str, Any]] = {}
    for name, rounds in found.items():
        if skipped := next((one["skipped"] for one in rounds if "skipped" in one), None):
            rows[name] = {"skipped": skipped}
            continue
        rows[name] = {
            "pages": rounds[0]["pages"],
            "per_cpu_second": round(median(one["pages"] / one["cpu"] for one in rounds), 1),
            "per_second": round(median(one["pages"] / one["seconds"] for one in rounds), 1),
        }
        if all("cpu" in one for one in found[BASE]):
            beside = zip(rounds, found[BASE], strict=True)
            rows[name]["ratio"] = round(median(_rate(one, "cpu") / _rate(base, "cpu") for one, base in beside), 2)
    for name, alone in (("newsmill", "in memory"), ("newsmill fast", "in memory, fast")):
        pairs = list(zip(found[name], found[alone], strict=True))
        if not all("cpu" in one and "cpu" in other for one, other in pairs):
            continue
        rows[name]["of_in_memory"] = _median(pairs, lambda one, other: _rate(one, "seconds") / _rate(other, "seconds"))
        rows[name]["not_cleaning"] = _median(pairs, lambda one, other: 1 - _rate(one, "cpu") / _rate(other, "cpu"))
        for part in ("main", "store", "archive"):
            rows[name][f"share_{part}"] = round(median(one[part] / one["cpu"] for one, _ in pairs), 3)
        rows[name]["lag_worst"] = round(max(one["lag"] for one, _ in pairs), 3)
        rows[name]["lag_99"] = round(max(one["lag_99"] for one, _ in pairs), 3)
    return rows


def _rate(figures: dict[str, Any], by: str) -> float:
    return float(figures["pages"] / figures[by])


def _median(pairs: list[tuple[dict[str, Any], dict[str, Any]]], of: Any) -> float:
    return round(float(median(of(one, other) for one, other in pairs)), 3)


def _print(rows: dict[str, dict[str, Any]], load: float) -> None:
    print(f"\n{'':24}{'pages/CPU-s':>12}{'pages/s':>10}{'ratio':>8}   (load of the machine before: {load:.1f})")
    for name, row in rows.items():
        if "skipped" in row:
            print(f"{name:24}  {row['skipped']}")
            continue
        print(f"{name:24}{row['per_cpu_second']:12}{row['per_second']:10}{row.get('ratio', ''):8}")
    for name in ("newsmill", "newsmill fast"):
        extra = {
            key: value for key, value in rows[name].items() if key not in {"pages", "per_cpu_second", "per_second"}
        }
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in extra.items()))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench_dir", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--soak", type=int, metavar="PAGES", help="crawl so many pages once, for the slope of memory")
    parser.add_argument("--fast", action="store_true", help="the soak with fast cleaning")
    parser.add_argument("--no-peers", action="store_true", help="leave out newspaper4k and news-please")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    load, pages = os.getloadavg()[0], 210
    if options.soak:
        copies = -(-options.soak // pages)
        numbers = ("--hosts", str(min(copies + 10, 250)), "--copies", str(copies), "--limit", str(options.soak))
        with served(options.bench_dir, *numbers) as sites:
            figures = run("newsmill fast" if options.fast else "newsmill", sites, options.bench_dir, "--soak")
        print(json.dumps({**figures, "load_before": load}, indent=2))
        return
    with served(options.bench_dir, "--copies", str(options.copies)) as sites:
        rows = summary(measure(options.bench_dir, sites, options.rounds, not options.no_peers))
    if options.json:
        print(json.dumps({**rows, "load_before": load}, indent=2))
    else:
        _print(rows, load)


if __name__ == "__main__":
    main()
