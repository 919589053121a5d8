"""The byline near the headline: elements that are named for authors, and links to authors' pages."""

from collections.abc import Sequence
from itertools import chain

from lxml.html import HtmlElement

from cleaners.html.metadata.lone import after_by
from cleaners.html.metadata.names import clean_names, is_person, squeeze_name, without_desks, without_longer
from cleaners.html.metadata.place import Place, in_breadcrumb
from cleaners.html.metadata.signals import Mark, Signals
from cleaners.html.metadata.texts import visible_text

Found = tuple[list[str], str]
FARTHEST = 400  # elements from the headline
_LONGEST = 200  # characters of a byline; longer elements are author boxes or whole articles
_NICK = 30  # characters of a forum's nickname, which may be any words
_BETTER = 60  # elements within which full names are looked for beyond initials
_MANY = 8  # more names than that are a list of something else
_MARKS = 30
_POSTER = frozenset({"fn", "author", "comment-author", "comment-author-link", "cite"})
_FULL_NAMES_ONLY = frozenset({"author-link", "address"})  # people are linked, and streets given, elsewhere as well


class Bylines:
    """The names in the bylines of one page; `sites` are the squeezed names of the site, `section` is the article's."""

    def __init__(self, signals: Signals, place: Place, sites: set[str], section: str) -> None:
        self._sites = sites
        self._section = squeeze_name(section)
        self._signals = signals
        marks = chain(signals.props.get("author", ()), signals.bylines)
        self._ranked = place.ranked(marks, far=FARTHEST)[:_MARKS]
        self._marks = [mark for _, mark in self._ranked]
        self._read: dict[int, list[str]] = {}

    def nearest(self, farthest: int = FARTHEST) -> Found:
        """Return the names in the byline nearest to the headline, with those beside them, and how it was found.

        A byline of full names wins over a nearer one of initials or a nickname, that over one of the site's name.
        """
        first: tuple[int, Found] | None = None
        for way, mark in self._ranked:
            if way > farthest or (first and way > first[0] + _BETTER):
                break
            names = [name for name in self._together(mark) if not self._is_other(name)]
            people = bool(names) and all(is_person(name) for name in names)
            if (
                not names
                or len(names) > _MANY
                or (mark.how == "author-link" and in_breadcrumb(mark.element))
                or (mark.how in _FULL_NAMES_ONLY and not (people and _stands_alone(mark)) and not _said_by(mark))
            ):
                continue
            if people:
                return names, mark.how
            first = first or (way, (names, mark.how))
        return first[1] if first else ([], "")

    def _is_other(self, name: str) -> bool:
        """Tell whether the name is the site's or the section's; a column may be named for its author."""
        squeezed = squeeze_name(name)
        return squeezed in self._sites or (squeezed == self._section and not is_person(name))

    def site(self) -> Found:
        """Return the site's own name where the byline gives that, as blogs do that are named for their author."""
        for mark in self._marks:
            names = self._names(mark) if mark.how not in _FULL_NAMES_ONLY else []
            if len(names) == 1 and squeeze_name(names[0]) in self._sites:
                return names, mark.how
        return [], ""

    def poster(self) -> Found:
        """Return the name under which the page's author answers comments, which WordPress marks as `bypostauthor`."""
        for mark in self._signals.bylines:
            style = (mark.element.get("class") or "").split()
            if "bypostauthor" in style:
                for element in mark.element.iter("cite", "span", "p", "b", "strong", "a"):
                    if _POSTER.isdisjoint((element.get("class") or element.tag).split()):
                        continue
                    names = clean_names(visible_text(element, _LONGEST), ())
                    if len(names) == 1:
                        return names, "bypostauthor"
        return [], ""

    def _together(self, mark: Mark) -> list[str]:
        """The names of a mark: those of the marks inside it where they are cleaner, and those of its like beside it."""
        names = self._names(mark)
        inner = [other for other in self._marks if other.index > mark.index and _inside(other.element, mark.element)]
        parts = [name for other in inner for name in self._names(other)]
        if parts and not (set(parts) <= set(names) and all(is_person(name) for name in names)):
            names = parts
        if names and not inner:
            names = names + [name for other in _alike(mark, self._marks) for name in self._names(other)]
        return without_desks(without_longer(names), self._sites)

    def _names(self, mark: Mark) -> list[str]:
        known = self._read.get(mark.index)
        if known is None:
            known = self._read[mark.index] = _names_of(mark, self._sites)
        return known


def _stands_alone(mark: Mark) -> bool:
    """Links to people also stand in running text."""
    parent = mark.element.getparent()
    return parent is None or len(visible_text(parent, _LONGEST)) < _LONGEST / 2


def _said_by(mark: Mark) -> bool:
    """A link to a nickname counts where the text before it says "written by"."""
    parent = mark.element.getparent()
    return mark.how == "author-link" and parent is not None and mark.element in after_by(parent)


def _inside(element: HtmlElement, outer: HtmlElement) -> bool:
    node = element.getparent()
    for _ in range(6):
        if node is None:
            return False
        if node is outer:
            return True
        node = node.getparent()
    return False


def _alike(mark: Mark, marks: Sequence[Mark]) -> list[Mark]:
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
    if element.tag == "address" and any(char.isdigit() for char in visible_text(element, _LONGEST)):
        return []  # a street
    name = element.find(".//*[@itemprop='name']") if mark.how.startswith("microdata") else None
    if name is not None:
        return clean_names(visible_text(name, _LONGEST) or name.get("content") or "", sites, from_page=True)
    text = visible_text(element, 2 * _LONGEST)  # white space counts on the way, so a text may end sooner
    nick = "username" in (element.get("class") or "").split() and len(text) <= _NICK
    names = clean_names(text, sites, from_page=not nick) if text and len(text) <= _LONGEST else []
    links = [link for link in element.iter("a") if link is not element] if names else []
    topics = {visible_text(link, _LONGEST) for link in links if "tag" in (link.get("rel") or "").split()}
    names = [name for name in names if name not in topics]
    if 0 < len(links) < _MANY and not all(is_person(name) for name in names):
        linked = [name for link in links for name in clean_names(visible_text(link, _LONGEST), sites, from_page=True)]
        people = [name for name in linked if is_person(name)]
        return people or ([name for name in linked if any(name in other for other in names)] or names)
    return names
