"""Spellings of one article's address: tracking parameters, AMP, mobile and `www` variants become one."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# Parameters that say where a visitor came from; no outlet chooses an article by them.
_TRACKING = re.compile(
    r"(?:utm|pk|mtm|matomo|piwik|hsa|vero|oly|wt|at|ns|stm|itm|trk|_hs)_\w+"
    r"|fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|mc_[ce]id|s_cid"
    r"|srsltid|smid|smtyp|cmpid|campaign_?id|ocid|icid|ncid|ito|spm|soc_src|soc_trk|xtor|wtmc|wt_?mc|_ga|_gl"
    r"|dicbo|srcref|taid|tpcc|mkt_tok|mkcid|__twitter_impression|usqp|amp_js_v|amp_gsa|aoh|ampshare|share_token"
    r"|maca|fb_ref|fb_source|action_object_map|ref_src|ref_url|guccounter|guce_referrer\w*",
    re.IGNORECASE,
)
_AMP_PARAMETERS = {"amp", "output", "outputtype", "view", "mode", "type"}
_AMP_CACHE = re.compile(r"^(?:[\w-]+\.)?cdn\.ampproject\.org$")
_AMP_VIEWER = re.compile(r"^(?:www\.)?google\.[\w.]+$")
_CACHED = re.compile(r"^/(?:c|v|wp|amp)/(s/)?([^/]+\.[^/]+)(/.*)?$")
_AMP_PATH = re.compile(r"^/amp(?=/.)|/amp(?:\.html?)?/?$|\.amp(?=(?:\.html?)?$)", re.IGNORECASE)
_VARIANT = re.compile(r"^(?:www\d?|m|mobile|mobil|touch|amp)\.(?=[^.]+\.[^.])")


def ascii_host(host: str) -> str:
    """Return an international host name as the network knows it (IDNA, RFC 3490), ``xn--bcher-kva.example``."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # too long, or with characters that no name has
        return host


def host_name(host: str) -> str:
    """Return an outlet's host without what only tells a variant: ``www.``, ``m.``, ``mobile.``, ``amp.``.

    An international name is given in ASCII, as it is asked for.
    """
    host = ascii_host(host.lower())
    while (shorter := _VARIANT.sub("", host)) != host:
        host = shorter
    return host


def outlet_names(host: str) -> set[str]:
    """Return what an outlet may be stored as that people call by this host: as it is, and without ``www.`` and the like."""
    host = host.strip().lower()
    return {ascii_host(host), host_name(host)}


def unwrapped(url: str) -> str:
    """Return the outlet's own address of a page that a cache or viewer of AMP pages shows; other addresses as is.

    The form of the cache's addresses: https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/
    amp-cache-urls. Raises ValueError for what is no address.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _AMP_CACHE.match(host) or (_AMP_VIEWER.match(host) and parts.path.startswith("/amp/")):
        found = _CACHED.match(parts.path)
        if found:
            query = f"?{parts.query}" if parts.query else ""
            return f"http{'s' if found[1] else ''}://{found[2]}{found[3] or ''}{query}"
    return url


def normalised(url: str | None, *, front_page: bool = False) -> str | None:
    """Return the address without scheme, fragment and all that tells variants only; None for no http address.

    None too for an outlet's front page, unless `front_page` allows it.
    """
    try:
        parts = urlsplit(unwrapped(url or ""))
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    path = (_AMP_PATH.sub("", parts.path) or parts.path).rstrip("/")
    query = _query(parts.query)
    if not (path or query or front_page):
        return None
    return f"{host_name(parts.hostname)}{port}{path}{query}"


def is_plain(url: str) -> bool:
    """Tell whether an address is spelled without anything that tells variants only, but for ``www.``."""
    try:
        parts = urlsplit(url)
        host = ascii_host(parts.hostname or "").removeprefix("www.") + (
            "" if parts.port in (None, 80, 443) else f":{parts.port}"
        )
    except ValueError:
        return False
    query = f"?{parts.query}" if parts.query else ""
    return normalised(url, front_page=True) == f"{host}{parts.path.rstrip('/')}{query}"


def _query(query: str) -> str:
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=None)
    kept = [(name, value) for name, value in pairs if not _is_noise(name, value)]
    if kept == pairs:  # as the outlet writes it
        return f"?{query}"
    return f"?{urlencode(kept)}" if kept else ""


def _is_noise(name: str, value: str) -> bool:
    if name.lower() in _AMP_PARAMETERS and value.lower() in ("", "1", "true", "amp"):
        return name.lower() == "amp" or value.lower() == "amp"
    return _TRACKING.fullmatch(unquote(name)) is not None
