"""Features of a block's own text: its size, shape and punctuation, its links, its likeness to the headline."""

import re
from collections.abc import Sequence

from cleaners.html.blocks import Span

NAMES = (
    "chars", "words", "mean_word", "commas", "ends_sentence", "ends_colon", "ends_dots", "starts_lower", "upper_words",
    "upper_share", "digit_share", "sentences", "question", "bang", "quote_start", "pipe", "at", "copyright", "url",
    "clock_or_year", "wide_share", "links", "link_share", "all_link", "link_start", "bold_share", "starts_symbol", "short_words",
    "paren_start", "ends_paren", "colon_early", "slash", "italic_share",
)  # fmt: skip

#: The share of links from which on a block counts as nothing but links.
ALL = 0.95
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?。！？…।؟۔][\"'”’»«“)\]」』]*$|[.!?]\s?[\"”»]$")
_ENDING = frozenset(".!?。！？…।؟۔\"'”’»«“)]」』")
_SENTENCE = re.compile(r"[.!?。！？।؟](?=\s|$|[\"”’»」』)])")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef\u0e00-\u0e7f]")
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b|\b(?:19|20)\d{2}\b")
_URL = re.compile(r"https?://|www\.|\.(?:com|org|net|de|fr|ru)\b")
_UPPER_WORD = re.compile(r"\b[^\W\d_a-zà-ÿа-я][A-ZÀ-ÞА-Я]+\b")
_CAPITALS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
_LONGER = 4  # characters that make a word none of the short ones


def wording(span: Span, words: Sequence[str]) -> list[float]:
    """One row of the features in `NAMES`; `words` are the block's."""
    text, linked = span.text, span.link_share
    size = len(text)
    if ascii_only := text.isascii():
        lengths = list(map(len, words))
        raw = text.encode("ascii")
        upper, digits = size - len(raw.translate(None, _CAPITALS)), size - len(raw.translate(None, _DIGITS))
        commas = raw.count(b",")
        ends = b"." in raw or b"?" in raw or b"!" in raw
    else:
        lengths = list(map(len, _WORD.findall(text)))
        upper, digits = sum(map(str.isupper, text)), sum(map(str.isdigit, text))
        commas = sum(map(text.count, ",，、،"))
        ends = True
    count = len(lengths) or 1
    letters = sum(lengths) or 1
    first, last = text[0], text[-1]
    colon = text.find(":", 0, 30)
    return [
        size,
        len(lengths),
        letters / count,
        commas,
        last in _ENDING and _ENDS.search(text[-6:]) is not None,
        last in ":：",
        last == "…" or text.endswith("..."),
        first.islower(),
        len(_UPPER_WORD.findall(text)) / count if upper > 1 or not ascii_only else 0.0,
        upper / letters,
        digits / letters,
        len(_SENTENCE.findall(text)) if ends else 0,
        "?" in text,
        "!" in text,
        first in "\"'“”„«»‘’「『—–-",
        "|" in text,
        "@" in text,
        "©" in text,
        ("." in text or "://" in text) and _URL.search(text) is not None,
        digits > 0 and _CLOCK.search(text) is not None,
        0.0 if ascii_only else len(_WIDE.findall(text)) / size,
        len(span.links),
        linked,
        linked > ALL,
        bool(span.links) and span.links[0][0] == 0,
        min(span.bold / size, 1.0),
        not first.isalnum(),
        sum(map(_LONGER.__gt__, lengths)) / count,
        first in "([（【",
        last in ")]）】",
        colon / size if colon > 0 else -1.0,
        text.count("/"),
        min(span.italic / size, 1.0),
    ]


def likeness(text_words: Sequence[str], other: frozenset[str]) -> float:
    """The share of a block's words that stand in another text."""
    return sum(map(other.__contains__, text_words)) / len(text_words) if text_words and other else 0.0
