"""Answers in JSON with an ETag: who has them already is told so without them (RFC 9110, section 13)."""

from hashlib import blake2b
from typing import Any

import orjson
from fastapi import Request, Response

from newsmill.service.problems import Problem

PRIVATE = "private, no-cache"
"""Nobody between may keep it, and whoever has it asks whether it is still so."""


def as_json(request: Request, value: Any) -> Response:
    """The value as JSON, or 304 where the client has it."""
    return tagged(request, orjson.dumps(value), "application/json")


def tagged(request: Request, body: bytes, media_type: str) -> Response:
    """The body with its ETag, or 304 where the client has it."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": PRIVATE}
    if matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def matches(wanted: str | None, etag: str) -> bool:
    """Whether If-None-Match names the ETag, by the weak comparison."""
    if wanted is None:
        return False
    names = [name.strip().removeprefix("W/") for name in wanted.split(",")]
    return etag in names or "*" in names


def missing(what: str) -> Problem:
    """404, with what is not there."""
    return Problem(404, f"there is no {what}")
