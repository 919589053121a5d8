"""The outlets: `seeds/HOST.toml`, one file each, read into frozen models."""

import difflib
import re
import tomllib
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from w3lib.url import safe_url_string

from crawler.errors import SourceError
from crawler.network.addresses import is_metadata, is_public
from storage.addresses import ascii_host

UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _web_address(url: str) -> str:
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ValueError(f"{url!r} is no http or https address")
    return url if url.isascii() else safe_url_string(url)  # an international host as it is asked for


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression ({error})") from error
    return text


def _span(value: object) -> object:
    match = re.fullmatch(r"(\d+)\s*([mhd])", value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"{value!r} is no span of time such as '30m', '2h' or '1d'")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


def _archive(text: str) -> str:
    if "{year}" not in text or re.search(r"[{}]", re.sub(r"\{(year|month|day)\}", "", text)):
        raise ValueError(f"{text!r} needs {{year}}, and may have {{month}} and {{day}}, but no other braces")
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]
Archive = Annotated[str, AfterValidator(_archive)]


class Source(BaseModel):
    """An outlet. `feeds`, `sitemaps` and `sections` are addresses, full or relative to `url`.

    Where none of the three is named, all are discovered. `archives` are addresses of archive pages for back-fills, with
    ``{year}``, ``{month}`` and ``{day}`` in the place of a date's numbers. `delay` is seconds between two requests
    (None: as the run says). `allow` and `deny` are regular expressions searched for in an article's address: it has to
    match one of `allow`, if there are any, and none of `deny`. `interval` is how long feeds and sitemaps are left alone
    to begin with by a crawl with ``--due``; how often each changes makes it shorter or longer. `max_daily` is the most
    requests to a host in a day. `allow_private` lets the outlet's own hosts be at private addresses, such as those of a
    company's network. `render` has pages drawn by a browser where they yield no text as they come. `headers` are sent
    to the outlet's own hosts; a value ``env:NAME`` stands for an environment variable.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    url: Annotated[str, AfterValidator(_web_address)]
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    archives: tuple[Archive, ...] = ()
    languages: tuple[str, ...] = ()
    delay: float | None = Field(default=None, ge=0)
    allow: tuple[Pattern, ...] = ()
    deny: tuple[Pattern, ...] = ()
    interval: Annotated[timedelta, BeforeValidator(_span)] = timedelta(hours=1)
    allow_private: bool = False
    headers: dict[str, str] = Field(default_factory=dict)
    max_daily: int | None = Field(default=None, ge=1)
    render: bool = False

    @classmethod
    def from_url(cls, url: str) -> Self:
        """A source that has no file. Raises `SourceError` for no web address.

        Whoever writes a private address itself (`http://127.0.0.1/`, `http://localhost/`) means it: it is allowed, as
        nothing that a name resolves to is. A loopback host needs no delay.
        """
        full = url if "://" in url else f"https://{url}"
        try:
            full = _web_address(full)
        except ValueError as error:
            raise SourceError(f"{error}; give one such as https://news.example/") from error
        host = str(urlsplit(full).hostname)
        return cls(
            name=host.removeprefix("www."),
            url=full,
            delay=0 if _is_loopback(host) else None,
            allow_private=_is_address(host) or _is_loopback(host),
        )

    @property
    def host(self) -> str:
        """The host of `url` without ``www.``: the name that pages of this source carry."""
        return str(urlsplit(self.url).hostname).removeprefix("www.")

    def absolute(self, addresses: tuple[str, ...]) -> list[str]:
        """Addresses of the file, made full."""
        return [urljoin(self.url, address) for address in addresses]

    def owns(self, url: str) -> bool:
        """Whether the address is on the outlet's host or below it."""
        host = urlsplit(url).hostname or ""
        return host == self.host or host.endswith(f".{self.host}")

    def may_connect(self, host: str, ip: str) -> bool:
        """Whether a host may be reached at an IP address: a public one, or the outlet's own where the file allows it.

        Link-local and metadata addresses are never allowed.
        """
        if is_public(ip):
            return True
        return self.allow_private and not is_metadata(ip) and (host == self.host or host.endswith(f".{self.host}"))

    def wants(self, url: str) -> bool:
        """Whether the address may be an article of the outlet."""
        allowed = not self.allow or any(re.search(pattern, url) for pattern in self.allow)
        return self.owns(url) and allowed and not any(re.search(pattern, url) for pattern in self.deny)


def load_source(path: Path) -> Source:
    """Read one file. Raises `SourceError` with one line that names the file, the key and what to do."""
    try:
        source = Source.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read ({error}); correct it or move it away") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: no TOML ({error}); correct it") from error
    except ValidationError as error:
        raise SourceError(f"{path}: {_one_line(error)}") from error
    if ascii_host(path.stem).removeprefix("www.") != source.host:
        raise SourceError(f"{path}: its url is on {source.host}; rename the file to {source.host}.toml")
    return source


def load_sources(directory: Path, on_error: Callable[[SourceError], None] | None = None) -> list[Source]:
    """The sources of a folder's `*.toml` files, by file name.

    A file that cannot be used is given to `on_error` and the rest is loaded; without `on_error` it raises
    `SourceError`, and so does a folder that is not there.
    """
    if not directory.is_dir():
        raise SourceError(f"{directory}: no such folder; name the folder with the source files")
    sources = []
    for path in sorted(directory.glob("*.toml")):
        try:
            sources.append(load_source(path))
        except SourceError as error:
            if on_error is None:
                raise
            on_error(error)
    return sources


def _one_line(error: ValidationError) -> str:
    return "; ".join(_line(one) for one in error.errors(include_url=False))


def _line(one: Any) -> str:
    key = str(one["loc"][0])
    if one["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, Source.model_fields, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(Source.model_fields)}"
        return f"unknown key {key!r}; {hint}"
    if one["type"] == "missing":
        return f"the key {key!r} is missing; add it"
    return f"{key}: {str(one['msg']).removeprefix('Value error, ')}; correct it"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
