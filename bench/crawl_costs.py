"""What a crawl costs: processor time of a process with its children, and memory, as proc(5) has them."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, Self, TypeVar

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
P = ParamSpec("P")
T = TypeVar("T")


def family(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(") ")[2].split()[1])
            except (OSError, ValueError):  # it has ended meanwhile
                continue
    found = [root]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def cpu_seconds(process: int) -> float:
    """User and system time of one process, without its children."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident(process: int) -> int:
    """Resident bytes of one process."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


class Meter:
    """Wall and processor time between `start` and `stop`; the second `start` is none."""

    def __init__(self) -> None:
        self._begun: tuple[float, dict[int, float]] | None = None

    def start(self) -> None:
        """From now on it counts."""
        if self._begun is None:
            self._begun = time.perf_counter(), {one: cpu_seconds(one) for one in family(os.getpid())}

    def stop(self) -> dict[str, float]:
        """Seconds, and processor seconds: of all, and of this process alone."""
        assert self._begun is not None
        seconds, before = time.perf_counter() - self._begun[0], self._begun[1]
        spent = {one: cpu_seconds(one) - before.get(one, 0.0) for one in family(os.getpid())}
        return {"seconds": seconds, "cpu": sum(spent.values()), "main": spent[os.getpid()]}


class MemoryWatch:
    """Takes the memory of this process and its children twice a second, with how many pages were done by then."""

    def __init__(self, done: Callable[[], int]) -> None:
        self._done, self._end = done, threading.Event()
        self.taken: list[tuple[int, int, int]] = []
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._end.wait(0.5):
            mine, *children = family(os.getpid())
            self.taken.append((self._done(), resident(mine), sum(map(resident, children))))


class Share:
    """Processor time that functions take in whatever threads they run."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Count what the thread does inside."""
        before = time.thread_time()
        try:
            yield
        finally:
            with self._lock:
                self.seconds += time.thread_time() - before

    def of(self, function: Callable[P, T]) -> Callable[P, T]:
        """The function, counted."""

        def counted(*args: P.args, **kwargs: P.kwargs) -> T:
            with self.taken():
                return function(*args, **kwargs)

        return counted


def slope(points: list[tuple[int, int]]) -> float:
    """Bytes a page by least squares, over the second half of the points."""
    half = points[len(points) // 2 :]
    if len(half) < 2:
        return 0.0
    mean_x, mean_y = (sum(point[axis] for point in half) / len(half) for axis in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in half)
    return sum((x - mean_x) * (y - mean_y) for x, y in half) / spread if spread else 0.0
