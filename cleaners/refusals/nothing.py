"""Pages that have next to nothing of their own: error pages sent as 200, consent walls, videos, empty shells."""

import re
from collections.abc import Iterator, Mapping

from cleaners.refusals.wording import CHOICE, CONSENT, SCRIPTS, error_in
from cleaners.types import Article, Block, Kind, Rejected, Why

_WIDE = re.compile("[\u2e80-\uffef]")
#: An article has at least this many words of its own (a character of scripts without spaces counts as one).
LEAST_WORDS = 8
#: Below this a page that needs scripts, or shows a video, has no text of its own.
FEW_WORDS = 25
#: An error page has fewer words than this: where its title says so, and where only a heading or line does.
ERROR_WORDS, ERROR_LINE_WORDS = 400, 80
#: A consent wall: so much of its text speaks of consent, and it has no more than so many characters.
CONSENT_SHARE, CONSENT_CHARS, _LONG = 0.6, 8000, 40


def word_count(article: Article) -> int:
    """The words of the kept blocks."""
    texts = [block.text for block in article.blocks]
    return sum(len(text.split()) + (0 if text.isascii() else len(_WIDE.findall(text))) for text in texts)


def error_page(article: Article, words: int, signals: Mapping[str, float]) -> Rejected | None:
    """Whether the title says that there is no such page, or a heading or line does on a page of hardly any text."""
    if words > ERROR_WORDS or article.metadata.published_at is not None:
        return None
    said = error_in(article.metadata.title or "")
    if said is None and signals.get("title_error"):
        return Rejected(
            why=Why.ERROR_PAGE, detail=f"its title element is that of an error page, and it has {words} words"
        )
    if said is None and words <= ERROR_LINE_WORDS:
        lines = [block.text for block in _all(article) if block.kind is Kind.HEADING]
        lines += [block.text for block in article.blocks[:3]]
        said = next((text for line in lines if (text := error_in(line))), None)
    return Rejected(why=Why.ERROR_PAGE, detail=f"it says “{said}” and has {words} words") if said else None


def consent_wall(article: Article) -> Rejected | None:
    """Whether the page is hardly more than a consent dialogue: most of its text speaks of consent, and it asks to choose."""
    if article.metadata.published_at is not None:
        return None
    texts = [block.text for block in _all(article)]
    long = [text for text in texts if len(text) > _LONG]
    chars = sum(map(len, long))
    if not 0 < chars <= CONSENT_CHARS:
        return None
    share = sum(len(text) for text in long if CONSENT.search(text.lower())) / chars
    if share < CONSENT_SHARE:
        return None
    choice = next((text for text in texts if len(text) <= _LONG and CHOICE.fullmatch(text.lower())), None)
    if choice is None:
        return None
    return Rejected(
        why=Why.CONSENT_WALL, detail=f"{share:.0%} of the text speaks of consent, with the choice “{choice}”"
    )


def shell(article: Article, words: int, signals: Mapping[str, float]) -> Rejected | None:
    """Whether a page of hardly any text waits for its scripts, or shows a video."""
    if words >= FEW_WORDS:
        return None
    said = next((b.text for b in _all(article) if len(b.text) < 400 and SCRIPTS.search(b.text.lower())), None)
    if said is not None:
        return Rejected(why=Why.SHELL, detail=f"{words} words of text, and it says “{said[:80]}”")
    if signals.get("videos"):
        return Rejected(why=Why.VIDEO, detail=f"a video and {words} words of text")
    if signals.get("app_root") and signals.get("scripts"):
        return Rejected(why=Why.SHELL, detail=f"{words} words of text in the root of a script application")
    return None


def too_short(article: Article, words: int) -> Rejected | None:
    """Whether there is no text at all, or too little to be an article."""
    if not article.blocks and not article.removals:
        return Rejected(why=Why.EMPTY, detail="the page shows no text")
    if words >= LEAST_WORDS:
        return None
    removed = len(article.removals)
    return Rejected(why=Why.TOO_SHORT, detail=f"{words} words of text are left of {removed} blocks removed")


def _all(article: Article) -> Iterator[Block]:
    yield from article.blocks
    for removal in article.removals:
        yield removal.block
