"""The furniture of printed pages: running heads and feet and page numbers, in texts whose pages a form feed parts.

What stands at the top or the bottom of several pages, its digits aside, is no part of the text that runs through them,
so a paragraph goes on over the page's end as if it were not there. `pdftotext` and word processors print such texts.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from cleaners.text.lines import Line

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|pagina|página|стр\.?|s\.|p\.)\s*)?\d{1,4}(?:\s*(?:of|von|de|di|van|/)\s*\d{1,4})?\W*", re.I
)
_ENDS = re.compile(r"[.!?…。！？؟।:][\"'”’»«)\]]*$")
#: So many lines at each end of a page can be furniture.
_DEPTH = 3
_LONGEST = 120


def furniture(lines: Sequence[Line]) -> frozenset[int]:
    """The numbers of the lines that are furniture; none in a text without page breaks."""
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    if len(pages) < 2:
        return frozenset()
    tops = Counter(_shape(line) for page in pages for line in page[:_DEPTH])
    feet = Counter(_shape(line) for page in pages for line in page[-_DEPTH:])
    least = 2 if len(pages) < 4 else 3
    found: set[int] = set()
    for page in pages:
        found |= _outer(page[:_DEPTH], tops, least) | _outer(page[: -_DEPTH - 1 : -1], feet, least)
    return frozenset(found)


def _outer(lines: Sequence[Line], times: Counter[str], least: int) -> set[int]:
    """The lines from a page's edge inwards as long as each is furniture."""
    found: set[int] = set()
    for line in lines:
        repeated = len(line.text) <= _LONGEST and times[_shape(line)] >= least
        if not repeated and not _NUMBER.fullmatch(line.text):
            break
        found.add(line.number)
    return found


def _shape(line: Line) -> str:
    return _DIGITS.sub("0", line.text.lower())


def flowing(lines: Sequence[Line]) -> list[Line]:
    """The lines with the gap closed where a page ends in the middle of a paragraph."""
    found: list[Line] = []
    for line in lines:
        before = found[-1] if found else None
        if before is not None and before.page != line.page and not _ENDS.search(before.text):
            found.append(replace(line, gap=0, indent=before.indent))
        else:
            found.append(line)
    return found
