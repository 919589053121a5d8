"""Memory that nobody uses goes back to the system while a crawl runs.

The C library keeps what was freed for later, in pieces between what is still used: after thousands of pages of all sizes
that is more than all that is used.
"""

import asyncio
import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

SECONDS = 30.0
"""Between two times: each takes some milliseconds, and some more when the memory is asked for again."""


async def keep_small() -> None:
    """Give back what is free every `SECONDS`, for ever."""
    while True:
        await asyncio.sleep(SECONDS)
        await asyncio.to_thread(give_back)


def give_back() -> None:
    """Give back what is free; nothing where the C library is not glibc."""
    _trim()(0)


@cache
def _trim() -> Callable[[int], Any]:
    trim: Callable[[int], Any] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim or (lambda _: None)
