"""How late the event loop is: what a probe that only wants to wake up every few milliseconds finds.

Whatever holds the loop up, a parser, a database call, a regular expression, makes it late; so does a machine that is
busier than it has processors, and threads that hold the interpreter.
"""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Self

EVERY = 0.02
"""Seconds between two looks."""
STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper ends in seconds of the classes that looks are counted in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How late the loop was, in seconds: the worst look, the mean, and what 99 of 100 looks stayed under."""

    worst: float = 0.0
    mean: float = 0.0
    most_under: float = 0.0
    looks: int = 0


class LagProbe:
    """Measures while the context lasts, in bounded memory."""

    def __init__(self) -> None:
        self._counts = [0] * (len(STEPS) + 1)
        self._looks, self._sum, self.worst, self.last = 0, 0.0, 0.0, 0.0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.get_running_loop().create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def lag(self) -> Lag:
        """What was found so far."""
        if not self._looks:
            return Lag()
        seen, under = 0, self.worst
        for step, count in zip(STEPS, self._counts, strict=False):
            seen += count
            if seen >= 0.99 * self._looks:
                under = min(step, self.worst)
                break
        mean = self._sum / self._looks
        return Lag(worst=round(self.worst, 4), mean=round(mean, 5), most_under=round(under, 4), looks=self._looks)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + EVERY
            await asyncio.sleep(EVERY)
            self.note(max(loop.time() - due, 0.0))

    def note(self, late: float) -> None:
        """Count one look."""
        self.last, self.worst = late, max(self.worst, late)
        self._looks, self._sum = self._looks + 1, self._sum + late
        self._counts[next((place for place, step in enumerate(STEPS) if late <= step), len(STEPS))] += 1
