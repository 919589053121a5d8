"""A page as a person may look at it beside what was made of it; and what a rule for one of its blocks may look for."""

import html as markup
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cleaners.decode import decode
from cleaners.html.drawn import FIRST, MARK
from cleaners.html.drawn import drawn as drawn_html
from cleaners.types import Block, Page, Rejected

if TYPE_CHECKING:
    from cleaners.html.suggest import Suggestion

_LINES = re.compile(r"line\[(\d+)(?:-(\d+))?\]")


def drawn(page: Page, blocks: Mapping[int, Block], marks: Mapping[int, str], head: str) -> str | None:
    """Return the page as an HTML document that runs nothing and loads nothing; None where it is neither HTML nor text.

    `blocks` are all of its blocks by number; for `marks` and `head` see `cleaners.html.drawn`. Plain text keeps its lines.
    """
    decoded = decode(page)
    if isinstance(decoded, Rejected):
        return None
    if decoded.is_html:
        return drawn_html(decoded.text, blocks, marks, head)
    return _drawn_text(decoded.text, blocks, marks, head)


def suggestions(page: Page, index: int) -> "tuple[Suggestion, ...]":
    """Return selectors for a rule on a block of an HTML page, see `cleaners.html.suggest`; none for plain text."""
    from cleaners.html.suggest import suggestions as suggested

    decoded = decode(page)
    if isinstance(decoded, Rejected) or not decoded.is_html:
        return ()
    return suggested(decoded.text, index)


def _drawn_text(text: str, blocks: Mapping[int, Block], marks: Mapping[int, str], head: str) -> str:
    from cleaners.text.lines import raw_lines

    at: dict[int, int] = {}
    for index, block in blocks.items():
        if place := _LINES.fullmatch(block.path):
            at.update(dict.fromkeys(range(int(place[1]), int(place[2] or place[1]) + 1), index))
    rows, before, seen = [], "", set[int]()
    for number, line in enumerate(raw_lines(text), 1):
        index = at.get(number, -1)
        word = markup.escape(marks.get(index, ""))
        said = f' {MARK}="{word}"' + (f' {FIRST}="{word}"' if word != before else "") if word else ""
        anchor = f' id="block-{index}"' if index >= 0 and index not in seen else ""
        seen.add(index)
        before = word if line.strip() else before
        rows.append(f"<div class=newsmill-line{anchor}{said}>{markup.escape(line) or '&nbsp;'}</div>")
    return f'<!DOCTYPE html><meta charset="utf-8"><title>text</title>{head}<body>{"".join(rows)}'
