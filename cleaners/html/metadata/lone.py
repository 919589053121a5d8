"""Authors in lines that nothing marks: "By NAME", "Text: NAME", or a name alone beside the date."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from cleaners.html.metadata.names import by_line, clean_names, is_person
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.texts import fold, visible_text

_SKIP = frozenset(
    {"script", "style", "noscript", "template", "option", "svg", "title", "textarea", "head", "meta", "link"}
)
_LONGEST = 200
_MANY = 8
_WINDOW = 250


def lone_byline(tree: HtmlElement, place: Place, sites: set[str]) -> tuple[list[str], str]:
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
    if not any(text and len(text) < _LONGEST and by_line(text) for text in own):
        return
    label = by_line(element.text) if element.text and len(element) == 0 else None
    parent = element.getparent()
    if label and label.end() == len(element.text.strip()) and parent is not None and parent.tag != "body":
        element = parent  # <b>Author:</b> Name
    yield from visible_text(element, 2 * _LONGEST).split("\n")


def _lone_names(line: str, sites: set[str]) -> list[str]:
    match = by_line(fold(line))
    if not match or len(line) > 120:
        return []
    names = clean_names(line[match.start() :], sites, from_page=True)
    if len(names) == 1 and line[: match.start()].rstrip()[-1:].isdigit() and line.rstrip().endswith(names[0]):
        return names  # "6.11.2023 13:30 von Olga"
    return names if names and all(is_person(name) for name in names) and len(names) < _MANY else []
