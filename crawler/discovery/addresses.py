"""Addresses as feeds, sitemaps and pages write them."""

from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string


def full(address: str, base: str) -> str | None:
    """The address made full by `base`, without its fragment (RFC 3986); None when it is no http or https address.

    It is spelled as it will be asked for: what has to be percent-encoded is.
    """
    try:
        url = safe_url_string(urldefrag(urljoin(base, address.strip())).url)
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:  # such as a bracket that opens an IPv6 address and does not close
        return None


def full_ones(addresses: Iterable[str], base: str) -> list[str]:
    """The addresses that can be made full, in their order, each once."""
    return list(dict.fromkeys(url for address in addresses if (url := full(address, base))))
