"""What a page states of its kind in machine-readable form: JSON-LD types (https://schema.org), Open Graph, metadata."""

from cleaners.html.metadata.jsonld import ARTICLE_TYPES, squeeze
from cleaners.html.metadata.read import Facts
from cleaners.types import Metadata

NAMES = (
    "ld_any", "ld_article", "ld_own_article", "ld_list", "ld_goods", "ld_web_page", "ld_articles", "ld_products", "ld_items",
    "og_article", "og_website", "og_goods", "og_none", "meta_published", "date_stated", "date_shown", "modified", "authors",
    "title_is_site", "title_words", "h1", "h1_words", "h1_in_title", "described",
)  # fmt: skip
_LISTS = frozenset(
    {"collectionpage", "itemlist", "searchresultspage", "offercatalog", "blog", "datafeed", "mediagallery"}
)
_GOODS = frozenset(
    {"product", "productgroup", "offer", "aggregateoffer", "store", "onlinestore", "merchantreturnpolicy"}
)


def statements(facts: Facts, metadata: Metadata) -> list[float]:
    """The signals in `NAMES`."""
    kinds, ld = facts.page_types, facts.ld
    og = facts.og_type
    headings = [mark.element for mark in facts.signals.headings if mark.how == "h1"]
    shown = [" ".join("".join(element.itertext()).split()) for element in headings[:5]]
    title = metadata.title or facts.signals.title
    evidence = metadata.evidence.get("published_at", "")
    stated = evidence.startswith(("json-ld", "meta", "article", "microdata"))
    site = squeeze(metadata.site_name or "")
    return [
        bool(kinds),
        bool(kinds & ARTICLE_TYPES),
        facts.article is not None,
        bool(kinds & _LISTS),
        bool(kinds & _GOODS),
        bool(kinds & {"webpage", "itempage", "website"}),
        sum(bool(named & ARTICLE_TYPES) for _, named, _ in ld.nodes),
        sum(bool(named & _GOODS) for _, named, _ in ld.nodes),
        sum("listitem" in named for _, named, _ in ld.nodes),
        og in ("article", "news", "blog"),
        og == "website",
        og.startswith("product"),
        not og,
        bool(facts.signals.meta("article:published_time", "article:published", "datepublished", "date", "dc.date")),
        bool(evidence) and stated,
        bool(evidence) and not stated,
        metadata.modified_at is not None,
        len(metadata.authors),
        bool(site)
        and squeeze(title or "") in (site, squeeze(facts.signals.title))
        and squeeze(title or "").startswith(site),
        len((title or "").split()),
        len(headings),
        max((len(text.split()) for text in shown), default=0),
        any(squeeze(text) and squeeze(text) in squeeze(facts.signals.title) for text in shown),
        len((metadata.description or "").split()),
    ]
