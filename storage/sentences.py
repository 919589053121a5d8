"""Texts cut into sentences and words, for any script and without a model: what the diffs of revisions are made of."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# Scripts written without spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han. Each character counts as a word.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_UNSEEN = "\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_EMOJI = "\U0001f000-\U0001faff"
_FULL_STOPS = ".\u2024\uff0e\ufe52"
_TIGHT = "\u3002\uff01\uff1f\uff61\u0964\u0965\u104a\u104b\u17d4\u17d5"  # end a sentence with no space behind them
_MARKS = "!?\u2026\u061f\u06d4\u0589\u1362\u1367\u203c\u2047-\u2049"
_CLOSING = "\"'\u2019\u201d\u201c\u00bb\u203a)\\]}\u300d\u300f\u3011\u300b\u3009\uff09\uff3d"
_END = re.compile(f"([{_FULL_STOPS}{_TIGHT}{_MARKS}]+)[{_CLOSING}]*(\\s*)")
_LINES = re.compile(r"[\r\n\u2028\u2029]+")
# Thai and Lao have no mark for the end of a sentence; a space stands there.
_THAI_SPACE = re.compile("(?<=[\u0e00-\u0eff])\\s+(?=[\u0e00-\u0eff])")


def sentences(text: str) -> list[str]:
    """Return the text's sentences in order, white space folded.

    The rules are those of Unicode Standard Annex #29, section 5, as far as they need no tables, with two additions:
    an initial ("J. Smith") ends no sentence, and a space between Thai or Lao letters does. An abbreviation may cut a
    sentence in two; it does so in every revision alike, and no diff suffers.
    """
    found = []
    for line in _LINES.split(text):
        for part in _THAI_SPACE.split(line):
            found += [" ".join(one.split()) for one in _of_line(part)]
    return [one for one in found if one]


def words(text: str) -> list[str]:
    """Return the text's words, case folded, without punctuation: what white space or a script's habit sets apart."""
    return _word_pattern().findall(unicodedata.normalize("NFKC", text).casefold())


def _of_line(line: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(line):
        if match.end() < len(line) and _is_end(line, match):
            yield line[start : match.end()]
            start = match.end()
    yield line[start:]


def _is_end(line: str, match: re.Match[str]) -> bool:
    marks, space, behind = match[1], match[2], line[match.end()]
    if any(mark in _TIGHT for mark in marks):
        return True
    if not space:
        return False
    if behind in ",;:":
        return False
    if all(mark in _FULL_STOPS for mark in marks):
        return not behind.islower() and not _is_initial(line, match.start())
    return not behind.islower()


def _is_initial(line: str, stop: int) -> bool:
    """Whether a single capital stands before the full stop."""
    return line[stop - 1 : stop].isupper() and not line[max(stop - 2, 0) : stop - 1].isalnum()


@cache
def _word_pattern() -> re.Pattern[str]:
    basic = map(chr, range(0x10000))
    marks = "".join(re.escape(one) for one in basic if unicodedata.category(one)[0] in "PS")
    return re.compile(f"[{UNSPACED}]|[^\\s{UNSPACED}{_UNSEEN}{_EMOJI}{marks}]+")
