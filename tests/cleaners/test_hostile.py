"""Pages made to hang or break a cleaner: what must hold of them, whatever they are."""

import re
import time
from datetime import UTC, datetime

import pytest

from bench.hostile import PAGES
from bench.traps import near_misses, patterns, slowest
from cleaners import Article, Page, Rejected, Rules, clean, load_rules
from cleaners.html.blocks import spans
from cleaners.html.metadata.jsonld import string
from cleaners.html.parse import parse
from cleaners.text.join import join
from cleaners.text.lines import lines

URL = "https://www.harbourledger.example/news/pier-to-be-mended"
SHARE = 400
"""The pages are smaller here than where they are measured."""
MOST = 0.5
"""CPU seconds for a string of 150 characters, a hundred times what the slowest takes: what hangs takes hours."""


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of the package."""
    return load_rules()


def page(body: bytes, kind: str = "text/html") -> Page:
    """A page as it comes from a crawl."""
    return Page(body=body, url=URL, content_type=f"{kind}; charset=utf-8", fetched_at=datetime(2026, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize("name", PAGES)
def test_blocks_are_kept_or_removed_each_once(name: str, rules: Rules) -> None:
    """No hostile page raises; its blocks are kept or removed, each once, in page order."""
    make, size = PAGES[name]
    result = clean(page(make(max(size // SHARE, 2)), "text/plain" if name.startswith("text") else "text/html"), rules)
    if isinstance(result, Rejected):
        assert result.detail
        return
    removed = [removal.block for removal in result.removals]
    assert sorted(block.index for block in (*result.blocks, *removed)) == list(range(len(result.blocks) + len(removed)))
    for blocks in (result.blocks, removed):
        assert [block.index for block in blocks] == sorted(block.index for block in blocks)


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(("text", "nested articles", "base"))])
def test_the_article_before_it_is_kept(name: str, rules: Rules) -> None:
    """What is hostile after an article, or in its head, does not take the article away."""
    make, size = PAGES[name]
    result = clean(page(make(max(size // SHARE, 2))), rules)
    if isinstance(result, Article) and name not in ("surrogates", "declarations", "open comment"):
        assert "The harbour board met on Tuesday" in result.text


@pytest.mark.parametrize(
    "author",
    [
        '{"@id":"#1"}, "x":[{"@id":"#1","@type":"Person","name":{"@id":"#1"}}]',
        '{"@id":"#1"}, "x":[{"@id":"#1","@type":"ItemList","itemListElement":[{"@id":"#1"},{"@id":"#1"}]}]',
        f'{"[" * 900}"Ada Quill"{"]" * 900}',
        f'{{"name":{"[" * 900}"Ada Quill"{"]" * 900}}}',
        '[null, true, 3, [], {}, {"name": null}, {"name": 5}, {"name": [1, null]}]',
    ],
)
def test_circles_and_depths_in_json_ld_end(author: str, rules: Rules) -> None:
    """References that lead in a circle, and values nested deeper than the interpreter may go, name no author."""
    data = f'{{"@type":"NewsArticle","headline":"Pier to be mended","author":{author}}}'
    result = clean(
        page(
            PAGES["paragraphs"][0](1).replace(
                b"</head>", f"<script type='application/ld+json'>{data}</script></head>".encode()
            )
        ),
        rules,
    )
    assert isinstance(result, Article)
    assert result.metadata.authors == ()


@pytest.mark.parametrize(
    "key", ["headline", "keywords", "image", "publisher", "articleSection", "datePublished", "inLanguage"]
)
def test_any_field_may_be_of_any_shape(key: str, rules: Rules) -> None:
    """A field of JSON-LD that is a list without end, a number, null or an object is passed over."""
    for value in (f'{"[" * 900}"x"{"]" * 900}', "1e999", "null", '{"a":{"@value":[]}}', "[[],{}]"):
        data = f'{{"@type":"NewsArticle","{key}":{value}}}'.encode()
        body = b"<html><script type='application/ld+json'>" + data + b"</script><body>" + PAGES["paragraphs"][0](1)
        assert isinstance(clean(page(body), rules), Article)


def test_a_string_is_found_in_lists() -> None:
    """The depth that is read is more than pages need."""
    assert string([[], [[["", "found"]]]]) == "found"


def test_attributes_beyond_count_are_cut() -> None:
    """Of an element with endless attributes the first are read and its text stays; a class without end is cut."""
    many = " ".join(f"a{number}={number}" for number in range(5000))
    tree = parse(f"<p id=first {many}>one</p><p class='{'x ' * 9000}'>two</p><p title='{'a b=c ' * 900}'>three</p>")
    assert tree is not None
    first, second, third = tree.iter("p")
    assert (first.get("id"), first.get("a7"), first.get("a4000")) == ("first", "7", None)
    assert len(second.get("class")) < 5000
    assert len(third.get("title")) == 5400
    assert [span.text for span in spans(tree)] == ["one", "two", "three"]


ALL = dict(patterns())


@pytest.mark.parametrize("name", ALL)
def test_no_pattern_hangs(name: str) -> None:
    """No expression of the cleaners takes long over strings that it nearly matches, built from the expression."""
    length = 60 if name.endswith("_NAMELIKE") else 150
    spent, text = slowest(ALL[name], length, most=MOST, anchored=name.endswith("(start)"))
    assert spent < MOST, f"{ALL[name].pattern[:80]!r} at {text!r}"


def test_traps_are_found() -> None:
    """The strings that are built do find an expression that goes back and forth."""
    trap = re.compile(r"(?:\w+[ ,]*)+!")
    assert any(len(text) > 20 for text in near_misses(trap, 30))
    started = time.process_time()
    assert slowest(trap, 60, most=0.2)[0] > 0.1
    assert time.process_time() - started < 5


def test_what_follows_the_end_is_read() -> None:
    """Text after ``</body>`` or ``</html>`` is of the page, as browsers have it."""
    tree = parse("<html><body><p>one</p></body></html>\n<p>two</p></BODY ><p>three</p></html>")
    assert tree is not None
    assert [span.text for span in spans(tree)] == ["one", "two", "three"]


def test_long_texts_are_joined_alike() -> None:
    """A paragraph of 20,000 wrapped lines is one block with all of its words, and its links stand where their text is."""
    line = "the words of [a link](http://x.example/) go on and on until the margin ends the"
    text = "# Head\n\n# Two\n\n" + "\n".join([line] * 20_000) + " end.\n"
    long = max(join(lines(text)), key=lambda piece: len(piece.text))
    assert long.text.count("a link") == len(long.links) == 20_000
    assert {long.text[link.start : link.end] for link in long.links} == {"a link"}
