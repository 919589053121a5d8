"""Laws that hold on every page of the quality sets; a sample of these is looked at, another one for each law."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from bench.sets import read_gold, read_page
from cleaners import Article, Page, Rejected, Rules, clean, load_rules
from cleaners.decode import Decoded, decode
from cleaners.html.blocks import INVISIBLE, SILENT, spans
from cleaners.html.parse import parse
from newsmill.worker import CleanerProcess

SETS = Path(__file__).parents[2].parent / "shared" / "bench"
NAMES = ("articles", "publishers", "snippets", "pagetypes", "articles-text", "publishers-text")
_SHOWN = etree.XPath(f"//body//text()[not(ancestor::{' or ancestor::'.join(sorted(SILENT))})]")
_BLANK = re.compile(r"\s+")
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))

pytestmark = pytest.mark.skipif(not SETS.is_dir(), reason="the quality sets are not beside the repository")


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of the package."""
    return load_rules()


def sample(name: str, step: int, start: int = 0) -> Iterator[Page]:
    """Every so-many-th page of a set."""
    for row in read_gold(SETS / name)[start::step]:
        yield read_page(SETS / name, row)


def letters(text: str) -> str:
    """A text without white space and characters that show nothing, alone or at all."""
    return _BLANK.sub("", INVISIBLE.sub("", text)).translate(_JOINERS)


@pytest.mark.parametrize("name", NAMES)
def test_blocks_are_kept_or_removed_each_once(name: str, rules: Rules) -> None:
    """The blocks of a page are kept or removed, each once, in page order, each removal with a reason and a rule."""
    for page in sample(name, 17):
        result = clean(page, rules)
        if isinstance(result, Rejected):
            assert result.detail
            continue
        removed = [removal.block for removal in result.removals]
        numbers = [block.index for block in (*result.blocks, *removed)]
        assert sorted(numbers) == list(range(len(numbers)))
        assert [block.index for block in result.blocks] == sorted(block.index for block in result.blocks)
        assert all(removal.rule and removal.reason for removal in result.removals)
        assert all(0 <= link.start < link.end <= len(block.text) for block in result.blocks for link in block.links)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith("text")])
def test_every_letter_is_in_a_block(name: str) -> None:
    """All that the body of a page shows, by another reading of its tree, is in its blocks, letter for letter."""
    for page in sample(name, 9, 3):
        decoded = decode(page)
        assert isinstance(decoded, Decoded)
        tree = parse(decoded.text)
        if tree is not None and tree.find("body") is not None:
            inside = "".join(span.text for span in spans(tree) if "/body" in span.frame.path)
            assert letters(inside) == letters("".join(_SHOWN(tree)))


def test_any_process_and_order_gives_the_same(rules: Rules) -> None:
    """Pages cleaned in another process, in the reverse order and after each other, come out the same."""
    pages = [page for name in NAMES for page in sample(name, 90, 1)]
    here = [clean(page, rules) for page in pages]
    with CleanerProcess() as process:
        there = [process.clean(page) for page in reversed(pages)]
    assert here == there[::-1]
    assert any(isinstance(result, Article) for result in here)


def test_fast_is_the_same_in_any_process(rules: Rules) -> None:
    """The quick way is as steady, and its articles say that they came by it."""
    pages = [page for name in NAMES[:2] for page in sample(name, 60, 2)]
    with CleanerProcess(fast=True) as process:
        there = [process.clean(page) for page in pages]
    assert there == [clean(page, rules, fast=True) for page in pages]
    assert {result.cleaner_version[-5:] for result in there if isinstance(result, Article)} == {"-fast"}
