"""Three crawls of a world by the real command, the second one killed (SIGKILL) on its way and run again."""

import json
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage import open_store
from storage.memory import Memory
from tests.world.outlets import EDITIONS, World

FATES = ("new", "revised", "unchanged", "duplicate", "refused", "failed", "not_modified")
SECONDS = 900.0


@dataclass(slots=True)
class Story:
    """What the crawls came to: the report's numbers by edition, and what the database said in between.

    `lost` are the addresses that were asked for before the kill and that the database did not know after it; `left` is
    what was due after the last crawl.
    """

    counts: dict[int, Counter[str]] = field(default_factory=dict)
    reports: dict[int, dict[str, Any]] = field(default_factory=dict)
    articles: dict[int, int] = field(default_factory=dict)
    revised: dict[int, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    asked_before_kill: int = 0
    stored_before_kill: int = 0
    left: int = 0
    check: str = ""
    seconds: dict[int, float] = field(default_factory=dict)


def crawl_three_times(world: World, folder: Path, kill_after: int, more_seeds: dict[str, str], *options: str) -> Story:
    """Crawl each edition; in the second, kill the crawl once so many pages were asked for. The world is being served."""
    seeds, story = folder / "seeds", Story()
    seeds.mkdir()
    for name, text in ({outlet.host: outlet.seed() for outlet in world.outlets} | more_seeds).items():
        (seeds / f"{name}.toml").write_text(text)
    database = f"sqlite:///{folder / 'world.db'}"
    common = ["--db", database, "--json"]
    command = [sys.executable, "-m", "newsmill", "crawl", "--seeds", str(seeds), *options, *common]
    for edition in range(1, EDITIONS + 1):
        world.edition, began = edition, time.monotonic()
        if edition == 2:
            _killed(command, world, kill_after, story)
            _look(story, database, world)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
        if done.returncode:
            raise AssertionError(f"crawl {edition} ended with status {done.returncode}: {done.stderr[-3000:]}")
        report = json.loads(done.stdout)
        story.reports[edition] = report
        story.counts[edition] = Counter({fate: sum(one[fate] for one in report["sources"]) for fate in FATES})
        story.seconds[edition] = time.monotonic() - began
        with open_store(database) as store:
            rows = list(store.articles())
            story.articles[edition] = len(rows)
            story.revised[edition] = sum(row.revision - 1 for row in rows)
            story.left = sum(states.get("due", 0) for states in Memory(store.database).states().values())
    check = [sys.executable, "-m", "newsmill", "db", "check", "--db", database]
    story.check = subprocess.run(check, capture_output=True, text=True, check=False, timeout=SECONDS).stdout
    return story


def _killed(command: list[str], world: World, kill_after: int, story: Story) -> None:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as crawl:
        until = time.monotonic() + SECONDS
        while len(world.asked(2)) < kill_after and crawl.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        if crawl.poll() is not None:
            raise AssertionError(f"the crawl was over before {kill_after} pages were asked for")
        crawl.kill()
    story.asked_before_kill = len(world.asked(2))


def _look(story: Story, database: str, world: World) -> None:
    """What a crawl that was killed left."""
    with open_store(database) as store:
        rows = list(store.articles())
        story.stored_before_kill = len(rows)
        memory = Memory(store.database)
        story.lost = [url for url in world.asked(2) if not memory.knows(url)]
