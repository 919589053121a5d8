"""The verdict on a whole article: was all of it served, or only its beginning?"""

import re
from collections.abc import Iterable, Sequence

from cleaners.types import Block, Kind, Metadata, Paywall, Reason, Removal

#: A body of fewer words than this that ends at a prompt to subscribe is the beginning of something longer.
SHORT = 220
#: The same for a body whose last sentence is cut off.
SHORT_IF_CUT = 500
#: How many blocks may stand between the end of the body and the prompt (a caption, share buttons).
REACH = 8
#: The same where a body of any length breaks off.
NEXT = 3
#: A last paragraph of so many words is running text: no signature, no credit.
_RUNNING = 15
#: What has no more words, or stands in a menu, is a link to the shop and not a prompt at the text's end.
_MENU_WORDS, _MENU_LENGTH = 2, 30
_MENUS = ("/footer[", "/nav[")
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "”", "“", "»", "«", '"', "’", ")", "」", "』", "؟", "।", "۔", "።")
_CUTS = ("...", "…")
_UNSPACED = re.compile("[\u2e80-\u9fff]")
#: Boxes are called so that only offer a newsletter; a body of any length wants a better witness.
_VAGUE = "generic/class-"
#: The rule that takes a heading with no text below it from the body's end.
_DANGLING = "generic/dangling"


def paywall(
    kept: Sequence[Block], removals: Iterable[Removal], metadata: Metadata, found: Sequence[str] = ()
) -> tuple[Paywall, tuple[str, ...]]:
    """Whether the kept blocks are an article or its teaser, and what speaks of a paywall.

    `found` is evidence from the reader (markup that names a paywall); prompts among the removals are added to it. The
    evidence is returned with the verdict NONE as well: a prompt beside a whole article proves nothing.
    """
    removals = list(removals)
    prompts = [removal for removal in removals if removal.reason is Reason.PAYWALL]
    evidence = [*found, *(f"{prompt.rule}: {prompt.block.text[:100]}" for prompt in prompts)]
    free = metadata.is_accessible_for_free
    if free is not None:
        evidence.insert(0, f"isAccessibleForFree: {str(free).lower()}")
    if free or not evidence or not kept:
        return Paywall.NONE, tuple(evidence)
    last = kept[-1]
    unseen = [removal.block.index for removal in removals if removal.reason is Reason.HIDDEN]
    ways = [(_way(last.index, prompt.block.index, unseen), prompt) for prompt in prompts if not _in_menu(prompt.block)]
    at_cut = any(0 < way <= REACH for way, _ in ways)
    broken = _breaks_off(last, removals) and any(
        0 < way <= NEXT and not prompt.rule.startswith(_VAGUE) for way, prompt in ways
    )
    if broken or (_is_short(kept) and (at_cut or free is False)):
        return Paywall.TEASER, tuple(evidence)
    return (Paywall.UNKNOWN if free is False else Paywall.NONE), tuple(evidence)


def _in_menu(block: Block) -> bool:
    short = _words(block.text) <= _MENU_WORDS and len(block.text) <= _MENU_LENGTH
    return short or any(part in block.path for part in _MENUS)


def _way(end: int, index: int, unseen: Sequence[int]) -> int:
    """How many blocks after the end of the body another stands, without those that a reader does not see."""
    return index - end - sum(end < number < index for number in unseen)


def _is_short(kept: Sequence[Block]) -> bool:
    words = sum(_words(block.text) for block in kept)
    whole = kept[-1].text.endswith(_SENTENCE_ENDS) and not kept[-1].text.endswith(_CUTS)
    return words < (SHORT if whole else SHORT_IF_CUT)


def _breaks_off(last: Block, removals: Iterable[Removal]) -> bool:
    """Whether the body ends above a heading without text, or with a paragraph in the middle of a sentence.

    Only a small letter or a comma proves the latter: many scripts and many last lines have no full stop.
    """
    if last.kind is Kind.HEADING or any(
        removal.rule == _DANGLING and 0 < removal.block.index - last.index <= NEXT for removal in removals
    ):
        return True
    running = last.kind is Kind.PARAGRAPH and _words(last.text) >= _RUNNING
    return running and (last.text.endswith(_CUTS) or last.text[-1] == "," or last.text[-1].islower())


def _words(text: str) -> int:
    """Words, where two characters of a script without spaces count as one."""
    return len(text.split()) + (0 if text.isascii() else len(_UNSPACED.findall(text)) // 2)
