"""The verdicts on a whole page: is it an article, and was all of it served or only its beginning?"""

from collections.abc import Iterable, Sequence

from cleaners.refusals import refusal
from cleaners.types import Block, Metadata, Paywall, Reason, Removal

__all__ = ["paywall", "refusal"]

#: A body of fewer words than this that ends at a prompt to subscribe is the beginning of something longer.
SHORT = 220
#: The same for a body whose last sentence is cut off.
SHORT_IF_CUT = 500
#: How many blocks may stand between the end of the body and the prompt (a caption, share buttons).
REACH = 8
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "”", "“", "»", "«", '"', "’", ")", "」", "』", "؟", "।")


def paywall(
    kept: Sequence[Block], removals: Iterable[Removal], metadata: Metadata, found: Sequence[str] = ()
) -> tuple[Paywall, tuple[str, ...]]:
    """Whether the kept blocks are an article or its teaser, and what speaks of a paywall.

    `found` is evidence from the reader (markup that names a paywall); prompts among the removals are added to it. The
    evidence is returned with the verdict NONE as well: a prompt beside a whole article proves nothing.
    """
    prompts = [removal for removal in removals if removal.reason is Reason.PAYWALL]
    evidence = [*found, *(f"{prompt.rule}: {prompt.block.text[:100]}" for prompt in prompts)]
    free = metadata.is_accessible_for_free
    if free is not None:
        evidence.insert(0, f"isAccessibleForFree: {str(free).lower()}")
    if free or not evidence or not kept:
        return Paywall.NONE, tuple(evidence)
    words = sum(_words(block.text) for block in kept)
    last = kept[-1]
    at_cut = any(0 < prompt.block.index - last.index <= REACH for prompt in prompts)
    short = words < (SHORT if last.text.endswith(_SENTENCE_ENDS) else SHORT_IF_CUT)
    if short and (at_cut or free is False):
        return Paywall.TEASER, tuple(evidence)
    return (Paywall.UNKNOWN if free is False else Paywall.NONE), tuple(evidence)


def _words(text: str) -> int:
    """Words, where two characters of a script without spaces count as one."""
    return len(text.split()) + sum("\u2e80" <= letter <= "\u9fff" for letter in text) // 2
