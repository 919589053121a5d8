"""The rules that would do what a reader says of a block, as text for `cleaners/rules/sites/HOST.toml`. Pure."""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaners.drawn import suggestions
from cleaners.rules.siteconfig import host_of
from cleaners.types import Block, Page
from newsmill.golden import folder_of
from newsmill.render import Verdict

MOST, EXAMPLES = 3, 6
_LONG_ENOUGH = 8
_LONGEST_PATTERN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A rule: its text, the blocks of the page that it is about, and the beginnings of some of them.

    `others` counts those among them that have the opposite fate now: what else the rule would change.
    """

    toml: str
    blocks: frozenset[int]
    examples: Sequence[str]
    others: int


def offers(page: Page | None, block: Block, reason: str | None, every: Mapping[int, Verdict]) -> list[Offer]:
    """Rules for a block, the one that changes least first; `reason` None asks for rules that keep it.

    `every` has all blocks of the page by number. Selectors come from the page, where there is one; a pattern from the
    block's words, where they are few.
    """
    found = []
    for one in suggestions(page, block.index) if page is not None else ():
        lines = [f"selector = {_toml(one.selector)}"]
        found.append(_offer(one.selector, lines, one.blocks, block, reason, every))
    if _LONG_ENOUGH <= len(block.text) <= _LONGEST_PATTERN and "\n" not in block.text:
        pattern = f"^{re.escape(block.text)}$".replace("\\ ", " ")
        same = frozenset(index for index, verdict in every.items() if re.search(pattern, verdict.block.text))
        found.append(_offer(block.text, [f"pattern = {_toml(pattern)}"], same, block, reason, every))
    return sorted(found, key=lambda offer: (offer.others, len(offer.blocks)))[:MOST]


def _offer(
    name: str, lines: list[str], blocks: frozenset[int], block: Block, reason: str | None, every: Mapping[int, Verdict]
) -> Offer:
    what = f'reason = "{reason}"' if reason else "keep = true"
    toml = "\n".join(["[[rule]]", f'id = "{_id(name)}"', what, *lines])
    others = sum(
        1 for index in blocks if index != block.index and index in every and every[index].kept is (reason is not None)
    )
    texts = [every[index].block.text for index in sorted(blocks) if index in every]
    examples = [text if len(text) <= 90 else f"{text[:88]} …" for text in texts[:EXAMPLES]]
    return Offer(toml=toml, blocks=blocks, examples=examples, others=others)


def rule_host(url: str) -> str:
    """The name of the rule file for an address."""
    return host_of(url) or "HOST"


def golden_name(url: str, file: str) -> str:
    """HOST/SLUG of the golden that ``newsmill golden add`` makes of a page."""
    try:
        folder = folder_of(url, file.rpartition(".")[0])
    except ValueError:  # such as a bracket that is no IPv6 address
        folder = folder_of("", file.rpartition(".")[0])
    return shlex.quote(f"{folder.parent.name}/{folder.name}")


def quoted(url: str) -> str:
    """The address as an argument in a shell; empty where there is none."""
    return shlex.quote(url) if url.startswith(("http://", "https://")) else ""


def _id(name: str) -> str:
    """An id as rules have it: lower case, digits, hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return (words[:40].rstrip("-") or "block") if words[:1].isalnum() else "block"


def _toml(text: str) -> str:
    """A literal string where it can be one, else a basic one, which takes JSON's escapes; DEL has to be escaped too."""
    if "'" not in text and "\\" in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
