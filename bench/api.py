"""The API beside Datasette: requests a second and how long they take, over the same 100,000 articles, in one run.

    python -m bench.api [--articles 100000] [--seconds 5] [--rounds 3] [--clients 8] [--json]

Datasette serves the SQLite file that newsmill serves, from an environment of its own, ``.bench/datasette``, made here. Asked for
are one article (Datasette: the row of its revision), a search (the same words in the same index, the 20 best with their
titles), and a list (the 50 latest published with their titles). Of each, newsmill gives more: an article comes with its
removals, an answer with its snippet. Rounds alternate, each asks for other articles and words than the one before; the same
for all servers. Clients are connections that are kept, in a process of their own.
"""

import argparse
import json
import multiprocessing
import subprocess
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from bench.api_asked import KINDS, OURS, THEIRS, Asked
from bench.api_client import ask
from bench.api_made import ROOT, postgresql, sqlite
from bench.api_served import Served, datasette, newsmill


@dataclass(slots=True)
class Figures:
    """Of one kind of request at one server: requests a second of each round, milliseconds of each request."""

    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def rate(self) -> float:
        """The best round's: what else the machine does only takes away."""
        return max(self.rates)

    def percentile(self, share: float) -> float:
        """Milliseconds that this share of all requests took at most."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]

    def as_json(self) -> dict[str, float]:
        """The figures that are printed."""
        return {
            "requests_per_second": round(self.rate(), 1),
            "p50_ms": round(self.percentile(0.5), 2),
            "p99_ms": round(self.percentile(0.99), 2),
        }


def environment() -> str:
    """The Datasette of its own environment, made where it is not there."""
    folder = ROOT.parent / "datasette"
    program = folder / "bin" / "datasette"
    if not program.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", "datasette"], check=True)
    return str(program)


def measure(
    servers: Mapping[str, tuple[Served, Asked]], rounds: int, seconds: float, clients: int
) -> Iterator[tuple[str, str, Figures]]:
    """Ask every server for every kind in turns; yield server, kind and figures."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        for kind in KINDS:
            found = {name: Figures() for name in servers}
            for number in range(-1, rounds):  # the first is to warm up
                for name, (server, asked) in servers.items():
                    paths = asked(kind, number)
                    times, took = pool.apply(ask, (server.port, paths, 1.0 if number < 0 else seconds, clients))
                    if number >= 0:
                        found[name].rates.append(len(times) / took)
                        found[name].times.extend(times)
            yield from ((name, kind, figures) for name, figures in found.items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    file, program = sqlite(options.articles), environment()
    url = postgresql(options.articles)
    with ExitStack() as stack:
        ours, theirs = partial(OURS, options.articles), partial(THEIRS, file.stem, options.articles)
        servers: dict[str, tuple[Served, Asked]] = {
            "datasette": (stack.enter_context(datasette(program, file)), theirs)
        }
        servers["newsmill, SQLite"] = (stack.enter_context(newsmill(f"sqlite:///{file}")), ours)
        if url is not None:
            servers["newsmill, PostgreSQL"] = (stack.enter_context(newsmill(url)), ours)
        rows = list(measure(servers, options.rounds, options.seconds, options.clients))
    if options.json:
        print(json.dumps([{"server": name, "kind": kind, **figures.as_json()} for name, kind, figures in rows]))
    else:
        show(rows)


def show(rows: Sequence[tuple[str, str, Figures]]) -> None:
    """A table in Markdown."""
    beside = {kind: figures for name, kind, figures in rows if name == "datasette"}
    print("| request | server | a second | beside Datasette | p50 | p99 |\n|---|---|---|---|---|---|")
    for name, kind, figures in rows:
        ratio = figures.rate() / beside[kind].rate()
        times = " | ".join(f"{figures.percentile(share):.1f} ms" for share in (0.5, 0.99))
        print(f"| {kind} | {name} | {figures.rate():,.0f} | {ratio:.2f} | {times} |")


if __name__ == "__main__":
    main()
