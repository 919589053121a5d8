"""What is written about the service is true: the table of routes, the units in deploy/."""

import re
from pathlib import Path

from docs.api_table import FILE, document, written
from newsmill.cli import cli

ROOT = Path(__file__).parents[3]


def test_the_table_of_routes_is_up_to_date() -> None:
    """docs/api.md has every route of the OpenAPI 3.1 document as it is; `python -m docs.api_table` writes it anew."""
    openapi = document()
    assert openapi["openapi"].startswith("3.1")
    assert FILE.read_text(encoding="utf-8") == written(FILE.read_text(encoding="utf-8"), openapi)


def test_every_reference_of_the_document_leads_somewhere() -> None:
    """No schema that is referred to is missing, and every route says what it is for."""
    openapi = document()
    names = set(re.findall(r"#/components/schemas/([^'\"]+)", str(openapi)))
    assert names <= set(openapi["components"]["schemas"])
    routes = [route for methods in openapi["paths"].values() for route in methods.values()]
    assert all(route["summary"] and route["description"] for route in routes)


def test_deployments_start_commands_that_are_there() -> None:
    """The unit, the image and the composition call commands and options of newsmill, and copy what there is."""
    unit, image = (ROOT / "deploy" / name for name in ("newsmill.service", "Dockerfile"))
    assert "ExecStart=/opt/newsmill/bin/newsmill run\n" in unit.read_text() and "run" in cli.commands
    assert 'CMD ["run", "--host", "0.0.0.0"]' in image.read_text()
    copied = re.findall(r"^COPY (?!--)(.+)", image.read_text(), re.MULTILINE)
    assert all((ROOT / name).exists() for line in copied for name in line.split()[:-1])
    kept = (ROOT / ".dockerignore").read_text().split()
    assert all(f"!{name}" in kept for line in copied for name in line.split()[:-1])
