"""Memory that nobody uses goes back to the system while a crawl runs.

The C library keeps what was freed for later, in pieces between what is still used: after thousands of pages of all sizes
that is more than all that is used. So what is large gets pages of its own, which go back at once: glibc would stop doing that,
since it raises its threshold to the largest piece that was ever freed (mallopt(3), `M_MMAP_THRESHOLD`).
"""

import asyncio
import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

SECONDS = 30.0
"""Between two times: each takes some milliseconds, and some more when the memory is asked for again."""


_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # mallopt(3)
_LARGE, _ARENAS = 128 * 1024, 2


async def keep_small() -> None:
    """Give what is large pages of its own, and give back what is free every `SECONDS`, for ever."""
    set_option = _function("mallopt")
    set_option(_MMAP_THRESHOLD, _LARGE)
    set_option(_ARENA_MAX, _ARENAS)
    while True:
        await asyncio.sleep(SECONDS)
        await asyncio.to_thread(give_back)


def give_back() -> None:
    """Give back what is free; nothing where the C library is not glibc."""
    _function("malloc_trim")(0)


@cache
def _function(name: str) -> Callable[..., Any]:
    function: Callable[..., Any] | None = getattr(ctypes.CDLL(None), name, None)
    return function or (lambda *_: None)
