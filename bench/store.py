"""What the store costs beside the least that could do it: rows in, look-ups, archive, export; ratios of one run.

    python -m bench.store [BENCH_DIR] [--scale 1.0] [--postgresql URL] [--json]

BENCH_DIR holds the quality sets, whose pages show the store's share of an ingest. `--scale 0.1` takes a tenth of every
size. PostgreSQL is measured where one answers.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench import store_export, store_ingest, store_lookup, store_made, store_rows
from storage.archive import Archive

SERVER = "postgresql+psycopg://postgres@127.0.0.1:5432/test"
Figures = dict[str, dict[str, Any]]


def archive(folder: Path, count: int) -> Figures:
    """Pages a second written to and read from WARC, beside warcio alone on the same pages."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.warcwriter import WARCWriter

    pages = [store_made.page(number) for number in range(count)]
    plain = folder / "plain.warc.gz"

    def write_plain() -> None:
        with plain.open("wb") as stream:
            writer = WARCWriter(stream, gzip=True)
            for page in pages:
                writer.write_record(store_rows.plain_record(writer, page))

    def read_plain() -> None:
        with plain.open("rb") as stream:
            for record in ArchiveIterator(stream):
                record.content_stream().read()

    with Archive(folder / "archive") as ours:
        wrote, places = store_rows.timed(lambda: [ours.write(page) for page in pages])
        wrote_plain, _ = store_rows.timed(write_plain)
        read, _ = store_rows.timed(lambda: [ours.read(place.file, place.offset, place.length) for place in places])
        read_plain_, _ = store_rows.timed(read_plain)
    return {
        "WARC written": {"pages_per_second": round(count / wrote), "beside_warcio": round(wrote_plain / wrote, 2)},
        "WARC read": {"pages_per_second": round(count / read), "beside_warcio": round(read_plain_ / read, 2)},
    }


def measure(scale: float, server: str, bench: Path | None, on_figure: Callable[[str, dict[str, Any]], None]) -> None:
    """Take all figures, each handed on as soon as it is there."""

    def hand_on(figures: Figures) -> None:
        for name, values in figures.items():
            on_figure(name, values)

    def scaled(count: int) -> int:
        return max(100, int(count * scale))

    for batch in store_rows.BATCHES:
        with _folder() as folder:
            hand_on(store_rows.sqlite(folder, scaled(2000), batch))
        with suppress(store_rows.NoServerError), _folder() as folder:
            hand_on(store_rows.postgresql(server, folder, scaled(2000), batch))
    with _folder() as folder:
        hand_on(archive(folder, scaled(1500)))
    if bench is not None:
        with _folder() as folder:
            hand_on(store_ingest.share(folder, bench, scaled(1000)))
    with _folder() as folder:
        hand_on(store_ingest.memory(folder, scaled(10_000)))
    for count in (10_000, 100_000, 1_000_000):
        with _folder() as folder:
            hand_on(store_lookup.look_up(folder, scaled(count), 300))
    with _folder() as folder:
        hand_on(store_export.figures(folder, scaled(100_000)))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="newsmill-bench-") as name:
        yield Path(name)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Figures of the store")
    parser.add_argument("bench", nargs="?", type=Path, metavar="BENCH_DIR")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--postgresql", default=SERVER, metavar="URL")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    started, found = time.monotonic(), {}

    def show(name: str, values: dict[str, Any]) -> None:
        found[name] = values
        if not options.json:
            print(f"{name:48} " + "  ".join(f"{key} {value}" for key, value in values.items()), flush=True)

    measure(options.scale, options.postgresql, options.bench, show)
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"took {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
