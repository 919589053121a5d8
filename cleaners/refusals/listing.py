"""Pages that list others, or goods: judged by a trained model from the signals of the page."""

from collections.abc import Callable, Mapping

from cleaners.model import Model
from cleaners.refusals.signals import row
from cleaners.types import Rejected, Why

#: From this probability on a page is a listing. On the quality sets, out of fold, it costs 2 % of the articles.
SURE = 0.52

_Says = Callable[[Mapping[str, float]], str | None]
#: What a person is told, the most telling first.
_SAYS: tuple[_Says, ...] = (
    lambda s: "JSON-LD says that it is a list" if s["ld_list"] and not s["ld_article"] else None,
    lambda s: "the address is that of a home page" if s["url_root"] == 1 else None,
    lambda s: "the address is that of a section" if s["url_shelf"] == 1 else None,
    lambda s: f"{s['prices']:.0f} prices" if s["prices"] >= 5 else None,
    lambda s: f"{s['cards']:.0f} links of one form" if s["cards"] >= 8 else None,
    lambda s: f"{s['linked_headings']:.0f} headings are links" if s["linked_headings"] >= 4 else None,
    lambda s: f"{s['links_below']:.0f} links lead below it" if s["links_below"] >= 5 else None,
    lambda s: f"{s['link_share']:.0%} of the text is in links" if s["link_share"] > 0.3 else None,
    lambda s: "it offers to sort or filter" if s["says_sort"] >= 2 else None,
    lambda s: "it offers goods" if s["says_basket"] or s["ld_goods"] else None,
    lambda s: (
        "it states neither date nor author" if not (s["date_stated"] or s["date_shown"] or s["authors"]) else None
    ),
    lambda s: f"the longest run of text has {s['home_chars']:.0f} characters" if s["home_chars"] < 1000 else None,
)


def listing(signals: Mapping[str, float], model: Model) -> Rejected | None:
    """Whether the page lists other pages or goods; `signals` are those of `page_signals`, or empty for plain text."""
    if not signals:
        return None
    chance = float(model.predict(row(signals))[0])
    if chance < SURE:
        return None
    said = [text for says in _SAYS if (text := says(signals))]
    return Rejected(why=Why.LISTING, detail="; ".join([f"{chance:.0%} sure", *said[:3]]))
