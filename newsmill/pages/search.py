"""`/search`: articles that answer a query, or all of them, with filters, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from newsmill.counting import count
from newsmill.pages.answer import page
from newsmill.pages.marked import snippet
from newsmill.service.security.access import Reader
from newsmill.service.wiring import Wired
from storage import Conditions, QueryError, Store
from storage.filters import Filters
from storage.listing import Listed, listed
from storage.reading import article_ids, source_names
from storage.search.find import ranked, snippets
from storage.search.query import parse
from storage.types import storable

router = APIRouter()
SIZE = 20
LAST = 50
"""No page after this one: who wants a thousandth answer wants other words."""
NAMES = ("source", "language", "paywall", "section", "author", "since", "before", "copies")
LONGEST = 500
Text = Annotated[str, Query(max_length=LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of answers; `more` says that there is another, `trouble` why there is none."""

    articles: Sequence[Listed] = ()
    snippets: Mapping[int, Markup] = field(default_factory=dict)
    more: bool = False
    trouble: str = ""


@router.get("/search")
def search(
    request: Request,
    service: Wired,
    _: Reader,
    q: Text = "",
    source: Text = "",
    language: Text = "",
    paywall: Text = "",
    section: Text = "",
    author: Text = "",
    since: Text = "",
    before: Text = "",
    copies: Text = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=LAST)] = 1,
) -> HTMLResponse:
    """The answers, the best first; without words the latest published first."""
    given = dict(zip(NAMES, (source, language, paywall, section, author, since, before, copies), strict=True))
    values = {name: storable(value.strip()) for name, value in {"q": q, **given}.items()}
    found = _found(service.store, values, page_)
    return page(
        request,
        "search.html",
        "search",
        values={name: value or None for name, value in values.items()},
        filtered=sum(bool(values[name]) for name in NAMES),
        sources=service.store.database.read(source_names),
        found=_said(found, page_),
        articles=found.articles,
        snippets=found.snippets,
        page=page_,
        more=found.more and page_ < LAST,
        trouble=found.trouble,
        elsewhere=asked(values) if not found.trouble else None,
    )


def asked(values: Mapping[str, str]) -> dict[str, str]:
    """The same conditions as the HTTP API has them."""
    return {**values, "copies": {"no": "false", "only": "true"}.get(values["copies"], "")}


def _said(found: Found, number: int) -> str:
    first = (number - 1) * SIZE + 1
    if number == 1 and not found.more:
        return count(len(found.articles), "article")
    return f"Articles {first} to {first + len(found.articles) - 1}{' of more' if found.more else ''}"


def _found(store: Store, values: Mapping[str, str], number: int) -> Found:
    try:
        filters = Filters(**conditions(values))
        if values["q"]:
            return _answers(store, values["q"], filters, number)
    except (QueryError, ValueError) as error:
        return Found(trouble=f"{str(error)[:1].upper()}{str(error)[1:]}.")
    if filters.copies is not None:
        store.settle()
    ids = store.database.read(article_ids, filters, SIZE + 1, (number - 1) * SIZE)
    return Found(articles=store.database.read(listed, ids[:SIZE]), more=len(ids) > SIZE)


def _answers(store: Store, words: str, filters: Filters, number: int) -> Found:
    query = parse(words)
    store.settle()
    hits = store.database.read(ranked, query, filters, SIZE + 1, (number - 1) * SIZE)
    shown = hits[:SIZE]
    texts = store.database.read(snippets, query, shown)
    return Found(
        articles=store.database.read(listed, [hit.article_id for hit in shown]),
        snippets={hit.article_id: snippet(texts[hit.revision_id]) for hit in shown if hit.revision_id in texts},
        more=len(hits) > SIZE,
    )


def conditions(values: Mapping[str, str]) -> Conditions:
    """The conditions of a form. Raises ValueError with one line for what is no date."""
    copies = {"no": False, "only": True}.get(values["copies"])
    return Conditions(
        source=values["source"] or None,
        language=values["language"].lower() or None,
        paywall=values["paywall"] or None,
        section=values["section"] or None,
        author=values["author"] or None,
        since=_date(values["since"]),
        before=_date(values["before"]),
        copies=copies,
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{text!r} is no date; write one such as 2026-03-01") from None
