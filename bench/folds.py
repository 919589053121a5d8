"""Which outlet a page belongs to and which fold an outlet, so that no model is measured on an outlet it learned from."""

import hashlib
from functools import cache
from urllib.parse import urlsplit

from tld import get_fld

FOLDS = 5


@cache
def outlet(url: str) -> str:
    """The registered domain of a URL (``bbc.co.uk``), or its host where it has none."""
    return get_fld(url, fail_silently=True, fix_protocol=True) or (urlsplit(url).hostname or url)


@cache
def fold(name: str, folds: int = FOLDS) -> int:
    """The fold of an outlet, from 0: the same in every run and on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % folds
