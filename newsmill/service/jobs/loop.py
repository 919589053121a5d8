"""What runs beside the API, round after round: crawls, the index of the search, webhooks."""

import asyncio
import contextlib
import logging

from newsmill.service.jobs.children import Child
from newsmill.service.jobs.crawls import Crawls
from newsmill.service.jobs.telling import Telling
from storage import StoreError, pending
from storage.database import Database

log = logging.getLogger(__name__)
EVERY = 5.0
"""Seconds between two rounds where nobody asks for one sooner."""


class Jobs:
    """The jobs of one service. `wake` may be called from any thread; `crawls` None leaves crawling to others."""

    def __init__(self, database: Database, db: str, *, crawls: Crawls | None, telling: Telling) -> None:
        self._database, self._db = database, db
        self.crawls, self.telling = crawls, telling
        self._woken: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._settling: asyncio.Task[None] | None = None
        self._settler: Child | None = None

    def wake(self) -> None:
        """There is work: begin the next round now."""
        if self._loop is not None and self._woken is not None:
            with contextlib.suppress(RuntimeError):  # it has ended
                self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Go on until cancelled; then end what was started."""
        self._loop, self._woken = asyncio.get_running_loop(), asyncio.Event()
        try:
            while True:
                self._woken.clear()
                await self._round()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), EVERY)
        finally:
            await self._end()

    async def _round(self) -> None:
        """One round; a database that does not answer costs this round, and no more."""
        try:
            if self.crawls is not None:
                await self.crawls.tick()
            await self._settle()
            await self.telling.tick()
        except StoreError as error:
            log.error("%s", error)

    async def _settle(self) -> None:
        """Have articles that wait put into search, pairs and clusters, where no crawl does that in the end."""
        busy = self.crawls is not None and self.crawls.running
        if busy or self._settling is not None or not await asyncio.to_thread(self._database.read, pending.any_left):
            return
        self._settling = asyncio.create_task(self._settle_now())
        self._settling.add_done_callback(self._settled)

    async def _settle_now(self) -> None:
        self._settler = await Child.start("settle", self._db)
        ended = await self._settler.wait()
        if ended.status:
            log.error("settling ended with status %d; its lines above say why", ended.status)

    def _settled(self, _: object) -> None:
        self._settling = self._settler = None
        self.wake()

    async def _end(self) -> None:
        endings = [self._settler.end()] if self._settler is not None else []
        await asyncio.gather(*endings)
        try:
            if self.crawls is not None:
                await self.crawls.end()
        except StoreError as error:
            log.error("%s; the outlets are free again in two minutes", error)
        await self.telling.end()
