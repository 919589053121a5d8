"""A cleaned page on its way into the tables."""

from dataclasses import dataclass

from cleaners.types import Article, Page
from storage.archive import Archived


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page, where its bytes are archived, if they are, and the article that it was cleaned to."""

    page: Page
    archived: Archived | None
    article: Article
