"""Several articles in one file, as clipping services send them: parted where a clear separator stands between them."""

import re

_RULE = re.compile(
    r"^[ \t]*(?:([=*_#~—–-])\1{9,}|(?:document|dokument|article|artikel) \d+ (?:of|von|de|van) \d+)[ \t]*$", re.I | re.M
)
_SENTENCE = re.compile(r"\w[.!?。！？]")
_LEAST_WORDS = 40
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def split(text: str) -> list[str]:
    """The articles of a text in their order; the whole text where no separator stands between two of them.

    A separator is a line of ten or more equal signs, or one that counts documents. Each part must be as long as an
    article: a rule under a title or above a footer parts nothing.
    """
    cuts = list(_RULE.finditer(text))
    edges = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    parts = [text[start:end].strip("\r\n") for start, end in zip(*edges, strict=True)]
    parts = [part for part in parts if part.strip()]
    return parts if len(parts) > 1 and all(map(_is_article, parts)) else [text]


def _is_article(part: str) -> bool:
    words = len(part.split()) + len(_DENSE.findall(part)) // 2
    return words >= _LEAST_WORDS and len(_SENTENCE.findall(part)) >= 2
