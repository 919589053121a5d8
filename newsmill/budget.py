"""What one page may cost: seconds, and memory beyond what a cleaning process holds anyway.

The seconds are those of the processor, so that a busy machine makes no other result of a page; by the clock it may be
`PATIENCE` times as many.

The limit of memory is the system's own on private data (`setrlimit`, RLIMIT_DATA; Linux counts all private writable
mappings since 4.7). A limit of the address space would count the libraries' files and the stacks of their threads, more
than most pages take; a watch over resident memory would come too late for a page that takes a gigabyte in a second.
"""

import math
import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path

from cleaners.types import Article, Rejected, Why

SECONDS = 10.0
"""The longest that one page may take; the slowest real pages take about a tenth of it."""
PATIENCE = 6
"""By the clock a page may take this many times its seconds, where other processes have the processor meanwhile."""
MEMORY = 512
"""The most MiB that one page may take; large real pages take a tenth of it."""
_KEPT = 192 * 1024**2
"""What a process keeps from pages before: tables loaded when first needed, wording remembered, free space in between."""
_AGAIN = 0.5
"""Seconds after which an alarm that was not heard comes again."""
_STATM = Path("/proc/self/statm")
_DATA = 5  # the field of proc(5) that counts data and stack, in pages
_USER, _SYSTEM = 11, 12  # the fields after the name that count a process's time, in ticks


class OverTimeError(Exception):
    """The page has had its time."""


def too_long(seconds: float) -> Rejected:
    """The refusal of a page that took too long."""
    return Rejected(why=Why.TIMEOUT, detail=f"cleaning took more than {seconds:g} seconds")


def too_much(memory: int) -> Rejected:
    """The refusal of a page that took too much memory."""
    return Rejected(why=Why.TOO_LARGE, detail=f"cleaning took more than {memory:,} MiB of memory")


def spent(process: int) -> float:
    """The seconds of the processor that a process has had, to a hundredth; endless where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return math.inf


def limit_memory(memory: int) -> int:
    """From now on no more than `memory` MiB may be taken; returns the limit before, for `lift`.

    What goes beyond becomes a MemoryError. Where the system does not tell how much is taken, nothing is limited.
    """
    before, most = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        pages = int(_STATM.read_text().split()[_DATA])
    except (OSError, ValueError, IndexError):
        return before
    limit = pages * resource.getpagesize() + _KEPT + memory * 1024**2
    resource.setrlimit(resource.RLIMIT_DATA, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))
    return before


def lift(before: int) -> None:
    """Take the limit of memory back to what it was."""
    resource.setrlimit(resource.RLIMIT_DATA, (before, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def within(seconds: float, memory: int, clean: Callable[[], Article | Rejected]) -> Article | Rejected:
    """Clean a page in this process, in its main thread, within the budget.

    The alarm is heard between two steps of the interpreter; a step inside a library is waited for. It comes again, since
    the interpreter drops what is raised while it destroys or collects objects.
    """
    before = limit_memory(memory)
    handlers = [(number, signal.signal(number, _stop)) for number in (signal.SIGPROF, signal.SIGALRM)]
    try:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
            signal.setitimer(signal.ITIMER_REAL, seconds * PATIENCE, _AGAIN)
            return clean()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)
    except OverTimeError:
        return too_long(seconds)
    except MemoryError:
        lift(before)
        return too_much(memory)
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)
        lift(before)


def _stop(*_: object) -> None:
    raise OverTimeError
