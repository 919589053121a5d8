"""What an article is about, as weighted terms, and how like two articles are: TF-IDF and the cosine, with NumPy.

Terms are 64-bit hashes, so that nobody can read a deleted article's words in what is left (a count of terms).
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from storage.analysis.words import parted, plain_of, stop_words

MOST = 100
"""Terms kept of an article, the heaviest."""
TELLING = 16
"""Terms that an article is found by."""
_TITLE, _NAME = 2, 1.5
_SHORTEST = 3
_SMOOTHING = 20
"""So many articles are taken as read before the first: while there are few, a term that all share still counts."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """An article's terms and their weights, the heaviest first; `names` tells names and numbers from other words."""

    hashes: NDArray[np.int64]
    weights: NDArray[np.float32]
    names: NDArray[np.bool_]

    def telling(self) -> list[int]:
        """The terms that say most of the article."""
        return [int(term) for term in self.hashes[:TELLING]]


def terms_of(title: str | None, text: str, language: str | None) -> Terms:
    """Return the terms of an article; names and numbers, and what the title says, weigh more."""
    counts: dict[str, float] = {}
    named: dict[str, float] = {}
    for part, times in ((title or "", _TITLE), (text, 1)):
        _count(part, language, times, counts, named)
    names = {term for term, count in named.items() if 3 * count >= counts[term]}
    weight = {term: (1 + math.log(count)) * (_NAME if term in names else 1) for term, count in counts.items()}
    heaviest = sorted(sorted(weight), key=weight.__getitem__, reverse=True)[:MOST]  # of equal ones the first by letters
    return Terms(
        hashes=_hashes(heaviest),
        weights=np.array([weight[term] for term in heaviest], dtype="<f4"),
        names=np.array([term in names for term in heaviest], dtype=np.bool_),
    )


def _count(text: str, language: str | None, times: float, counts: dict[str, float], named: dict[str, float]) -> None:
    """Add how often each term is there, and how often as a name, `times` each.

    Terms are words that are no stop words; of scripts without spaces, pairs of characters.
    """
    stops = stop_words(language)
    firsts, others, pairs = parted(text)
    for tokens, is_first in ((firsts, True), (others, False)):
        for token, number in Counter(tokens).items():  # each word is looked at once, however often it comes
            plain = plain_of(token)
            if plain in stops:
                continue
            numeral = token[0].isdigit()
            name = numeral or token[0].isupper()
            if name or len(plain) >= _SHORTEST:
                counts[plain] = counts.get(plain, 0) + times * number
                if name and (numeral or not is_first):
                    named[plain] = named.get(plain, 0) + times * number
    for pair, number in Counter(pairs).items():
        counts[pair] = counts.get(pair, 0) + times * number


def dumped(terms: Terms) -> bytes:
    """Return the terms as the database keeps them."""
    return terms.hashes.tobytes() + terms.weights.tobytes() + terms.names.tobytes()


def loaded(data: bytes) -> Terms:
    """Return terms from the database."""
    size = len(data) // 13
    return Terms(
        hashes=np.frombuffer(data, dtype="<i8", count=size),
        weights=np.frombuffer(data, dtype="<f4", count=size, offset=8 * size),
        names=np.frombuffer(data, dtype=np.bool_, count=size, offset=12 * size),
    )


def weighed(terms: Terms, articles: int, counts: Mapping[int, int]) -> Terms:
    """Return the terms, weighed by how few of the `articles` have them; names and words each as a vector of length 1.

    `counts` holds in how many articles a term was found, this one included. The weights stay as they are when more
    articles come: that is good enough, and nothing has to be computed again.
    """
    found = np.array([counts.get(term, 0) for term in terms.hashes.tolist()], dtype=np.float64)
    weights = terms.weights.astype(np.float64) * np.log((articles + _SMOOTHING) / (1 + found))
    order = np.argsort(-weights, kind="stable")
    hashes, names, weights = terms.hashes[order], terms.names[order], weights[order]
    weights = np.where(names, _unit(weights * names), _unit(weights * ~names))
    return Terms(hashes=hashes, weights=weights.astype("<f4"), names=names)


def likeness(one: Terms, others: Sequence[Terms]) -> list[float]:
    """Return how like one article is to each of the others, 0 to 1; all weighed.

    It is the geometric mean of two cosines, of names and numbers and of the other words: news of one kind shares its
    words, news of one place or person its names, but news of one event both. Where a text has only one of the two, as
    in scripts without capitals, that one counts.
    """
    names, words = _cosines(one, others)
    values = np.sqrt(names * words)
    for row, other in enumerate(others):
        if not (one.names.any() and other.names.any()):
            values[row] = words[row]
        elif one.names.all() or other.names.all():
            values[row] = names[row]
    return [float(value) for value in values]


def _cosines(one: Terms, others: Sequence[Terms]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The cosines to each of the others, of names and of the other words."""
    if not len(one.hashes):
        return np.zeros(len(others)), np.zeros(len(others))
    rows = np.repeat(np.arange(len(others)), [len(other.hashes) for other in others])
    hashes, names = (np.concatenate([getattr(other, field) for other in others]) for field in ("hashes", "names"))
    order = np.argsort(one.hashes)
    mine = order[np.searchsorted(one.hashes, hashes, sorter=order).clip(max=len(order) - 1)]
    both = (one.hashes[mine] == hashes) & (one.names[mine] == names)
    weights = np.concatenate([other.weights for other in others]).astype(np.float64)
    products = np.where(both, one.weights[mine] * weights, 0)
    of_names, of_words = (np.bincount(rows, products * part, len(others)).clip(0, 1) for part in (names, ~names))
    return of_names, of_words


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    length = float(np.linalg.norm(values))
    return values / length if length else values


def _hashes(words: Sequence[str]) -> NDArray[np.int64]:
    digests = [blake2b(word.encode(), digest_size=8).digest() for word in words]
    return np.frombuffer(b"".join(digests), dtype=">i8").astype("<i8")
