"""Writes the table of routes in docs/api.md from the OpenAPI document: `python -m docs.api_table`, after routes have changed."""

import tempfile
from pathlib import Path
from typing import Any

from newsmill.config import Config
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage import open_store

FILE = Path(__file__).resolve().parent / "api.md"
MARK = "<!-- routes -->\n"
_SCOPES = ("read", "submit", "admin")


def document() -> dict[str, Any]:
    """The OpenAPI document, of a service over an empty database."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(f"sqlite:///{folder}/news.db") as store,
        wired(store, Config(), local=True) as service,
    ):
        return create_app(service).openapi()


def table(openapi: dict[str, Any]) -> str:
    """The routes by tag, each with what it takes and what it is for."""
    groups: dict[str, list[str]] = {}
    for path, methods in openapi["paths"].items():
        for method, route in methods.items():
            asked = ", ".join(f"`{one['name']}`" for one in route.get("parameters", ()) if one["in"] == "query")
            row = f"| `{method.upper()} {path}` | {route['summary']} | {asked} |"
            groups.setdefault(route["tags"][-1], []).append(row)
    head = "| route | | in the query |\n|---|---|---|"
    return "\n\n".join("\n".join([f"### {tag.capitalize()}\n", head, *rows]) for tag, rows in groups.items())


def written(text: str, openapi: dict[str, Any]) -> str:
    """The document with its table as it should be."""
    before, _, after = text.split(MARK)
    return f"{before}{MARK}\n{table(openapi)}\n\n{MARK}{after}"


if __name__ == "__main__":
    FILE.write_text(written(FILE.read_text(encoding="utf-8"), document()), encoding="utf-8")
