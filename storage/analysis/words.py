"""Texts as words: what shingles, terms and common wording are made of."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# Scripts that set no spaces between words count a character as a word: kana, Han, Thai, Lao, Burmese, Khmer.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_FIRST_UNSPACED = "\u0e00"
_CHARACTER = re.compile(f"([{_UNSPACED}])")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.!?:;¶\n]|[\"“”„«»]")
_QUOTED = re.compile('“[^”]{0,1000}”|„[^“”]{0,1000}[“”]|«[^»]{0,1000}»|»[^«]{0,1000}«|"[^"\n]{0,1000}"')
_MARKS = frozenset('.!?:;¶\n"“”„«»')
_CLOSING = "”"
_ENDS = frozenset(".!?¶\n")
_GENITIVE = re.compile(r"['’]s?$")
BREAK = "¶"
"""Stands where words are not neighbours: for a quotation that was taken out, between sentences."""

CAPITAL_NOUNS = {"de", "lb"}
"""Languages that write every noun with a capital: there it makes no name."""
_STOPLISTS = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nb": "Norwegian_Bokmal",
    "nl": "Dutch", "no": "Norwegian_Bokmal", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese",
}  # fmt: skip


class Word(NamedTuple):
    """A word of a running text: `plain` in lower case without genitive; `name` where it has a capital or is a number.

    `first` tells that it begins a sentence, where a capital says little.
    """

    plain: str
    name: bool
    stop: bool
    first: bool = False


def plain_words(text: str) -> list[str]:
    """Return the words in lower case, as shingles take them."""
    return _WORD.findall(_spaced(text).casefold())


def running_words(text: str, language: str | None, *, quotations: bool = True) -> Iterator[Word | None]:
    """Yield the words in order, None where neighbours are none: between sentences, and for a quotation left out.

    What people said is quoted by everyone who reports it; without `quotations` only the outlet's own words are left.
    """
    text = _spaced(text if quotations else _QUOTED.sub(f" {BREAK} ", text))
    stops = stop_words(language)
    first = True
    for token in _TOKEN.findall(text):
        if token in _MARKS:
            first = first or token != _CLOSING
            if token in _ENDS:
                yield None
            continue
        plain = plain_of(token)
        stop = plain in stops
        name = token[0].isdigit() or (token[0].isupper() and not (first and stop))
        yield Word(plain, name, stop, first)
        first = False


def parted(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the words that begin a sentence, and the others, as they are spelled; and neighbours of unspaced scripts.

    What is said of `running_words` holds here, without the quotations; it is for when their order says nothing.
    """
    firsts: list[str] = []
    others: list[str] = []
    pairs: list[str] = []
    unspaced = _has_unspaced(text)
    first, before = True, ""
    for token in _TOKEN.findall(_spaced(text)):
        if token in _MARKS:
            first = first or token != _CLOSING
            before = "" if token in _ENDS else before
            continue
        if unspaced and is_unspaced(token):
            if before:
                pairs.append(before + token)
            before = token
        else:
            (firsts if first else others).append(token)
            before = ""
        first = False
    return firsts, others, pairs


def plain_of(token: str) -> str:
    """Return a word in lower case without genitive."""
    plain = token.casefold()
    if plain.isalnum():
        return plain
    return _GENITIVE.sub("", plain) or plain  # there is an apostrophe in it


@cache
def stop_words(language: str | None) -> frozenset[str]:
    """Return the words that say nothing of what a text is about (jusText's lists); none for other languages."""
    name = _STOPLISTS.get(language or "")
    if name is None:
        return frozenset()
    from justext.utils import get_stoplist

    return frozenset(word.casefold() for word in get_stoplist(name))


def is_unspaced(word: str) -> bool:
    """Tell whether a word is a character of a script that sets no spaces."""
    return word[0] >= _FIRST_UNSPACED and _CHARACTER.match(word) is not None


def _spaced(text: str) -> str:
    return _CHARACTER.sub(r" \1 ", text) if _has_unspaced(text) else text


def _has_unspaced(text: str) -> bool:
    return not text.isascii() and _CHARACTER.search(text) is not None
