"""Jinja templates with everything escaped, and what they need to write moments, numbers and addresses."""

import hashlib
import re
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from newsmill.counting import count
from newsmill.pages.reasons import FAMILIES, REASONS

STATIC = {"pages.css": "text/css", "pages.js": "text/javascript", "mark.svg": "image/svg+xml"}
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
_PARTS = {"pages.css": ("reasons.css", "pages.css"), "frame.css": ("reasons.css", "frame.css")}


@cache
def environment() -> Environment:
    """The templates of this package; every value is escaped, an unknown one is an error."""
    made = Environment(
        loader=PackageLoader("newsmill.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "day": day,
        "moment": moment,
        "clock": clock,
        "iso": iso,
        "web": web,
        "host": host,
        "lang": lang,
        "number": number,
        "percent": percent,
        "bytes": size,
        "span": span,
    }
    made.globals |= {"count": count, "query": query, "asset": asset, "reasons": REASONS, "families": FAMILIES}
    return made


def render(template: str, **values: Any) -> str:
    """The template's HTML."""
    return environment().get_template(template).render(**values)


@cache
def asset_body(name: str) -> bytes:
    """The content of a style sheet, a script or the mark."""
    folder = files("newsmill.pages").joinpath("static")
    return b"\n".join(folder.joinpath(part).read_bytes() for part in _PARTS.get(name, (name,)))


@cache
def asset(name: str) -> str:
    """The file's name with a digest of its content, so that browsers may keep it for good."""
    return f"{name}?v={hashlib.sha256(asset_body(name)).hexdigest()[:12]}"


def day(value: datetime | date | None) -> str:
    """``28 November 2026``."""
    if value is None:
        return ""
    value = value.astimezone(UTC) if isinstance(value, datetime) else value
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | date | None) -> str:
    """``28 Nov 2026, 21:40`` in UTC; the day alone where the time is not stated."""
    if not isinstance(value, datetime):
        return "" if value is None else f"{value.day} {value:%b %Y}"
    value = value.astimezone(UTC)
    return f"{value.day} {value:%b %Y, %H:%M}"


def clock(value: datetime) -> str:
    """``21:40`` in UTC."""
    return f"{value.astimezone(UTC):%H:%M}"


def iso(value: datetime | date | None) -> str:
    """ISO 8601, for the `datetime` attribute."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    return "" if value is None else value.isoformat()


def web(url: str | None) -> str:
    """The address where it is one of the web, else an empty text: no link ever leads to ``javascript:``."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return ""
    try:
        return url if urlsplit(url).hostname else ""
    except ValueError:
        return ""


def host(url: str | None) -> str:
    """The host of an address, without ``www.``; empty for what is none."""
    return (urlsplit(web(url)).hostname or "").removeprefix("www.")


def lang(code: str | None) -> str:
    """A language for the `lang` attribute (BCP 47); empty, which is "unknown", for what is none."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


def number(value: float) -> str:
    """With a comma between thousands."""
    return f"{value:,.0f}"


def percent(value: float | None) -> str:
    """``42 %``; a dash for None."""
    return "–" if value is None else f"{100 * value:.0f}\u00a0%"


def size(value: int) -> str:
    """Bytes as people read them."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= least:
            return f"{value / least:.1f}\u00a0{unit}"
    return f"{value}\u00a0bytes"


def span(seconds: float) -> str:
    """A time as people say it: ``3 minutes``, ``2 hours``, ``4 days``."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return count(round(seconds / length), unit)
    return "under a second" if seconds < 1 else count(round(seconds), "second")


def query(values: dict[str, Any], **changes: Any) -> str:
    """A query string of the values that are set, with changes made to them."""
    merged = {**values, **changes}
    return urlencode({name: value for name, value in merged.items() if value not in (None, "")})
