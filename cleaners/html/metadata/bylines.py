"""The byline near the headline: elements that are named for authors, links to authors' pages, lines that begin "By"."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from cleaners.html.metadata.names import by_line, clean_names, is_person, squeeze_name
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.signals import Mark, Signals, fold, visible_text

Found = tuple[list[str], str]
_SKIP = frozenset(
    {"script", "style", "noscript", "template", "option", "svg", "title", "textarea", "head", "meta", "link"}
)
_LONGEST = 200  # characters of a byline; longer elements are author boxes or whole articles
_FARTHEST = 400  # elements from the headline
_WINDOW = 250
_BETTER = 60


def from_page(signals: Signals, place: Place, sites: set[str]) -> Found:
    """Return the names in the byline nearest to the headline, with those beside them, and how it was found.

    A byline of full names wins over a nearer one of initials or a nickname.
    """
    marks = place.nearest([*signals.props.get("author", ()), *signals.bylines])
    first: tuple[int, Found] | None = None
    for mark in marks[:40]:
        way = place.way(mark) or 0
        if way > _FARTHEST or (first and way > first[0] + _BETTER):
            break
        names = [name for name in _together(mark, marks, sites) if squeeze_name(name) not in sites]
        if not names:
            continue
        if all(is_person(name) for name in names):
            return names, mark.how
        first = first or (way, (names, mark.how))
    return first[1] if first else ([], "")


def _together(mark: Mark, marks: list[Mark], sites: set[str]) -> list[str]:
    """The names of a mark: those of the marks inside it where they are cleaner, and those of its like beside it."""
    names = _names_of(mark, sites)
    inner = [other for other in marks if other is not mark and _inside(other.element, mark.element)]
    parts = list(dict.fromkeys(name for other in inner for name in _names_of(other, sites)))
    if parts and not (set(parts) <= set(names) and all(is_person(name) for name in names)):
        names = parts
    if names and not inner:
        names = list(dict.fromkeys(names + [name for other in _alike(mark, marks) for name in _names_of(other, sites)]))
    return names


def _inside(element: HtmlElement, outer: HtmlElement) -> bool:
    node = element.getparent()
    for _ in range(6):
        if node is None:
            return False
        if node is outer:
            return True
        node = node.getparent()
    return False


def _alike(mark: Mark, marks: list[Mark]) -> list[Mark]:
    """Several authors often stand in elements of the same kind under one parent, or under parents beside each other."""
    parent = mark.element.getparent()
    grand = parent.getparent() if parent is not None else None
    style = mark.element.get("class")
    same = []
    for other in marks:
        if other is mark or other.element.get("class") != style or other.element.tag != mark.element.tag:
            continue
        above = other.element.getparent()
        if above is parent or (above is not None and grand is not None and above.getparent() is grand):
            same.append(other)
    return sorted(same, key=lambda other: other.index)


def _names_of(mark: Mark, sites: set[str]) -> list[str]:
    element = mark.element
    if element.tag == "meta" or (element.get("content") and mark.how.startswith("microdata")):
        return clean_names(element.get("content") or "", sites)
    name = element.find(".//*[@itemprop='name']") if mark.how.startswith("microdata") else None
    text = visible_text(element if name is None else name, 300) or (
        name.get("content") or "" if name is not None else ""
    )
    return clean_names(text, sites, from_page=True) if text and len(text) <= _LONGEST else []


def lone_byline(tree: HtmlElement, place: Place, sites: set[str]) -> Found:
    """Return the names in the nearest line that begins with "By", "Von", "Text:" and the like."""
    best: tuple[int, list[str]] | None = None
    for index, element in enumerate(tree.iter("*")):
        if element.tag in _SKIP or (place.known and place.distance(index) > _WINDOW):
            continue
        for text in _lines(element):
            names = _lone_names(text, sites)
            distance = place.distance(index)
            if names and (best is None or distance < best[0]) and not place.elsewhere(element):
                best = (distance, names)
    return (best[1], "byline-text") if best else ([], "")


def _lines(element: HtmlElement) -> Iterator[str]:
    """The lines of an element one of whose own texts speaks of authorship."""
    own = [element.text, *(child.tail for child in element)]
    if any(text and len(text) < _LONGEST and by_line(text) for text in own):
        yield from visible_text(element, 2 * _LONGEST).split("\n")


def _lone_names(line: str, sites: set[str]) -> list[str]:
    match = by_line(fold(line))
    if not match or len(line) > 120:
        return []
    names = clean_names(line[match.start() :], sites, from_page=True)
    return names if names and all(is_person(name) for name in names) and len(names) < 6 else []
