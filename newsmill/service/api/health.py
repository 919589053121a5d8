"""Whether the service lives, and whether it can work: for systemd, containers and load balancers. No token is needed."""

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from newsmill.service.problems import Problem, documented
from newsmill.service.security.access import Reader
from newsmill.service.wiring import Wired
from storage import StoreError

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The word that says so."""

    status: Literal["ok"] = "ok"


@router.get("/healthz", summary="The process answers")
async def healthz() -> Health:
    """Answers as long as the process does; looks at nothing else."""
    return Health()


@router.get("/readyz", summary="The database answers too", responses=documented(503))
def readyz(service: Wired) -> Health:
    """Answers 503 while the database does not."""
    try:
        service.store.answers()
    except StoreError as error:
        raise Problem(503, "the database does not answer", headers={"Retry-After": "5"}) from error
    return Health()


@router.get(
    "/metrics",
    summary="Prometheus metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **documented(401, 403)},
)
def metrics(service: Wired, _: Reader) -> Response:
    """Requests by route, what is stored, what waits, what the crawls brought, in Prometheus' text form."""
    return Response(generate_latest(service.metrics.registry), media_type=CONTENT_TYPE_LATEST)
