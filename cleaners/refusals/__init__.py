"""Pages that are no article: the verdict on the whole, after the blocks have theirs."""

from collections.abc import Mapping

from cleaners.model import Model
from cleaners.refusals.listing import listing
from cleaners.refusals.nothing import consent_wall, error_page, shell, too_short, word_count
from cleaners.types import Article, Rejected

__all__ = ["refusal"]

#: A page that leads to so many places lists them, even if no text of its own is left.
MANY_LINKS = 12


def refusal(article: Article, signals: Mapping[str, float], model: Model) -> Rejected | None:
    """Why the page is no article, with a line on what speaks for it, or None when it is one.

    `signals` are those of `cleaners.refusals.signals` (empty for plain text, which is never taken for a listing);
    `model` gives the probability of a listing.
    """
    words = word_count(article)
    nothing = error_page(article, words, signals) or consent_wall(article) or shell(article, words, signals)
    if nothing is not None:
        return nothing
    short, list_of_links = too_short(article, words), listing(signals, model)
    if short is not None and signals.get("links_paths", 0) < MANY_LINKS:
        return short
    return list_of_links or short
