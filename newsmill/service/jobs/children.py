"""Jobs in processes of their own: started, waited for, and ended by closing their standard input."""

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass

log = logging.getLogger(__name__)
PATIENCE = 20.0
"""Seconds that a job may take to end by itself."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a job printed, and its exit status."""

    output: bytes
    status: int


class Child:
    """One job; its standard error is the service's own."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, *arguments: str) -> "Child":
        """Start `newsmill.service.jobs.child` with its arguments, deaf to the terminal's Ctrl-C."""
        command = (sys.executable, "-P", "-m", "newsmill.service.jobs.child", *arguments)
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        return cls(process)

    async def wait(self) -> Ended:
        """Wait for its end."""
        assert self._process.stdout is not None
        output = await self._process.stdout.read()
        return Ended(output, await self._process.wait())

    def ask_to_end(self) -> None:
        """Have it end soon, with what it has stored."""
        if self._process.stdin is not None:
            self._process.stdin.close()

    async def end(self) -> None:
        """Have it end, by force where it takes too long."""
        self.ask_to_end()
        for force in (self._process.terminate, self._process.kill):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), PATIENCE)
                return
            log.warning("a job did not end in %.0f seconds; it is forced to", PATIENCE)
            with contextlib.suppress(ProcessLookupError):
                force()
        await self._process.wait()
