"""A long crawl gives memory back to the system."""

import asyncio
import platform
from pathlib import Path

import pytest

from crawler import heap

MANY, SIZE = 2000, 60_000


def resident() -> int:
    """Bytes of this process that lie in memory, as proc(5) has them."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return 1024 * int(status.partition("VmRSS:")[2].split()[0])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library keeps its memory its own way")
def test_what_is_free_goes_back() -> None:
    """Of bodies of which a few here and there are still used, most of the memory goes back."""
    bodies = [b"x" * SIZE for _ in range(MANY)]
    most = resident()
    kept = bodies[::50]
    del bodies
    heap.give_back()
    assert most - resident() > MANY * SIZE / 2
    assert len(kept) == MANY / 50


def test_it_is_done_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the crawl runs, memory is given back every so often, until the crawl ends it."""
    times = 0

    async def some_times() -> None:
        nonlocal times
        done = asyncio.Event()
        loop = asyncio.get_running_loop()

        def count() -> None:
            nonlocal times
            times += 1
            if times == 3:
                loop.call_soon_threadsafe(done.set)

        monkeypatch.setattr(heap, "give_back", count)
        monkeypatch.setattr(heap, "SECONDS", 0.0)
        task = asyncio.create_task(heap.keep_small())
        await done.wait()
        task.cancel()

    asyncio.run(some_times())
    assert times >= 3
