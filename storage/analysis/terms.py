"""What an article is about, as weighted terms, and how like two articles are: TF-IDF and the cosine, with SciPy.

Terms are 64-bit hashes, so that nobody can read a deleted article's words in what is left (a count of terms).
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from storage.analysis.words import is_unspaced, running_words

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
    counts: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for part, times in ((title or "", _TITLE), (text, 1)):
        found = list(_terms(part, language))
        for total, terms in ((counts, [term for term, _ in found]), (named, [term for term, name in found if name])):
            for term, count in Counter(terms).items():
                total[term] += times * count
    names = {term for term, count in named.items() if count and 3 * count >= counts[term]}
    weight = {term: (1 + math.log(count)) * (_NAME if term in names else 1) for term, count in counts.items()}
    heaviest = sorted(weight, key=lambda term: (-weight[term], term))[:MOST]
    return Terms(
        hashes=np.array([_hash(term) for term in heaviest], dtype="<i8"),
        weights=np.array([weight[term] for term in heaviest], dtype="<f4"),
        names=np.array([term in names for term in heaviest], dtype=np.bool_),
    )


def _terms(text: str, language: str | None) -> Iterator[tuple[str, bool]]:
    """Words that are no stop words; of scripts without spaces, pairs of characters."""
    before = ""
    for word in running_words(text, language):
        if word is None:
            before = ""
        elif is_unspaced(word.plain):
            if before:
                yield before + word.plain, False
            before = word.plain
        else:
            before = ""
            if not word.stop and (len(word.plain) >= _SHORTEST or word.name):
                yield word.plain, word.name and (not word.first or word.plain[0].isdigit())


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
    names, words = _cosines(one, others, names=True), _cosines(one, others, names=False)
    values = np.sqrt(names * words)
    for row, other in enumerate(others):
        if not (one.names.any() and other.names.any()):
            values[row] = words[row]
        elif one.names.all() or other.names.all():
            values[row] = names[row]
    return [float(value) for value in values]


def _cosines(one: Terms, others: Sequence[Terms], *, names: bool) -> NDArray[np.float64]:
    mine = one.names == names
    columns = {term: column for column, term in enumerate(one.hashes[mine].tolist())}
    rows, indices, values = [], [], []
    for row, other in enumerate(others):
        theirs = other.names == names
        for term, weight in zip(other.hashes[theirs].tolist(), other.weights[theirs].tolist(), strict=True):
            if term in columns:
                rows.append(row)
                indices.append(columns[term])
                values.append(weight)
    matrix = csr_array((values, (rows, indices)), shape=(len(others), len(columns)), dtype=np.float64)
    return np.asarray(matrix @ one.weights[mine].astype(np.float64)).clip(0, 1)


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    length = float(np.linalg.norm(values))
    return values / length if length else values


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big", signed=True)
