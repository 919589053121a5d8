"""The steps of trafilatura's main extractor on a page that `cleaners.html.flags` has seen: the same result, sooner.

Which element holds the article, what is pruned from it and what is made of the rest follow `_extract` of trafilatura 2.3
(its `handle_textelem` makes the elements of the result). What differs is the way to the elements: the flags stand for the
expressions over attributes, and the density of links is asked only of elements that hold links.
"""

from collections.abc import Callable, Iterable

from lxml.etree import Element, XPath, _Element, strip_elements, strip_tags
from lxml.html import HtmlElement
from trafilatura.htmlprocessing import link_density_test, link_density_test_tables, process_node
from trafilatura.main_extractor import NOT_AT_THE_END, REBUILT_BLOCKS, handle_textelem
from trafilatura.settings import INLINE_FORMATTABLE, MIN_DUPLICATE_LENGTH, TAG_CATALOG, Extractor
from trafilatura.utils import LINK_FARM_RATIO, text_chars_test, trim
from trafilatura.xml import delete_element

from cleaners.html import flags
from cleaners.html.flags import BIT

_Find = Callable[[HtmlElement], list[HtmlElement]]
_AREAS = "self::article or self::div or self::main or self::section"
_PARTS = "self::div or self::item or self::list or self::p or self::section or self::span"


def _find(expression: str) -> _Find:
    find: _Find = XPath(expression, smart_strings=False)
    return find


def _parts(flag: str) -> _Find:
    return _find(f".//*[@{flag}][{_PARTS}]")


#: Where the article is, the surest first.
_BODIES: tuple[_Find, ...] = (
    _find(f"descendant::*[@{flags.BODY}][{_AREAS}][1]"),
    _find("descendant::article[1]"),
    _find(f"descendant::*[@{flags.STORY}][{_AREAS}][1]"),
    _find(f"descendant::*[@{flags.CONTENT}][{_AREAS}][1]"),
    _find(f"descendant::*[self::main or @{flags.MAIN} and (self::article or self::div or self::section)][1]"),
)
_DISCARDED = _find(f".//*[@{flags.HIDDEN} or @{flags.DISCARD} and ({_PARTS})]")
_IMAGES, _TEASERS, _LOOSE = _parts(flags.IMAGE), _parts(flags.TEASER), _parts(flags.LOOSE)
_HEADERS = _find(".//header")
_LINKED = {tag: _find(f"descendant-or-self::{tag}[.//ref]") for tag in ("div", "list", "p", "head", "quote", "table")}
_APPENDING, _LISTS = frozenset({"div", "section", "aside"}), frozenset({"ol", "ul"})
_COMMENT_TAGS = frozenset({"div", "list", "section", "details"}) | _LISTS
_APPENDED = BIT[flags.APPENDED] | BIT[flags.SHARE]
#: A part is not pruned by its flags when that would take more than all but this share of its text.
_LEFT = 7
#: From so many characters on only the share of links counts in trafilatura's test of their density, and for 0.9 or more.
_LONG = 300
_COMMENT_PARTS = "self::div or self::list or self::section or self::details"
_COMMENTS = _find(f".//*[@{flags.COMMENTS} or @{flags.THREAD}][{_COMMENT_PARTS}]")
#: The names of elements that may hold text.
TAGS = frozenset({*TAG_CATALOG, "table", "td", "th", "tr"})


def delete(elements: Iterable[HtmlElement]) -> None:
    """Delete elements with what they hold; the text after each stays."""
    for element in elements:
        delete_element(element)


def prune_raw(found: Iterable[tuple[HtmlElement, int]]) -> None:
    """Take the comments and the appended articles from a page; `found` is what `flags.flag` returns for it."""
    delete([element for element, bits in found if _is_appended(element, bits) or _is_comment(element, bits)])


def _is_appended(element: HtmlElement, bits: int) -> bool:
    if element.tag not in _APPENDING:
        return False
    return bool(bits & _APPENDED) or (bool(bits & BIT[flags.SCROLL]) and element.find(".//h1") is None)


def _is_comment(element: HtmlElement, bits: int) -> bool:
    return bool(bits & BIT[flags.COMMENTS] and element.tag in _COMMENT_TAGS) or bool(
        bits & BIT[flags.THREAD] and element.tag in _COMMENT_TAGS and element.tag not in _LISTS
    )


def prune_comments(tree: HtmlElement) -> None:
    """Take what is named a comment from a page with trafilatura's names of elements."""
    delete(_COMMENTS(tree))


def prune_discarded(tree: HtmlElement) -> None:
    """Take what is named none of the article from a raw page, however much it is."""
    delete(_DISCARDED(tree))


def main_part(tree: HtmlElement, options: Extractor, tags: set[str] | None = None) -> tuple[_Element, str]:
    """The elements that trafilatura makes of a cleaned and converted page, and their text; the page is used up.

    `tags` are the names of elements that may hold text; the part's own way to hold it is added to them.
    """
    tags = set(TAGS) if tags is None else tags
    result = Element("body")
    for find in _BODIES:
        part = next(iter(find(tree)), None)
        if part is None:
            continue
        prune(part, options)
        if len(part) == 0:
            continue
        least = options.min_extracted_size * (1 if options.focus == "precision" else 3)
        if not _has_paragraphs(tree, least):
            tags.add("div")
        if _collect(part, tags, options, result):
            break
    return result, " ".join(result.itertext()).strip()


def _has_paragraphs(tree: HtmlElement, least: int) -> bool:
    """Whether the paragraphs of a page hold so many characters."""
    size = 0
    inner: set[HtmlElement] = set()
    for paragraph in tree.iter("p"):
        if paragraph not in inner:
            inner.update(paragraph.iterdescendants("p"))
            size += sum(map(len, paragraph.itertext()))
            if size >= least:
                return True
    return False


def tidy(result: _Element) -> None:
    """Take from the elements of a result those that repeat the one before, and what was used up."""
    previous = ""
    for element in list(result):
        text = trim("".join(element.itertext()))
        if text == previous and len(text) > MIN_DUPLICATE_LENGTH:
            delete_element(element, keep_tail=False)
        else:
            previous = text
    strip_elements(result, "done")
    strip_tags(result, "div")


def _collect(part: HtmlElement, tags: set[str], options: Extractor, result: _Element) -> bool:
    """Add what is text in a part to the result; whether that is an article, and not just one image or title."""
    elements = list(part.iterdescendants("*"))
    names = {element.tag for element in elements}
    alone = names == {"lb"} or (part.tag == "div" and "div" in tags and names <= INLINE_FORMATTABLE | {"lb"})
    lead, start = None, len(result)
    if not alone and text_chars_test(part.text):
        lead = Element("p")
        lead.text = part.text
        lead = process_node(lead, options)
    for element in [part] if alone else elements:
        if element.getroottree().getroot() is result:
            continue  # it came along with one that holds it
        _add(element, tags, options, result)
    while len(result) > 0 and result[-1].tag in NOT_AT_THE_END:
        delete_element(result[-1], keep_tail=False)
    if sum(element.tag != "graphic" for element in result) <= 1:
        return False
    if lead is not None:
        result.insert(start, lead)
    return True


def _add(element: HtmlElement, tags: set[str], options: Extractor, result: _Element) -> None:
    """Add what trafilatura makes of an element, and the text after a block that was made anew."""
    tag, tail = element.tag, element.tail
    made = handle_textelem(element, tags, options)
    if made is not None:
        result.append(made)
        if element.getroottree().getroot() is not result:
            element.tag = "done"
    if tag in REBUILT_BLOCKS and text_chars_test(tail) and (made is None or made.tail is None):
        after = Element("p")
        after.text = tail
        if process_node(after, options) is not None:
            result.append(after)


def prune(part: HtmlElement, options: Extractor, *, teasers: bool = False) -> None:
    """Take from a part what its names and its links say is none of the article; `teasers` may stay."""
    precision = options.focus == "precision"
    _discard(part)
    delete(_IMAGES(part))
    if not teasers and options.focus != "recall":
        delete(_TEASERS(part))
    if precision:
        delete(_HEADERS(part))
        delete(_LOOSE(part))
    for _ in range(2):
        if not sum([_delete_linked(part, tag, precision=precision) for tag in ("div", "list", "p")]):
            break  # the second time would find what the first one found
    for table in [table for table in _LINKED["table"](part) if link_density_test_tables(table)]:
        delete_element(table, keep_tail=False)
    if precision:
        while len(part) > 0 and part[-1].tag == "head":
            delete_element(part[-1], keep_tail=False)
        for tag in ("head", "quote"):
            _delete_linked(part, tag, precision=True)
    strip_tags(part, "span", "ref")


def _discard(part: HtmlElement) -> None:
    found = dict.fromkeys(_DISCARDED(part))
    if not found:
        return
    outer = [element for element in found if not any(holder in found for holder in element.iterancestors())]
    size = len(part.text_content())
    if size - sum(len(element.text_content()) for element in outer) > size / _LEFT:
        delete(outer)


def _delete_linked(part: HtmlElement, tag: str, *, precision: bool) -> int:
    """Delete the elements of a name that are hardly more than links, and tell how many."""
    least, depth = (200, 1) if precision else (100, 3)
    doomed = []
    for element in _LINKED[tag](part):
        if _is_mostly_text(element):
            continue
        linked, short = link_density_test(element, precision)
        if not linked and not (
            short and tag == "div" and len(element) >= depth and len(trim(element.text_content())) < least
        ):
            continue
        parent = element.getparent()
        if tag == "p" and parent is not None and parent.tag in ("item", "td", "th"):
            continue  # the item's own words: the list is judged as a whole
        doomed.append(element)
    delete(doomed)
    return len(doomed)


def _is_mostly_text(element: HtmlElement) -> bool:
    """Whether so much of a long element is no link that `link_density_test` says no; most are told by their beginning."""
    linked = sum(len(link.text_content()) for link in element.iter("ref"))
    least = max(_LONG, linked / LINK_FARM_RATIO)
    size = 0
    for text in element.itertext():
        size += len(" ".join(text.split()))
        if size >= least:
            return True
    return False
