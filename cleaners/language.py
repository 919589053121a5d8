"""The language of a text, by py3langid (Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language Identification Tool")."""

from py3langid import classify

#: With fewer letters than this a guess is worth nothing.
_LEAST = 40
_SAMPLE = 2000


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None when there is too little of it to tell."""
    sample = text[:_SAMPLE]
    if sum(letter.isalpha() for letter in sample) < _LEAST:
        return None
    code: str = classify(sample)[0]
    return code
