"""Requests made by schemathesis out of the OpenAPI document, good ones and bad ones: none brings out a bug."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from newsmill.config import Config
from newsmill.service.app import create_app
from newsmill.service.jobs.fetching import Trouble
from newsmill.service.jobs.taking import Taking, checked
from newsmill.service.wiring import wired
from storage.service import tokens, webhooks
from storage.store import open_store
from tests.newsmill.service.test_reading import fill
from tests.storage.conftest import new_schema

EXAMPLES = 5
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


class Nowhere:
    """Fetches nothing: no test reaches a network."""

    def fetch(self, url: str) -> Trouble:
        """Whatever the address, it cannot be had."""
        checked(url)
        return Trouble(why="unreachable", detail="nothing is fetched here")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, database: str) -> Iterator[Any]:
    """Give the schema of a service with a few articles; every request carries a token that may all."""
    folder = tmp_path_factory.mktemp("fuzzed")
    with open_store(database, archive=folder / "archive", patience=0) as store:
        fill(store)
        store.settle()
        at = datetime.now(UTC)
        token = store.database.write(tokens.add, "fuzz", ["admin"], at)
        store.database.write(webhooks.add, "https://h.example/", None, {}, at)
        with wired(store, Config(seeds=Path("none"), rate=0), local=False) as service:
            nowhere: Any = Nowhere()
            taking = Taking(store=store, config=service.config, cleaning=service.taking.cleaning, fetching=nowhere)
            object.__setattr__(service, "taking", taking)
            app = create_app(service)
            schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Authorization": f"Bearer {token}"})
            yield schema


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the URL of a new database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'news.db'}"
        return
    with new_schema() as url:
        yield url


def fuzz(operation: Any, mode: GenerationMode) -> None:
    """Send requests of an operation, good or bad ones, and look at the answers. Raises what the checks find."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    sent()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_brings_out_a_bug(api: Any, mode: GenerationMode) -> None:
    """No request is answered with a 5xx, and every answer is one that the document names, in the form it names."""
    found: dict[str, str] = {}
    operations = [result.ok() for result in api.get_all_operations()]
    assert len(operations) > 25
    for operation in operations:
        try:
            fuzz(operation, mode)
        except Unsatisfiable:  # it has nothing that could be wrong
            pass
        except BaseExceptionGroup as group:
            found[operation.label] = "\n".join(map(str, group.exceptions))
    assert found == {}, "\n\n".join(f"{label}\n{text}" for label, text in found.items())
