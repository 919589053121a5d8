"""Pages that need a browser: a download handler for sources with `render = true`, on scrapy-playwright.

Only requests that say so go through the browser (`RENDERED`); it is started at the first of them. All that it loads goes
through `GuardedProxy`, since it resolves names and follows redirects by itself. Pictures, films and fonts are not loaded.
"""

import asyncio
import contextlib
import os
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Request
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy import Request as ScrapyRequest
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.middlewares.daily import DailyCapMiddleware
from crawler.middlewares.robots import RobotsMiddleware
from crawler.network.handler import GuardedHandler
from crawler.network.proxy import GuardedProxy
from crawler.spiders.outlet import OutletSpider

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
NOT_LOADED = frozenset({"image", "media", "font"})
QUIET_SECONDS = 5.0
"""How long a page may go on loading after its own load event until it is taken as it is."""
PAGES = 2


def browser_settings(executable: str, timeout: float) -> dict[str, Any]:
    """Scrapy's settings for a source that is rendered; `executable` is the browser, empty for Playwright's own."""
    launch: dict[str, Any] = {"headless": True, "args": list(FLAGS), "chromium_sandbox": os.geteuid() != 0}
    if executable:
        launch["executable_path"] = executable
    handler = "crawler.network.browser.RenderingHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "PLAYWRIGHT_LAUNCH_OPTIONS": launch,
        "PLAYWRIGHT_CONTEXTS": {},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": PAGES,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": timeout * 1000,
        "NEWSMILL_RENDER_SECONDS": timeout + 2 * QUIET_SECONDS,
    }


def rendering() -> dict[str, Any]:
    """What a request's meta says so that it goes through the browser."""
    return {
        "playwright": True,
        "playwright_context_kwargs": {"accept_downloads": False, "service_workers": "block"},
        "playwright_page_methods": [PageMethod(_quiet)],
    }


async def _quiet(page: Page) -> None:
    """Wait until the page loads nothing more, for a while."""
    with contextlib.suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=QUIET_SECONDS * 1000)


def _is_the_page(request: Request) -> bool:
    """Whether it is the first request of a tab: the one that the crawler made."""
    if not request.is_navigation_request():
        return False
    frame = request.frame
    return frame.parent_frame is None and frame.url in ("", "about:blank")


class RenderingHandler(ScrapyPlaywrightDownloadHandler, GuardedHandler):  # type: ignore[misc]  # untyped base
    """Scrapy-playwright's handler behind our proxy; plain requests go as all others do."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._proxy = GuardedProxy(OutletSpider.of(crawler).source.may_connect, limit)
        self._seconds = crawler.settings.getfloat("NEWSMILL_RENDER_SECONDS")
        self._starting = asyncio.Lock()
        self._is_started = False
        self._crawler = crawler
        self.abort_request = self._is_left_out

    async def _maybe_launch_in_thread(self) -> None:
        """Not yet: the first request that needs it starts the browser."""

    async def download_request(self, request: ScrapyRequest) -> Response:
        """Raises Scrapy's own exceptions for what the browser cannot have."""
        if not request.meta.get("playwright"):
            plain: Response = await super().download_request(request)
            return plain
        await self._start()
        try:
            return await asyncio.wait_for(super().download_request(request), self._seconds)
        except (TimeoutError, PlaywrightTimeout) as error:
            await self._drop_contexts()  # a script that never ends holds its page, which only the context's end frees
            raise DownloadTimeoutError(f"{request.url} was not drawn in {self._seconds:.0f} seconds") from error
        except PlaywrightError as error:
            raise DownloadFailedError(f"the browser: {error.message.splitlines()[0]}") from error

    async def _start(self) -> None:
        async with self._starting:
            if not self._is_started:
                server = await self._proxy.start()
                self.config.launch_options["proxy"] = {"server": server}
                await self._launch()
                self._is_started = True

    async def _is_left_out(self, request: Request) -> bool:
        """Whether something that a page loads is not: no text comes of it, robots.txt forbids it, its host had enough.

        The page itself went through the middlewares; what it loads has to be brought before them.
        """
        if request.resource_type in NOT_LOADED:
            return True
        if not request.url.startswith(("http://", "https://")) or _is_the_page(request):
            return False
        try:
            asked, crawler = ScrapyRequest(request.url), self._crawler
            if robots := crawler.get_downloader_middleware(RobotsMiddleware):
                await robots.process_request(asked)
            if cap := crawler.get_downloader_middleware(DailyCapMiddleware):
                await cap.process_request(asked)
        except IgnoreRequest:
            return True
        return False

    async def _drop_contexts(self) -> None:
        wrappers = list(self.context_wrappers.values())
        self.context_wrappers.clear()
        for wrapper in wrappers:
            with contextlib.suppress(PlaywrightError, TimeoutError):
                await asyncio.wait_for(wrapper.context.close(), QUIET_SECONDS)

    async def _close(self) -> None:
        if self._is_started:
            await super()._close()
        await self._proxy.close()
