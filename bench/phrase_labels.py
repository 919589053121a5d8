"""What the phrases of `snippets` teach of single blocks: what holds a phrase to keep is body, one to drop is not."""

from collections.abc import Sequence
from typing import Any

from bench.align import BODY, EITHER, NOT_BODY


def by_phrases(texts: Sequence[str], row: dict[str, Any]) -> list[int]:
    """For each block text of a page: BODY, NOT_BODY, or EITHER where no phrase says it.

    A phrase to drop may stand nowhere in the text, so it speaks for every block that holds it; one to keep must stand
    somewhere, so it speaks for a block only where no other holds it.
    """
    folded = [" ".join(text.split()) for text in texts]
    labels = [EITHER] * len(folded)
    for phrase, label in [*((p, NOT_BODY) for p in row["without"]), *((p, BODY) for p in row["with"])]:
        words = " ".join(phrase.split())
        holds = [number for number, text in enumerate(folded) if words in text]
        if label == NOT_BODY or len(holds) == 1:
            for number in holds:
                labels[number] = label
    return labels
