"""The service as Prometheus metrics: requests by route, what is stored, what waits, what the crawls brought."""

import time
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storage.counts import counts
from storage.database import Database

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The registry of one service."""

    def __init__(self, database: Database) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        self._requests = Counter(
            "newsmill_http_requests", "Requests answered", ("method", "route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "newsmill_http_seconds", "Time until the answer began", ("route",), buckets=BUCKETS, registry=registry
        )
        self._under_way = Gauge("newsmill_http_under_way", "Requests being answered", registry=registry)
        registry.register(_Stored(database))

    def began(self) -> None:
        """A request came."""
        self._under_way.inc()

    def ended(self, method: str, route: str, status: int, seconds: float) -> None:
        """It was answered."""
        self._under_way.dec()
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(route).observe(seconds)


class _Stored(Collector):
    """Asks the database when somebody asks us."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the registry would ask the database."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """What is stored and what waits."""
        for name, (text, label, values) in self._database.read(counts).items():
            family = GaugeMetricFamily(f"newsmill_{name}", text, labels=(label,) if label else ())
            for key, value in values.items():
                family.add_metric((key,) if label else (), value)
            yield family


class Measured:
    """Measures every request by its route, not by its path: there are as many of these as articles."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started, took, status = time.perf_counter(), 0.0, 500

        async def noted(message: Message) -> None:
            nonlocal took, status
            if message["type"] == "http.response.start":
                took, status = time.perf_counter() - started, message["status"]
            await send(message)

        self._metrics.began()
        try:
            await self.app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in ("GET", "POST", "DELETE", "PUT", "HEAD") else "other"
            self._metrics.ended(method, route, status, took or time.perf_counter() - started)
