"""A store as an export sees it: flat pages of the articles that are meant, up to the newest revision of its beginning."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage import reading
from storage.conditions import Conditions
from storage.errors import StoreError
from storage.exports import flat, progress
from storage.exports.flat import Row, Span
from storage.filters import Filters
from storage.models import Article
from storage.views import ArticleRow

if TYPE_CHECKING:
    from storage.store import Store


class Exporting:
    """Articles of a store that meet the conditions, as they are when it is made. Raises StoreError as the store does.

    Copies and events are brought up to date first, unless `settle` is False. What is stored while an export runs belongs
    to the next one.
    """

    def __init__(self, store: "Store", conditions: Conditions, *, settle: bool = True) -> None:
        if settle:
            store.settle()
        self._database = store.database
        self._filters = Filters(**conditions)
        self.until = self._database.write(flat.newest)

    def pages(self, after: int = 0) -> Iterator[list[Row]]:
        """Yield flat rows in order of id, a page at a time; only of revisions after the one given."""
        return flat.pages(self._database, self._filters, Span(after=after, until=self.until))

    def rows(self, after: int = 0) -> Iterator[ArticleRow]:
        """Yield whole articles in order of id; only those with a revision after the one given."""
        for page in self.pages(after):
            yield from reading.articles(self._database, [row[0] for row in page])

    def total(self) -> int:
        """Return how many articles there are, whether they meet the conditions or not."""
        return self._database.read(lambda connection: connection.scalar(select(func.count()).select_from(Article)) or 0)

    def done(self, target: tuple[str, str]) -> int:
        """Return the last revision that an earlier export took into account, 0 where there was none.

        `target` is a place and a description of what goes there. Raises StoreError where something else went there.
        """
        before, what = self._database.read(progress.done, target[0])
        if what is not None and what != target[1]:
            raise StoreError(f"{target[0]} holds another export ({what}); choose another folder")
        return before

    def note(self, target: tuple[str, str], articles: int) -> None:
        """Write down that the export ended."""
        self._database.write(progress.note, target, self.until, articles, datetime.now(UTC))
