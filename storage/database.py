"""A database in use: each piece of work is one transaction, and one that goes away for a while is waited for."""

import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from storage.engine import transaction, translated
from storage.errors import GoneError, StoreError

PATIENCE = 600.0
"""How many seconds a database that has gone away is waited for."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 5.0
P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """Runs functions of a connection, each in a transaction of its own; threads may share it.

    A server that was restarted, or cannot be reached for a while, is asked again for `patience` seconds, and the work is
    done anew: work is therefore such that doing it twice is doing it once. `on_wait` gets a line when the wait begins.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        patience: float = PATIENCE,
        on_wait: Callable[[str], None] = lambda _: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.engine = engine
        self._patience, self._on_wait, self._pause = patience, on_wait, pause

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that changes nothing. Raises StoreError where the database cannot be used."""
        return self._run(False, lambda connection: work(connection, *args, **kwargs))

    def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work that may change something; otherwise as `read`."""
        return self._run(True, lambda connection: work(connection, *args, **kwargs))

    def scrub(self) -> None:
        """See to it that what was deleted is in no file of the database any more (SQLite; others do so in time)."""
        if self.engine.dialect.name == "sqlite":
            with translated(self.engine.url), self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let the connections go."""
        self.engine.dispose()

    def _run(self, writes: bool, work: Callable[[Connection], T]) -> T:
        waited, pause = 0.0, _FIRST_PAUSE
        while True:
            try:
                with transaction(self.engine, writes=writes) as connection:
                    return work(connection)
            except GoneError as gone:
                if waited >= self._patience:
                    raise StoreError(f"{gone}; waited {waited:.0f} seconds for it") from gone
                if not waited:
                    self._on_wait(f"{gone}; waiting for it, for {self._patience:.0f} seconds at most")
            self._pause(pause)
            waited, pause = waited + pause, min(2 * pause, _LONGEST_PAUSE)
