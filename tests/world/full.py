"""Fifty outlets with real pages of the quality sets, crawled three times: `python -m tests.world.full ../shared/bench`."""

import gzip
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.crawler.certificate import self_signed
from tests.crawler.hostile import HostileServer
from tests.world.expected import Oracle, expected
from tests.world.outlets import EDITIONS, KINDS, Editions, Outlet, World
from tests.world.run import FATES, Story, crawl_three_times

HOSTILE = (
    *("/endless", "/bomb", "/brotli", "/zstd", "/layers", "/circle", "/long_head", "/endless_head"),
    *("/short", "/twolengths", "/drip", "/hang", "/tofile", "/todata", "/large", "/film"),
)
"""One outlet for each; one more sets cookies without end, and one has a certificate that nobody vouches for."""
ORDINARY = 50 - len(HOSTILE) - 2
COOKIES = tuple(f"/cookies/{number}" for number in range(6))


def real_pages(bench: Path) -> Iterator[bytes]:
    """The pages of the two quality sets, in the order of their names."""
    for name in ("articles", "publishers"):
        for file in sorted((bench / name / "pages").iterdir()):
            yield gzip.decompress(file.read_bytes())


def ordinary(bench: Path, oracle: Oracle) -> list[Outlet]:
    """The outlets that mean well: every kind of listing, some slow, some broken, some changing."""
    dealt: list[list[bytes]] = [[] for _ in range(ORDINARY)]
    for number, body in enumerate(real_pages(bench)):
        dealt[number % ORDINARY].append(body)
    return [_outlet(number, bodies, oracle) for number, bodies in enumerate(dealt)]


def _outlet(number: int, bodies: list[bytes], oracle: Oracle) -> Outlet:
    kind = KINDS[number % len(KINDS)]
    pages: dict[str, Editions] = {f"/2026/story-{place}": (body,) * EDITIONS for place, body in enumerate(bodies)}
    if number % 4 == 1:  # one page changes in the second edition, one in the third, one comes later
        paths = list(pages)
        for path, at in ((paths[0], 1), (paths[1], 2)):
            before = pages[path][0] or b""
            other = oracle.changed("", before)
            if other is not None:
                pages[path] = (before,) * at + (other,) * (EDITIONS - at)
        pages[paths[-1]] = (None, *pages[paths[-1]][1:])
    return Outlet(
        host=f"127.0.1.{number + 1}",
        kind=kind,
        pages=pages,
        dead={"/2026/late": 404, "/2026/gone": 410, "/2026/broken": 500} if number % 7 == 2 else {},
        barred=["/2026/story-0"] if number % 9 == 3 else [],
        validator=("etag", "date", "")[number % 3],
        slow=0.2 if number % 8 == 4 else 0.0,
        gzipped=number % 2 == 0,
        feed_status=404 if number % 10 == 5 else 200,
        twice=kind == "rss" and number % 2 == 0,
    )


def main() -> None:
    """Crawl and compare; ends with status 1 where anything is not as it should be."""
    bench = Path(sys.argv[1])
    os.environ |= {"NEWSMILL_TIMEOUT": "10", "NEWSMILL_MAX_PAGE_BYTES": "5000000"}
    oracle = Oracle()
    world = World(ordinary(bench, oracle))
    good = next(real_pages(bench))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsmill-world-")))
        tls = self_signed(folder / "certificate.pem")
        hostile = [
            HostileServer("/good/1", fault, host=f"127.0.2.{n}", page=good) for n, fault in enumerate(HOSTILE, 1)
        ]
        hostile.append(HostileServer(*COOKIES, host="127.0.2.98"))
        hostile.append(HostileServer("/good/1", tls=tls, host="127.0.2.99"))
        stack.enter_context(world.serve())
        for server in hostile:
            stack.enter_context(server)
        seeds = {
            one.url.split("/")[2].partition(":")[0]: f'name = "H"\nurl = "{one.url}/"\nfeeds = ["/feed.xml"]\n'
            "allow_private = true\ndelay = 0\n"
            for one in hostile
        }
        print(f"{len(world.outlets) + len(hostile)} outlets, {len(HOSTILE) + 2} of them hostile", flush=True)
        story = crawl_three_times(world, folder, 60, seeds)
    sys.exit(0 if judge(story, world, oracle) else 1)


def judge(story: Story, world: World, oracle: Oracle) -> bool:
    """Print what came and what was expected; tell whether they are the same."""
    wanted = {edition: expected(world.outlets, edition, oracle) for edition in range(1, EDITIONS + 1)}
    goods = len(HOSTILE)
    for edition in wanted:
        wanted[edition]["new" if edition == 1 else "unchanged"] += goods
        wanted[edition]["refused"] += len(COOKIES)
        wanted[edition]["failed"] += 1 + (len(HOSTILE) if edition == 1 else 0)
    fine = True
    print(f"{'':34}" + "".join(f"{fate:>14}" for fate in FATES))
    for edition, numbers in story.counts.items():
        rows = {"crawled": numbers, "expected": wanted[edition]} if edition != 2 else {"after the kill": numbers}
        for name, row in rows.items():
            seconds = f" in {story.seconds[edition]:.0f} s" if row is numbers else ""
            print(f"run {edition}, {name + seconds:<27}" + "".join(f"{row[fate]:>14}" for fate in FATES))
        fine &= edition == 2 or numbers == wanted[edition]
    articles = [sum(wanted[one]["new"] for one in range(1, edition + 1)) for edition in wanted]
    revised = [sum(wanted[one]["revised"] for one in range(1, edition + 1)) for edition in wanted]
    asked, stored = story.asked_before_kill, story.stored_before_kill
    print(f"killed with {asked} pages asked for, {stored} articles stored; addresses lost: {len(story.lost)}")
    print(f"articles after each run: {list(story.articles.values())}, expected {articles}")
    print(f"revisions after each run: {list(story.revised.values())}, expected {revised}")
    print(f"left to be fetched: {story.left}; newsmill db check: {story.check.strip()}")
    fine &= list(story.articles.values()) == articles and list(story.revised.values()) == revised
    return fine and not story.lost and story.left == 0 and "all in order" in story.check


if __name__ == "__main__":
    main()
