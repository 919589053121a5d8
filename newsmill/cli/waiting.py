"""Says why a command takes its time when many articles have to be compared first."""

from typing import TYPE_CHECKING

from newsmill.cli.options import warn
from newsmill.counting import count

if TYPE_CHECKING:
    from storage import Store

_MANY = 2000


def settled(store: "Store") -> None:
    """Bring search, copies and events up to date; a line for a person where that takes more than seconds."""
    waiting = store.waiting()
    if waiting > _MANY:
        long = count(waiting // 6000 + 1, "minute")
        warn(f"{waiting:,} articles are new to search and comparison; that takes about {long}, once")
    store.settle()
