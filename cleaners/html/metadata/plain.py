"""The fields that take no weighing: description, section, tags, language, site, addresses, free or not."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from cleaners.html.metadata.jsonld import JsonLd, Node, squeeze, string
from cleaners.html.metadata.signals import Signals
from cleaners.html.metadata.texts import fold
from cleaners.html.metadata.words import AGENCIES, listed

_THREE = dict(
    pair.split(":", 1)
    for pair in listed(
        """
        deu:de ger:de eng:en fra:fr fre:fr spa:es ita:it por:pt nld:nl rus:ru ukr:uk pol:pl ces:cs tur:tr ara:ar hin:hi
        jpn:ja zho:zh kor:ko swe:sv dan:da nor:no fin:fi
        """
    )
)
_OLD = {"iw": "he", "in": "id", "ji": "yi", "jp": "ja", "cn": "zh", "ua": "uk", "nb": "no", "nn": "no"}
_CODE = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")
_UNFILLED = re.compile(r"[{}]|<%|://")  # in what should be a name: a template's variable, or an address
#: An address with nothing in it that joining it to another one could change.
_ABSOLUTE = re.compile(r"https?://[A-Za-z\d.-]+(?:/[\w.~%+,:@&=!/()-]*)?(?:\?[\w.~%+,:@&=!/()-]+)?")
_GENERIC_HOSTS = frozenset(
    listed(
        """
        www www1 www2 www3 m mobile amp de en fr es it news blog blogs co com org net gov ac edu
        """
    )
)


def language(signals: Signals, article: Node | None) -> tuple[str, str] | None:
    """Return the declared language as an ISO 639-1 code, and where it is declared."""
    stated = (
        (signals.language, "html:lang"),
        (string(article.get("inLanguage")) if article else None, "json-ld:inLanguage"),
        (signals.meta("og:locale"), "meta:og:locale"),
        (signals.meta("content-language", "dc.language", "dcterms.language", "language"), "meta:language"),
    )
    for text, how in stated:
        match = _CODE.match((text or "").strip())
        if match:
            code = match[0].lower()
            code = _OLD.get(code, _THREE.get(code, code))
            if len(code) == 2 and code not in ("xx", "un"):
                return code, how
    return None


def site_name(signals: Signals, ld: JsonLd, article: Node | None, title: str | None) -> tuple[str, str] | None:
    """Return the site's name as it writes it, not what a template left unfilled or the article's title in its place."""
    for name, how in _stated_names(signals, ld, article):
        if not _UNFILLED.search(name) and squeeze(name) != squeeze(title or ""):
            return name, how
    return None


def _stated_names(signals: Signals, ld: JsonLd, article: Node | None) -> Iterator[tuple[str, str]]:
    """What the page states as the site's name, and where, the most trustworthy first."""
    if name := signals.meta("og:site_name"):
        yield html.unescape(name), "og:site_name"
    if article:
        publisher = ld.resolve(article.get("publisher"))
        if isinstance(publisher, dict | list) and (name := string(publisher)):
            yield name, "json-ld:publisher"
    for node, kinds, _ in ld.nodes:
        if "website" in kinds and (name := string(node.get("name"))):
            yield name, "json-ld:WebSite"
    if name := signals.meta("application-name", "apple-mobile-web-app-title", "al:ios:app_name", "dc.publisher"):
        yield html.unescape(name), "meta:application-name"


def site_names(signals: Signals, ld: JsonLd, article: Node | None, url: str) -> set[str]:
    """Return, squeezed, the names that mean the site: stated ones, the host and its main label."""
    keys = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher", "al:ios:app_name")
    names = {squeeze(name) for key in keys for name in signals.metas.get(key, ())}
    names.update(squeeze(handle.lstrip("@")) for handle in signals.metas.get("twitter:site", ()))
    for node, kinds, _ in ld.nodes:
        if kinds & {"website", "organization", "newsmediaorganization"} and "person" not in kinds:
            names.add(squeeze(string(node.get("name")) or ""))
    if article:
        names.add(squeeze(string(ld.resolve(article.get("publisher"))) or ""))
    host = (urlsplit(url).hostname or "").lower()
    labels = [label for label in host.split(".")[:-1] if label not in _GENERIC_HOSTS]
    names.update({squeeze(host), squeeze(host.removeprefix("www.")), *(squeeze(label) for label in labels)})
    return {name for name in names if len(name) > 1 and name not in AGENCIES}


def description(signals: Signals, article: Node | None) -> tuple[str, str] | None:
    """Return the standfirst or summary that the page states for itself."""
    stated = (
        (signals.meta("og:description"), "og:description"),
        (string(article.get("description")) if article else None, "json-ld:description"),
        (signals.meta("description"), "meta:description"),
        (signals.meta("twitter:description", "dc.description", "dcterms.description"), "twitter:description"),
    )
    for text, how in stated:
        if text and (plain := fold(html.unescape(re.sub(r"<[^<>]+>", " ", text)))):
            return plain, how
    return None


def section(signals: Signals, article: Node | None) -> tuple[str, str] | None:
    """Return the section that the article stands in."""
    if article and (name := string(article.get("articleSection"))):
        return name, "json-ld:articleSection"
    for key in (
        "article:section",
        "parsely-section",
        "og:article:section",
        "section",
        "dc.subject.section",
        "cxenseparse:section",
    ):
        if (name := signals.meta(key)) and "://" not in name:
            return html.unescape(name), f"meta:{key}"
    return None


def tags(signals: Signals, article: Node | None) -> tuple[tuple[str, ...], str] | None:
    """Return the keywords, each once, in their order."""
    if article and (found := _list(article.get("keywords"))):
        return found, "json-ld:keywords"
    for key in ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags", "og:article:tag"):
        if found := _list(signals.metas.get(key, [])):
            return found, f"meta:{key}"
    return None


def _list(value: Any) -> tuple[str, ...]:
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    texts = [html.unescape(text) for item in values if (text := string(item))]
    if len(texts) == 1:
        texts = re.split(r"[,;]", texts[0])
    return tuple(dict.fromkeys(clean for text in texts if (clean := fold(text).lstrip("#")) and len(clean) < 100))


def absolute(base: str, address: str | None) -> str | None:
    """Return the address made absolute, or None where that gives no http(s) address."""
    if not address:
        return None
    address = address.strip()
    if _ABSOLUTE.fullmatch(address) and (not base or _ABSOLUTE.fullmatch(base)):
        return address
    try:
        joined = urljoin(base, address)
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in ("http", "https") and parts.netloc else None


def image(signals: Signals, article: Node | None, url: str) -> tuple[str, str] | None:
    """Return the address of the picture that stands for the article."""
    stated: list[tuple[str | None, str]] = [
        (signals.meta("og:image", "og:image:url", "og:image:secure_url"), "og:image")
    ]
    if article:
        picture = article.get("image")
        picture = picture[0] if isinstance(picture, list) and picture else picture
        picture = picture.get("url", picture.get("contentUrl")) if isinstance(picture, dict) else picture
        stated.append((string(picture), "json-ld:image"))
    stated += [
        (signals.meta("twitter:image", "twitter:image:src"), "twitter:image"),
        (signals.links.get("image_src"), "link:image_src"),
    ]
    return next(((full, how) for text, how in stated if (full := absolute(url, text))), None)


def is_free(article: Node | None) -> bool | None:
    """Return `isAccessibleForFree` of the article node, which pages also write as a string."""
    value = article.get("isAccessibleForFree") if article else None
    if isinstance(value, bool):
        return value
    word = (string(value) or "").rsplit("/", 1)[-1].lower()
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)
