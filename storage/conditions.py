"""Which articles are meant, as keyword arguments."""

from datetime import date, datetime
from typing import TypedDict


class Conditions(TypedDict, total=False):
    """Conditions on articles; None, or none at all, sets none.

    `since` (included) and `before` (excluded) bound the publication, a day counting from its midnight in UTC.
    `author` is a part of a name, `section` the whole name, both whatever their letter case. `copies` False leaves out
    the articles whose text an earlier article has already, True gives only these.
    """

    source: str | None
    language: str | None
    paywall: str | None
    section: str | None
    author: str | None
    since: datetime | date | None
    before: datetime | date | None
    copies: bool | None
