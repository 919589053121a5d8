"""Small pages written for these tests, and the way to read them."""

from datetime import datetime

from lxml import html

from cleaners.html.metadata import read_metadata
from cleaners.types import Metadata

URL = "https://www.harbour-post.example/news/ferry"


def read(
    body: str, head: str = "", *, url: str = URL, fetched_at: datetime | None = None, lang: str = "en"
) -> Metadata:
    """Read the metadata of a page made of these parts."""
    text = f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return read_metadata(html.document_fromstring(text), url, fetched_at)


def ld(text: str) -> str:
    """Return the text as a JSON-LD script."""
    return f'<script type="application/ld+json">{text}</script>'
