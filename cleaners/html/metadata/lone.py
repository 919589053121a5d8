"""Authors in lines that nothing marks: "By NAME", "Text: NAME", "Author: NICK" before a link, or a name at the end."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from cleaners.html.elements import Elements
from cleaners.html.metadata.names import by_line, clean_names, ends_in_by, introduces, is_agency, is_person, posted_by
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.texts import fold, own_texts, visible_text

_SKIP = frozenset(
    {"script", "style", "noscript", "template", "option", "svg", "title", "textarea", "head", "meta", "link"}
)
_INLINE = frozenset({"a", "span", "b", "strong", "em", "i", "font", "cite", "u"})
_LONGEST = 200
_MANY = 8
_WINDOW = 250  # elements from the headline within which the nearest line is taken
_NICK = 60  # the same for a name that is no full name
_LEAD, _LINE = 40, 160  # characters before the name that "by" ends, and of the whole line
_BY_LINE = 120  # characters of a line that begins with "by"
_CHILDREN = 40  # of one element that are asked: bounds the work on endless rows of links
_SIGNED = 60  # characters of a line that signs the text at its end
_EDITED = re.compile(r"\W*(?:redaktion|redakteur|editor)", re.I)  # at the end these are not the writers
_SOURCE = re.compile(
    r"\W*(?:quelle|source|fuente|fonte|źródło|kilde|bron|källa|kaynak|источник|джерело|sumber|来源|來源|出典|출처)\s*[:：]\s*",
    re.I,
)
_REPORTERS = re.compile(
    r"[（(](?:本[报報网網台刊社]|新[华華]社|中新社)?(?:记者|記者)\s*([\u3400-\u9fff]{2,4}(?:[、，,\s]{1,3}[\u3400-\u9fff]{2,4}){0,5})[）)]"
)
_SIGNATURE = re.compile(r"(?:^|[.!?…“”\"»]\s)\W*\(((?:[A-ZÄÖÜ][\w.'-]*\s){1,3}[A-ZÄÖÜ][\w'-]+)\)[\s+*]*$")


def lone_byline(elements: Elements, place: Place, sites: set[str], window: int = _WINDOW) -> tuple[list[str], str]:
    """Return the names in the nearest line that begins with "By", "Von", "Text:" and the like, up to `window` elements away.

    Farther down only a line that holds nothing else counts, and only where all such lines name the same people: it
    signs the text.
    """
    best: tuple[int, list[str]] | None = None
    signed: list[list[str]] = []
    for index, (tag, element) in enumerate(zip(elements.tags, elements.all, strict=True)):
        if tag in _SKIP:
            continue
        distance = place.distance(index)
        far = place.known and distance > window
        if far and (best or index < place.index):
            continue
        own = own_texts(element)
        if not own or (far and all(len(text) > _LONGEST and text.rstrip()[-1:] not in ")）" for text in own)):
            continue
        near = place.known and distance <= _NICK
        for names in (*_names_in(element, own, sites, far=far, near=near), *_linked(element, own, sites, near=near)):
            way = distance + _WINDOW * all(map(is_agency, names))  # a person is the author, and an agency the source
            if (best and way >= best[0]) or place.elsewhere(element):
                continue
            if far:
                signed.append(names)
            else:
                best = (way, names)
    if best:
        return best[1], "byline-text"
    return (signed[0], "signature") if len({tuple(names) for names in signed}) == 1 else ([], "")


def _names_in(element: HtmlElement, own: list[str], sites: set[str], *, far: bool, near: bool) -> Iterator[list[str]]:
    """The names in the lines of an element with those texts of its own."""
    for text in _lines(element, own):
        fits = not far or (len(text) <= _SIGNED and not _EDITED.match(text))
        if fits and (names := _lone_names(text, sites, near=near)):
            yield names
    for text in own:
        match = _SIGNATURE.search(text[-_LONGEST:]) if text.rstrip(" +*\n")[-1:] == ")" else None
        if match and is_person(match[1]):
            yield [match[1]]
        match = _REPORTERS.search(text) if "者" in text else None
        if match and (names := clean_names(match[1], sites, from_page=True)):
            yield names
    if any(_SOURCE.match(text) for text in own):
        name = _SOURCE.sub("", visible_text(element, _SIGNED), count=1).strip(" .")
        if is_agency(name):
            yield [name]


def _linked(element: HtmlElement, own: list[str], sites: set[str], *, near: bool) -> Iterator[list[str]]:
    """The names after a text that ends in a word of authorship, or after an element that holds nothing but one."""
    if any(ends_in_by(text) for text in own):
        parent = element.getparent()
        label = element.tag in _INLINE and len(element) == 0 and parent is not None
        for named in after_by(parent if label else element):
            names = clean_names(visible_text(named, _LONGEST), sites, from_page=True)
            if len(names) == 1 and (near or is_person(names[0])):
                yield names


def after_by(element: HtmlElement) -> Iterator[HtmlElement]:
    """The inline elements after a word of authorship that ends the begin of a short line: "written by <a>NICK</a>"."""
    before = element.text or ""
    for child in islice(element, _CHILDREN):
        said = child.tag in _INLINE and len(before) < _LONGEST and _introduced(child, before)
        if said and len(visible_text(element, _LINE)) <= _LINE:
            yield child
        if child.tag == "br":
            before = child.tail or ""
        else:
            before += f" {child.text or ''} {child.tail or ''}"


def _introduced(child: HtmlElement, before: str) -> bool:
    """Tell whether the text says "by" before the element, itself or in an element of its own."""
    lead = fold(before)
    if not lead or len(lead) > _LEAD:
        return False
    label = child.getprevious()
    own = label is not None and len(label) == 0 and not (label.tail or "").strip()
    said = (label.text if own and label is not None else before) or ""
    return ends_in_by(said, whole=own) and introduces(lead, said)


def _lines(element: HtmlElement, own: list[str]) -> Iterator[str]:
    """The lines of an element one of whose own texts speaks of authorship."""
    if not any(len(text) < _LONGEST and (by_line(text) or posted_by(text)) for text in own):
        return
    label = by_line(element.text) if element.text and len(element) == 0 else None
    parent = element.getparent()
    alone = label is not None and label.end() == len(element.text.strip())
    if alone and parent is not None and parent.tag != "body":
        element = parent  # <b>Author:</b> Name
    lines = visible_text(element, 2 * _LONGEST).split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield f"{line} {following}" if alone and ends_in_by(line, whole=True) else line


def _lone_names(line: str, sites: set[str], *, near: bool) -> list[str]:
    line = fold(line)
    match = by_line(line) if len(line) <= _BY_LINE else None
    if near and len(line) <= _SIGNED and posted_by(line):
        names = clean_names(line, sites, from_page=True)
        if len(names) == 1 and (names[0].isalnum() if match else len(names[0].split()) <= 2):
            return names
    if not match:
        return []
    names = clean_names(line[match.start() :], sites, from_page=True)
    if len(names) == 1 and line[: match.start()].rstrip()[-1:].isdigit() and line.rstrip().endswith(names[0]):
        return names  # "6.11.2023 13:30 von Olga"
    return names if names and all(is_person(name) for name in names) and len(names) < _MANY else []
