"""Reads a saved text: blocks from its lines, a label for each, the metadata that the lines state."""

import re
from itertools import groupby
from typing import Protocol

import numpy as np
import numpy.typing as npt

from cleaners.draft import Draft, Label
from cleaners.rules.model import Rules
from cleaners.text.beside import keep_last_paragraph, keep_list, keep_parted
from cleaners.text.captions import find_captions
from cleaners.text.features.counts import Array
from cleaners.text.labels import label
from cleaners.text.metadata import read_metadata
from cleaners.text.reading import FURNITURE, Reading, examine
from cleaners.text.regions import comments, headlines, inside, next_article, threshold
from cleaners.text.repair import repair
from cleaners.text.title import Title, choose_title, find_title, is_addressed
from cleaners.types import Block, Kind, Metadata, Reason


class Judge(Protocol):
    """Anything that tells titles and bodies apart: `cleaners.text.model.TextModel`."""

    def judge(self, reading: Reading) -> tuple[Array, Array]:
        """For each block the probability of being the title, and that of being body."""


#: From this probability on a block is body.
_SURE = 0.5
#: What a line of a list begins with, and a line above one ends with.
_NO_HEADING = re.compile(r"^(?:[-–—•*]|\d{1,2}[.)])\s|[:：]$")
_PROMPTS = frozenset((Reason.PAYWALL, Reason.PROMOTION, Reason.RELATED, Reason.COMMENTS, Reason.CONSENT))
#: A line above the title with so few words and no full stop is no body.
_LEAST_ABOVE = 8
#: An article has so many words below its title.
_LEAST_BELOW = 40
#: The same as for a block, for one whose wording has a name.
_SURE_OF_NAMED = 0.9


def read(text: str, rules: Rules, url: str = "") -> Draft:
    """The text as a draft: every line that shows something is in one of its blocks; `url` is its page's, or empty."""
    reading = examine(repair(text), rules.phrases, url)
    if not reading.pieces:
        return Draft(blocks=(), labels=(), metadata=Metadata())
    title, chances = _judged(reading, rules.text_model)
    words = reading.counts["word"]
    captions = find_captions(reading, chances)
    keep_last_paragraph(reading, chances)
    keep_parted(reading, chances)
    chances[list(captions)] = 0.0
    chances[comments(reading.named, words, chances) :] = 0.0
    chances[next_article(reading.texts, words, chances) :] = 0.0
    chances[headlines(reading.language, reading.texts, chances) :] = 0.0
    kept = inside(words, chances, chances >= threshold(words, chances)).tolist()
    metadata, found = read_metadata(reading, title, kept)
    if found.date is not None:
        kept[found.date] = False
    labels = label(reading, kept, found, captions, "text/outside-article")
    return Draft(blocks=_blocks(reading, labels), labels=tuple(labels), metadata=metadata)


def _judged(reading: Reading, model: Judge | None) -> tuple[Title, Array]:
    """The title, and for each block the probability of being body."""
    if model is None:
        title = find_title(reading)
        return title, _by_run(reading, title.index)
    titles, chances = model.judge(reading)
    titles[[piece.furniture for piece in reading.pieces]] = 0.0
    title = choose_title(reading, titles)
    chances[_barred(reading, chances, title.index)] = 0.0
    _drop_heads_of_prompts(reading, chances)
    _keep_tables_whole(reading, chances)
    if title.index is not None and titles[title.index] >= _SURE:
        keep_list(reading, chances, title.index)
    return title, chances


def _barred(reading: Reading, chances: Array, title: int | None) -> npt.NDArray[np.bool_]:
    """The blocks that are no body whatever the judge says: furniture, what has a name, the title, scraps above it.

    Above a title that the page's address names there is nothing of the article, unless there is hardly any below it: a
    link to the page at its end says the same.
    """
    furniture = np.asarray([named is FURNITURE for named in reading.named], dtype=np.bool_)
    named = np.asarray([named is not None for named in reading.named], dtype=np.bool_)
    barred: npt.NDArray[np.bool_] = furniture | (named & (chances < _SURE_OF_NAMED))
    if title is not None:
        head = reading.keys[title]
        barred |= np.asarray([key == head for key in reading.keys], dtype=np.bool_)
        barred[title] = True
        words, below = reading.counts["word"], chances[title + 1 :] >= _SURE
        scraps = (reading.closed[:title] == 0) & (words[:title] <= _LEAST_ABOVE)
        begins = is_addressed(reading, title) and words[title + 1 :][below].sum() >= _LEAST_BELOW
        barred[:title] |= True if begins else scraps
    return barred


def _keep_tables_whole(reading: Reading, chances: Array) -> None:
    """The rows of a table of which half is body are body."""
    for kind, rows in groupby(range(len(chances)), key=lambda index: reading.pieces[index].kind):
        numbers = list(rows)
        if kind is Kind.CELL and 2 * (chances[numbers] >= _SURE).sum() >= len(numbers):
            chances[numbers] = np.maximum(chances[numbers], _SURE)


def _drop_heads_of_prompts(reading: Reading, chances: Array) -> None:
    """A short last line without a full stop, right above a prompt, is the prompt's heading."""
    kept = np.flatnonzero(chances >= _SURE)
    while len(kept) > 1:
        last = int(kept[-1])
        below = reading.named[last + 1] if last + 1 < len(reading.named) else None
        if below is None or below.reason not in _PROMPTS or reading.closed[last] or reading.counts["word"][last] > 8:
            return
        chances[last] = 0.0
        kept = kept[:-1]


def _by_run(reading: Reading, title: int | None) -> Array:
    """Without a model: the best run of lines, without what has a name or stands in it a second time."""
    start, end = reading.run
    chances = np.zeros(len(reading.pieces))
    chances[start:end] = 1.0
    for index in range(start, end):
        if reading.named[index] is not None or (title is not None and reading.keys[index] == reading.keys[title]):
            chances[index] = 0.0
    return chances


def _blocks(reading: Reading, labels: list[Label]) -> tuple[Block, ...]:
    found = []
    for index, piece in enumerate(reading.pieces):
        kind = piece.kind
        if kind is Kind.PARAGRAPH and labels[index].reason is None and _is_heading(reading, index):
            kind = Kind.HEADING
        found.append(Block(index=index, text=piece.text, kind=kind, path=piece.path, links=piece.links))
    return tuple(found)


def _is_heading(reading: Reading, index: int) -> bool:
    """A short line without a full stop before a longer one."""
    words = reading.counts["word"]
    if (
        reading.closed[index]
        or words[index] > 14
        or index + 1 >= len(words)
        or _NO_HEADING.search(reading.texts[index])
    ):
        return False
    return bool(words[index + 1] > words[index] and words[index + 1] > 12)
