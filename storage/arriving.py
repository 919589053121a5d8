"""What is known of a page that has just come, before anything is done with it: one question for all of it."""

from typing import NamedTuple

from sqlalchemy import Connection

from cleaners.types import Page
from storage.driver import execute
from storage.duplicates import identity
from storage.rows import sha256
from storage.warc import address, body_sha256


class Known(NamedTuple):
    """Whether a page's article was deleted for good, whether its bytes are archived, whether its address gave them before."""

    forgotten: bool
    archived: bool
    same: bool


def known(connection: Connection, page: Page) -> Known:
    """Return what is known of a page."""
    digest = body_sha256(page)
    values = (sha256(identity(page.url, None)) if page.url else "", digest, sha256(address(page)), digest)
    (row,) = execute(connection, _QUERIES[connection.dialect.name], values)
    return Known(*map(bool, row))


_QUERY = (
    "SELECT EXISTS (SELECT 1 FROM forgotten WHERE url_sha256 = {0}), "
    "EXISTS (SELECT 1 FROM records WHERE body_sha256 = {0}), "
    "EXISTS (SELECT 1 FROM pages WHERE url_sha256 = {0} AND body_sha256 = {0})"
)
_QUERIES = {"sqlite": _QUERY.format("?"), "postgresql": _QUERY.format("%s")}
