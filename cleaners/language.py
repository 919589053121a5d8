"""The language of a text, by py3langid (Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language Identification Tool")."""

from collections.abc import Iterable

from py3langid import classify

#: With fewer letters than this a guess is worth nothing.
_LEAST = 40
_SAMPLE = 2000
#: To gainsay what a page declares it takes as many characters, in so many of its longest texts; samples have so many.
_LEAST_AGAINST = 600
_TEXTS, _SMALL_SAMPLE = 8, 500
#: Languages that a detector takes for each other: among these what a page declares stands.
_CLOSE = tuple(
    frozenset(group.split())
    for group in (
        "no nb nn da sv is fo",
        "hr sr bs sl",
        "cs sk",
        "id ms jv",
        "gl ca es pt an oc",
        "ru uk be bg mk sr",
        "kk ky ru",
        "fa ps ur ku ug",
        "hi mr ne",
        "xh zu",
        "af nl",
        "tr az",
        "de lb",
    )
)
#: Words that make up so much of a text in these languages and of no other, so most pages need no detector: its model
#: takes half a second to load.
_COMMON = {
    "en": frozenset("the of and to that is".split()),
    "de": frozenset("der die und das den ist".split()),
    "fr": frozenset("le les des est et dans".split()),
    "es": frozenset("que el los del las por".split()),
    "it": frozenset("che il di della per non".split()),
    "pt": frozenset("que não uma os do da".split()),
    "nl": frozenset("het een van en de niet".split()),
}
_COMMON_SHARE = 0.1
#: What a detector says of placeholder text; no page is written in it.
_PLACEHOLDER = "la"


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None when there is too little of it to tell."""
    sample = text[:_SAMPLE]
    if len(list(filter(str.isalpha, sample))) < _LEAST:
        return None
    code: str = classify(sample)[0]
    return code


def other_than(declared: str, texts: Iterable[str]) -> str | None:
    """The language of the texts where it is plainly not the one that their page declares, else None.

    A declaration is often a template's. Two samples have to gainsay it and to agree: one may be a quote, or in a
    language that the detector does not know. The first settles most pages.
    """
    longest = [text[:_SMALL_SAMPLE] for text in sorted(texts, key=len, reverse=True)[:_TEXTS]]
    text = " ".join([*longest[::2], *longest[1::2]])
    if len(text) < _LEAST_AGAINST or _is_plainly(declared, text):
        return None
    middle = len(text) // 2
    found = detect(text[:_SMALL_SAMPLE])
    if found is None or found in (declared, _PLACEHOLDER) or any({found, declared} <= group for group in _CLOSE):
        return None
    return found if detect(text[middle : middle + _SMALL_SAMPLE]) == found else None


def _is_plainly(language: str, text: str) -> bool:
    common = _COMMON.get(language)
    if common is None:
        return False
    words = text.lower().split()
    return len(list(filter(common.__contains__, words))) > _COMMON_SHARE * len(words)
