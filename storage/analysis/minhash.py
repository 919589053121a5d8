"""Copies: MinHash signatures of word shingles (Broder 1997), with rensa, cut into bands that equal texts share.

With 32 bands of 4 rows two texts whose shingles have a Jaccard similarity of 0.5 share a band with probability
1 - (1 - 0.5^4)^32 = 0.87, of 0.7 with 0.9999, of 0.2 with 0.05 (Leskovec, Rajaraman, Ullman: Mining of Massive
Datasets, section 3.4).
"""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from storage.analysis.words import plain_words

SHINGLE = 5
BANDS, ROWS = 32, 4
NEAR = 0.5
LEAST_SHINGLES = 20
"""Shorter texts are compared as a whole only: a chance match of few shingles says nothing."""
_SEED = 1

Signature = NDArray[np.uint32]


def method() -> str:
    """Name the way signatures are made; signatures of another way cannot be compared."""
    return f"rensa{RMinHash.ALGORITHM_VERSION}-{BANDS}x{ROWS}-{SHINGLE}-terms1"


def shingles(text: str) -> list[str]:
    """Return the runs of five words of a text."""
    words = plain_words(text)
    return list(map(" ".join, zip(*(islice(words, at, None) for at in range(SHINGLE)), strict=False)))


def signatures(texts: Sequence[str]) -> list[Signature | None]:
    """Return the texts' signatures; None for one that is too short."""
    sets = [shingles(text) for text in texts]
    digests = RMinHash.digests_from_token_sets(sets, BANDS * ROWS, _SEED)
    return [
        np.asarray(digest, dtype="<u4") if len(tokens) >= LEAST_SHINGLES else None
        for tokens, digest in zip(sets, digests, strict=True)
    ]


def bands(signature: Signature | None, text_sha256: str) -> list[int]:
    """Return the keys under which alike texts meet: one for equal texts, and the signature's bands."""
    keys = [_key(text_sha256.encode())]
    if signature is not None:
        rows = signature.reshape(BANDS, ROWS)
        keys += [_key(bytes([band]) + rows[band].tobytes()) for band in range(BANDS)]
    return sorted(set(keys))


def jaccard(one: Signature | None, other: Signature | None) -> float:
    """Return the estimated Jaccard similarity of two texts' shingles; its standard error is at most 0.045."""
    return 0.0 if one is None or other is None else float(np.mean(one == other))


def dumped(signature: Signature | None) -> bytes | None:
    """Return the signature as the database keeps it."""
    return None if signature is None else signature.tobytes()


def loaded(data: bytes | None) -> Signature | None:
    """Return a signature from the database."""
    return None if data is None else np.frombuffer(data, dtype="<u4")


def _key(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)
