"""Pages that are no article: the verdict on the whole, after the blocks have theirs."""

from cleaners.types import Article, Rejected, Why

#: An article has at least this many words of its own (characters, in scripts without spaces).
LEAST_WORDS = 8


def refusal(article: Article) -> Rejected | None:
    """Why the page is no article, or None when it is one."""
    if not article.blocks and not article.removals:
        return Rejected(why=Why.EMPTY, detail="the page shows no text")
    words = sum(len(block.text.split()) + sum("\u2e80" <= c <= "\uffef" for c in block.text) for block in article.blocks)
    if words < LEAST_WORDS:
        return Rejected(why=Why.TOO_SHORT, detail=f"{words} words of text are left of {len(article.removals)} blocks removed")
    return None
