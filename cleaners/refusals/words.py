"""Words that only some kinds of pages show: sorting and filtering, prices and baskets, counts of results, more to load."""

import re
from collections.abc import Sequence

from cleaners.html.blocks import Span

NAMES = (
    "says_sort",
    "says_basket",
    "says_more",
    "says_results",
    "prices",
    "price_share",
    "title_shop",
    "title_section",
)
_SORT = (
    r"(?:sort(?:ed)?(?: by|ieren| nach)?|filters?(?: by)?|filtern|refine(?: by| results)?|clear all|reset|trier par"
    r"|ordenar por|ordina per|sorteren|sortera|relevance|best ?sell(?:ing|ers?)|price,? (?:low|high).*|featured|newest"
    r"|most (?:recent|popular)|grid|list view|availability|in stock.*|view all|shop all|shop now|compare|quick view"
    r"|learn more|sortowanie|filtruj|ordenar|filtrar|filtrer|filtra)\s*:?"
)
_BASKET = (
    r"(?:add|move) to (?:cart|bag|basket|wish ?list)|quick (?:shop|buy|add|view)|in den warenkorb|ajouter au panier"
    r"|añadir al carrito|aggiungi al carrello|dodaj do koszyka|in winkelwagen|adicionar ao carrinho|sepete ekle|buy now"
    r"|(?:choose|select) options|sold out|free shipping.*|view (?:product|details)"
)
_MORE = (
    r"(?:load|show|view|see) (?:more|all)\b.*|next(?: page)?\s*[>»›→]*|older (?:posts|entries|stories|articles).*"
    r"|more (?:posts|stories|articles|news)|mehr (?:laden|anzeigen)|weitere .*laden|voir plus|ver más|nächste(?: seite)?"
    r"|suivante?|siguiente|successiv[oai]|następna|volgende|próxima|page \d+(?: of \d+)?"
)
_RESULTS = (
    r"(?:showing\s+)?[\d,.]+\s*(?:[-–to]+\s*[\d,.]+\s*)?(?:of\s*[\d,.]+\s*)?(?:results?|products?|items?|courses?|jobs?"
    r"|articles?|posts|stories|listings?|events?|repositories|episodes|artikel|produkte|treffer|ergebnisse|résultats"
    r"|produits|resultados|productos|risultati|prodotti|wyników|produktów)\b.{0,20}|showing .{0,10}\d.*"
)
_SAYS = re.compile(f"({_SORT})|({_BASKET})|({_MORE})|({_RESULTS})")
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|EUR\b|USD\b|CHF\b|zł|kr\b)")
_SHOP = re.compile(r"\bshop\b|\bstore\b|\bbuy\b|for sale|\bsale\b|collection|\bonline\b|kaufen|\bdeals\b|official site")
_SECTION = re.compile(
    r"\b(?:news|latest|archives?|category|topics?|tag|blog|home|page \d+|articles|stories|jobs|courses|programs|catalog"
    r"|directory|ranking|list of|reviews|events|posts|recipes|trails|schedule|standings|trending|top \d+)\b"
)
_LONGEST = 60


def words(found: Sequence[Span], title: str) -> list[float]:
    """The signals in `NAMES` of a page's blocks and of what its ``title`` element says."""
    says, prices = [0.0] * 4, 0
    for span in found:
        text = span.text
        if len(text) > _LONGEST:
            continue
        if said := _SAYS.fullmatch(text.lower()):
            says[(said.lastindex or 1) - 1] += 1
        prices += _PRICE.search(text) is not None
    title = title.lower()
    share = prices / max(len(found), 1)
    return [*says, prices, share, bool(_SHOP.search(title)), bool(_SECTION.search(title))]
