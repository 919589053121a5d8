"""What phrases to keep and to drop teach of blocks."""

from bench.align import BODY, EITHER, NOT_BODY
from bench.phrase_labels import by_phrases


def test_phrases_speak_for_the_blocks_that_hold_them() -> None:
    """A phrase to drop speaks for every block that holds it, one to keep only for a block that alone holds it."""
    texts = ["Menu ferry", "The ferry  is back.", "It sails at six.", "It sails at six.", "Share the ferry"]
    row = {"with": ["ferry is", "sails at six"], "without": ["Menu", "Share"]}
    assert by_phrases(texts, row) == [NOT_BODY, BODY, EITHER, EITHER, NOT_BODY]
