"""A crawl by hand holds its outlets as `newsmill run` does, so that no two processes on a database crawl one at a time.

The lease is a line of the schedule (`storage.service.schedule`) and is renewed from a thread of its own. That of a process
which was killed is over after two minutes, or at once where it ran on this machine and is seen to be gone.
"""

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

from storage import StoreError
from storage.database import Database
from storage.service import schedule

EVERY = schedule.LEASE.total_seconds() / 4
"""Seconds between two words to the database."""
SECONDS = 5.0
"""How long the last of them is waited for."""
Say = Callable[[str], None]


@contextmanager
def held(database: Database, hosts: Collection[str], say: Say, *, every: float = EVERY) -> Iterator[set[str]]:
    """Hold outlets while the context lasts; yields those that are held, `say` gets a line for each that is another's.

    Where one is lost on the way, since this process was not heard of for too long, the process is interrupted as by Ctrl-C.
    Raises StoreError where the database cannot be used at the start.
    """
    name = _name(os.getpid())
    others = _claimed(database, name, hosts)
    for host, holder in sorted(others.items()):
        machine, process = holder.split(":")[:2]
        say(f"{host}: process {process} on {machine} is crawling it; it is left out, crawl it when that has ended")
    mine, ended = set(hosts) - others.keys(), Event()
    brief = Database(database.engine, patience=0)
    keeper = Thread(target=_keep, args=(brief, name, sorted(mine), ended, every, say), name="leases", daemon=True)
    keeper.start()
    try:
        yield mine
    finally:
        ended.set()
        keeper.join(SECONDS)
        with contextlib.suppress(StoreError):  # then it is over in two minutes
            brief.write(schedule.unclaim, name)


def _claimed(database: Database, name: str, hosts: Collection[str]) -> dict[str, str]:
    """Claim outlets, those of processes too that are gone; return the holders of the others."""
    others = database.write(schedule.claim, name, hosts, datetime.now(UTC))
    gone = {holder for holder in others.values() if is_gone(holder)}
    for holder in gone:
        database.write(schedule.unclaim, holder)
    return database.write(schedule.claim, name, hosts, datetime.now(UTC)) if gone else others


def _keep(database: Database, name: str, hosts: list[str], ended: Event, every: float, say: Say) -> None:
    while hosts and not ended.wait(every):
        try:
            lost = set(hosts) - set(database.write(schedule.renew, name, hosts, datetime.now(UTC)))
        except StoreError:  # the crawl waits for it too, and says so
            continue
        if lost and not ended.is_set():
            say(f"{', '.join(sorted(lost))}: another process crawls it now; this crawl ends")
            os.kill(os.getpid(), signal.SIGINT)
            return


def _name(process: int) -> str:
    """How the schedule calls the crawl of a process: its machine, its number, and what tells numbers of others apart."""
    return f"{socket.gethostname().replace(':', '_')}:{process}:crawl {_numbers()}"


def _numbers() -> str:
    """Whose process numbers ours are: the boot and the namespace on Linux; nobody else's where that is not known."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return os.urandom(8).hex()


def is_gone(holder: str) -> bool:
    """Whether the holder is a crawl by hand in a process of this machine that has ended.

    Not so for a `newsmill run` that was killed: a crawl that it started may go on for a minute.
    """
    number = holder.split(":")[1]
    if not number.isdecimal() or holder != _name(int(number)):
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
