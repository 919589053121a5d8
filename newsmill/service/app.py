"""The application: routes, errors and the guards before them.

Pages are mounted by functions that get the application: ``mount(app)`` adds its routers (`app.include_router`) and static
files (`app.mount("/static", ...)`), and may set ``app.state.error_page`` (`newsmill.service.problems.ErrorPage`). What they
need they find in ``app.state.service``, or as the dependencies `Wired`, `Reader`, `Submitter`, `Admin`, `Signed`.
"""

from collections.abc import Callable, Sequence
from importlib.metadata import version

from fastapi import FastAPI

from newsmill.service import problems
from newsmill.service.api import articles, cleaning, exports, feeds, health, hooks, judging, sources
from newsmill.service.head import Head
from newsmill.service.metrics import Measured
from newsmill.service.security.headers import SecurityHeaders
from newsmill.service.security.origin import OriginGuard
from newsmill.service.security.rate import RateLimit
from newsmill.service.security.size import SizeLimit
from newsmill.service.wiring import Service

Mount = Callable[[FastAPI], None]
BODY_MARGIN = 1_000_000
"""Bytes of a request's body beside the document that it brings, which escapes may make twice as long."""


def create_app(service: Service, *, mounts: Sequence[Mount] = ()) -> FastAPI:
    """Return the application over an open store. Who made the service closes its store."""
    app = FastAPI(
        title="newsmill",
        summary="News articles without their boilerplate, and what was left out, why",
        version=version("newsmill"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,  # it would be loaded from other hosts
        redoc_url=None,
    )
    app.state.service = service
    problems.install(app)
    for part in (articles, cleaning, judging, exports, feeds, sources, hooks, health):
        app.include_router(part.router)
    for mount in mounts:
        mount(app)
    if service.config.rate:
        app.add_middleware(RateLimit, most=service.config.rate)
    app.add_middleware(SizeLimit, most=2 * service.config.max_page_bytes + BODY_MARGIN)
    app.add_middleware(OriginGuard)
    app.add_middleware(Measured, metrics=service.metrics)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Head)  # the last one added is the outermost
    return app
