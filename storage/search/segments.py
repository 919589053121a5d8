"""Scripts without spaces between words, cut into overlapping pairs of characters, so that any part of a text is found.

The text 東京都知事 goes into the index as 東京 京都 都知 知事 事; who looks for 京都 finds the second, who looks for 京都知事
three neighbours, who looks for 事 what begins with it. Words would need a dictionary for each language, and would still
miss parts of words. On SQLite the index is made of what `segmented` returns: change it only with a migration.
"""

import re

from storage.sentences import UNSPACED

MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd\u3099\u309a"
)
"""Signs that stand on or around the character before them."""
_RUN = re.compile(f"[{UNSPACED}]+")
_LAST = re.compile(rf"[{UNSPACED}]+(?=[^\w{UNSPACED}]*$)")


def segmented(text: str | None) -> str | None:
    """Return the text with a space between the pairs of such scripts; other texts as they are."""
    if text is None or text.isascii():
        return text
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


def asked(typed: str) -> tuple[str, bool]:
    """Return words to look for in the same form, and whether the last is only a beginning: the text may go on behind it."""
    last = _LAST.search(typed)
    if last is None:
        return segmented(typed) or "", False
    pairs = _pairs(last[0])
    return f"{segmented(typed[: last.start()])} {' '.join(pairs[:-1] or pairs)}".strip(), len(pairs) == 1


def runs(text: str) -> list[str]:
    """Return the parts of a text that are in such scripts."""
    return [] if text.isascii() else _RUN.findall(text)


def without_runs(text: str) -> str:
    """Return the other parts."""
    return text if text.isascii() else _RUN.sub(" ", text)


def _pairs(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run))]
