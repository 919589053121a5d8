"""What a crawl of the world has to come to, told from the pages themselves, which are cleaned here without any crawl."""

from collections import Counter
from collections.abc import Sequence

import cleaners
from cleaners.rules.model import Rules
from cleaners.types import Article, Page
from storage.rows import content_sha256
from tests.world.outlets import EDITIONS, Editions, Outlet

REFUSED = "refused"
MARK = b"thirteen grey herons"


class Oracle:
    """Cleans pages in this process: the digest of an article, or that there is none."""

    def __init__(self) -> None:
        self._rules: Rules = cleaners.load_rules()
        self._known: dict[tuple[str, bytes], str] = {}

    def fate(self, url: str, body: bytes) -> str:
        """The article's digest, or `REFUSED`."""
        if (url, body) not in self._known:
            result = cleaners.clean(Page(body=body, url=url, content_type="text/html"), self._rules)
            self._known[url, body] = content_sha256(result) if isinstance(result, Article) else REFUSED
        return self._known[url, body]

    def changed(self, url: str, body: bytes) -> bytes | None:
        """The same page with other words in its text, so that its article is another; None where that fails."""
        result = cleaners.clean(Page(body=body, url=url, content_type="text/html"), self._rules)
        if not isinstance(result, Article):
            return None
        for block in result.blocks:
            words = block.text.encode("ascii", "ignore").split()
            for start in range(2, max(len(words) - 4, 2), 4):
                passage = b" ".join(words[start : start + 3])
                if len(passage) > 12 and body.count(passage) == 1:
                    other = body.replace(passage, MARK)
                    if self.fate(url, other) not in (REFUSED, self.fate(url, body)):
                        return other
        return None


def expected(outlets: Sequence[Outlet], edition: int, oracle: Oracle) -> Counter[str]:
    """The numbers of a crawl's report for an edition, all earlier ones having been crawled within the hour."""
    counts: Counter[str] = Counter()
    for outlet in outlets:
        if outlet.feed_status != 200:
            counts["failed"] += 1
        if edition == 1:  # later crawls wait before they try again
            counts["failed"] += len(outlet.dead) + len(outlet.barred)
        for path, bodies in outlet.pages.items():
            if path not in outlet.barred and bodies[edition - 1] is not None:
                counts[_fate(outlet, path, bodies, edition, oracle)] += 1
    return counts


def _fate(outlet: Outlet, path: str, bodies: Editions, edition: int, oracle: Oracle) -> str:
    url, now = outlet.url + path, bodies[edition - 1] or b""
    before = bodies[edition - 2] if edition > 1 else None
    fate = oracle.fate(url, now)
    if before is None:
        return REFUSED if fate == REFUSED else "new"
    if before == now and outlet.validator:
        return "not_modified"
    if fate == REFUSED:
        return REFUSED
    return "unchanged" if oracle.fate(url, before) == fate else "revised"


def pages(outlets: Sequence[Outlet], oracle: Oracle) -> int:
    """How many articles there are after all editions."""
    return sum(expected(outlets, edition, oracle)["new"] for edition in range(1, EDITIONS + 1))
