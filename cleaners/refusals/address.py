"""What the address of a page says of its kind: a section, a search, a shelf of goods, or one article."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

NAMES = (
    "url_root", "url_depth", "url_words", "url_most_words", "url_digits", "url_date", "url_file", "url_shelf",
    "url_shelf_last", "url_piece", "url_next",
)  # fmt: skip
#: Path segments under which sites keep lists of pages or goods.
_SHELF = re.compile(
    r"(?:product-?)?(?:sub-?)?categor(?:y|ies|ia|ias|ie|ien)|(?:product-?)?tags?|topics?|collections?|browse|search|shop|store|buy"
    r"|hubs?|sections?|archives?|departments?|kategorien?|thema|themen|rubrik(?:en)?|seccion|temas?|c|b|s|l|t|d|w|cat|cp|genre"
    r"|charts?|rankings?|lists?|listings?|directory|catalogs?|catalogue|latest|trending|newest|index|all(?:-\w+)?|schedule"
    r"|standings|best-?sellers(?:-\w+)?|subjects?|etiquetas?|dossiers?|rubriques?|suche|recherche|buscar|market|brands?"
)
_PIECE = re.compile(
    r"blogs?|posts?|articles?|artikel|news|stor(?:y|ies)|learn|resources?|guides?|insights?|magazin|noticias?|nachrichten|aktuelles"
    r"|actualites?|meldung|press(?:e|emitteilungen)?|detail|how-to-.*|what-is-.*"
)
_NEXT = re.compile(r"(?:^|[/?&])(?:page|seite|pagina|p)[/=]\d+", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d[/_-](?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/_-]|$)|(?:19|20)\d{6}")
_NUMBER = re.compile(r"\d{4,}")
#: Some sites name an article by its number only: ``/?p=1234``.
_ID = re.compile(r"(?:^|&)\w+=\d+(?:&|$)")
_WORD = re.compile(r"[^\W\d_]{2,}")


def split(url: str) -> SplitResult | None:
    """The parts of an absolute web address, or None for anything else."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


def address(parts: SplitResult | None) -> list[float]:
    """The signals in `NAMES` of an absolute URL; nan for all of them where there is none."""
    if parts is None:
        return [float("nan")] * len(NAMES)
    segments = [unquote(segment).lower() for segment in parts.path.split("/") if segment]
    last = segments[-1] if segments else ""
    root = not segments or (len(segments) == 1 and last.startswith(("index.", "home")))
    words = [len(_WORD.findall(segment.rpartition(".")[0] or segment)) for segment in segments]
    shelves = [_SHELF.fullmatch(segment) is not None for segment in segments]
    return [
        float(root and _ID.search(parts.query) is None),
        float(len(segments)),
        float(words[-1] if words else 0),
        float(max(words, default=0)),
        float(_NUMBER.search(last) is not None),
        float(_DATE.search(parts.path) is not None),
        float("." in last),
        float(any(shelves)),
        float(bool(shelves) and shelves[-1]),
        float(any(_PIECE.fullmatch(segment) for segment in segments[:-1])),
        float(_NEXT.search(f"{parts.path}?{parts.query}") is not None),
    ]
