"""What is sent in, on the one path that every page takes (`newsmill.ingest`), or cleaned and given back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cleaners.types import Article, Page, Rejected
from newsmill.config import Config
from newsmill.ingest import ingest
from newsmill.service.jobs.cleaning import CleaningDesk
from newsmill.service.jobs.fetching import FetchingDesk, Trouble
from newsmill.service.problems import Problem
from storage import Failed, Outcome, Store
from storage.memory import Answered, Memory

TYPES = {"html": "text/html; charset=utf-8", "text": "text/plain; charset=utf-8"}
_TOO_LARGE = 413


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Takes pages that people and programs send in; its methods block, and threads may share it."""

    store: Store
    config: Config
    cleaning: CleaningDesk
    fetching: FetchingDesk

    def document(self, body: str | bytes, *, kind: str = "", url: str = "", source: str = "") -> Page:
        """A page of what was sent: `kind` is html, text or a MIME type. Raises `Problem` for what is too large or no address."""
        if isinstance(body, str):
            # The mark outranks a charset that the markup still declares.
            body = body.encode("utf-8-sig", "replace")
        if len(body) > self.config.max_page_bytes:
            raise Problem(_TOO_LARGE, f"the document has more than {self.config.max_page_bytes} bytes (max_page_bytes)")
        at = datetime.now(UTC)
        where = checked(url) if url else ""
        return Page(body=body, url=where, content_type=TYPES.get(kind, kind), fetched_at=at, source=source, how="file")

    def clean(self, page: Page) -> Article | Rejected:
        """Clean it, and keep nothing. Raises `Problem` where too many wait."""
        return self.cleaning.clean(page)

    def clean_address(self, url: str) -> tuple[Page, Article | Rejected] | Trouble:
        """Fetch a page and clean it, and keep nothing of both; otherwise as `submit_address`."""
        fetched = self.fetching.fetch(checked(url))
        return fetched if isinstance(fetched, Trouble) else (fetched[0], self.clean(fetched[0]))

    def submit(self, page: Page) -> Outcome:
        """Archive it, clean it, store its article. Raises `Problem` where too many wait."""
        return ingest(page, self.store, self.cleaning.clean)

    def submit_address(self, url: str, source: str = "") -> Outcome:
        """Fetch a page as a crawl would, and store its article. Raises `Problem` for what is no address of the web."""
        fetched = self.fetching.fetch(checked(url))
        if isinstance(fetched, Trouble):
            failed: Failed = self.store.fail(url, fetched.why, fetched.detail, source=source)
            return failed
        page, evidence = fetched
        page = replace(page, source=source or page.source)
        outcome = self.submit(page)
        answered = Answered(page=page, outcome=outcome, evidence=evidence.as_json())
        Memory(self.store.database).arrived([answered])
        return outcome


def checked(url: str) -> str:
    """The address without white space around it. Raises `Problem` 422 for what is no http or https address."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good or not url.isprintable() or " " in url:
        raise Problem(422, "url: it is no http or https address; give one such as https://news.example/story")
    return url
