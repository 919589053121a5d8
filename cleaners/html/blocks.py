"""Splits a parsed page into blocks: a run of text between the edges of block elements and line breaks.

One walk over the tree gives each block its text, links, path and the structural facts that later steps judge by.
Inline elements add no space of their own, so words that the page shows as one stay one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from cleaners.html.structure import ELEMENTS, TELLING, Flag, class_flags, element_flags
from cleaners.types import Kind

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark nobr q ruby s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
#: Elements whose text no reader sees as text, and readings above characters, which are no part of the sentence.
SILENT = frozenset(
    "script style template svg iframe object embed applet canvas select textarea video audio map noembed noframes head "
    "datalist meter progress rt rp".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
KINDS = {
    **dict.fromkeys(HEADINGS, Kind.HEADING),
    "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
    "pre": Kind.CODE,
    "li": Kind.ITEM,
    "dt": Kind.ITEM,
    "dd": Kind.ITEM,
    "blockquote": Kind.QUOTE,
    "td": Kind.CELL,
    "th": Kind.CELL,
}
#: Kinds that a paragraph inside of them does not undo.
STICKY = frozenset({Kind.HEADING, Kind.CAPTION, Kind.CODE, Kind.ITEM, Kind.QUOTE})
#: What stands between two blocks as a picture.
PICTURES = frozenset(("picture", "figure"))
#: What an element means to the walk; those that are not named here are blocks.
_BLOCK, _INLINE, _LINK, _BOLD, _ITALIC, _BREAK, _SILENT, _IGNORED, _EITHER = range(9)
_ROLES: dict[object, int] = {
    **dict.fromkeys(INLINE, _INLINE),
    "a": _LINK,
    **dict.fromkeys(("b", "strong"), _BOLD),
    **dict.fromkeys(("i", "em"), _ITALIC),
    "br": _BREAK,
    **dict.fromkeys(SILENT, _SILENT),
    **dict.fromkeys((etree.Comment, etree.ProcessingInstruction, etree.Entity), _IGNORED),
    **dict.fromkeys(("meta", "link", "button"), _EITHER),
}
SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2002-\u200a\u202f\u205f\u3000\u2028\u2029]+")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
#: Invisible characters, and those that `str.split` takes for white space and `SPACE` does not.
_UNUSUAL = re.compile("[\u00ad\u200b\u2060\ufeff\x85\u1680\u2000\u2001]")
_JOINERS = "\u200c\u200d"  # they join letters, and alone they are what an editor leaves in an empty paragraph


@dataclass(slots=True, eq=False)
class Frame:
    """An open element during the walk, with what its text inherits."""

    element: HtmlElement | None
    tag: str
    name: str  # the tag with the element's classes
    path: str
    kind: Kind
    flags: int
    container: "Frame | None"
    depth: int
    article: HtmlElement | None  # the nearest <article> that holds it
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Span:
    """A block while it is judged: its text, the frame it stands in, and its links as (start, end, href)."""

    text: str
    frame: Frame
    links: list[tuple[int, int, str]]
    bold: int
    italic: int
    after_picture: bool  # whether one stands between it and the block before it
    origin: tuple[HtmlElement, bool]  # where its first text stands: the element, and whether in its tail
    link_share: float  # the share of its characters that are inside links


class _Run:
    """Collects the text of one block; remembers where links begin and end in the folded text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.marks: list[tuple[int, str]] = []
        self.href = ""
        self.bold = self.italic = 0
        self.bold_chars = self.italic_chars = 0
        self.after_picture = self.picture = False
        self.origin: tuple[HtmlElement, bool] | None = None

    def add(self, text: str, element: HtmlElement, tail: bool) -> None:
        """Add a piece of text; white space before a block's first text is no part of it, and not to be added."""
        if self.origin is None:
            self.origin = (element, tail)
            self.after_picture, self.picture = self.picture, False
        if self.bold:
            self.bold_chars += len(text)
        if self.italic:
            self.italic_chars += len(text)
        self.parts.append(text)

    def link(self, href: str) -> None:
        """Begin a link (or end it, with an empty href) at the current place."""
        self.marks.append((len(self.parts), href))
        self.href = href

    def take(self, frame: Frame) -> Span | None:
        """The collected block, or None when it holds no visible character; the open link goes on in the next one."""
        origin, parts, marks = self.origin, self.parts, self.marks
        self.marks = [(0, self.href)] if self.href else []
        if origin is None:
            return None
        bold, italic = self.bold_chars, self.italic_chars
        self.parts, self.origin, self.bold_chars, self.italic_chars = [], None, 0, 0
        keep_lines = frame.kind is Kind.CODE
        linked = 0.0
        if marks and not keep_lines and _covers(parts, marks):
            text, linked = _fold("".join(parts)), 1.0
            links = [(0, len(text), marks[0][1])]
        elif marks:
            text, links = _fold_with_links(parts, marks, keep_lines)
            linked = sum([end - start for start, end, _ in links]) / (len(text) or 1)
        else:
            text, links = _fold("".join(parts), keep_lines), []
        if not text or text in _JOINERS:
            return None
        return Span(text, frame, links, bold, italic, self.after_picture, origin, linked)


def _fold(text: str, keep_lines: bool = False) -> str:
    # A parsed tree holds none of the other ASCII characters that split() splits at.
    if not keep_lines and (text.isascii() or _UNUSUAL.search(text) is None):
        return " ".join(text.split())
    text = INVISIBLE.sub("", text)
    if keep_lines:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").strip()
    return SPACE.sub(" ", text).strip()


def _covers(parts: Sequence[str], marks: Sequence[tuple[int, str]]) -> bool:
    """Whether one link holds all the text, but for white space after it."""
    place, href = marks[0]
    if place or not href or len(marks) > 2:
        return False
    if len(marks) == 1:
        return True
    end, then = marks[1]
    return not then and end > 0 and all(map(str.isspace, parts[end:]))


def _fold_with_links(
    parts: list[str], marks: list[tuple[int, str]], keep_lines: bool
) -> tuple[str, list[tuple[int, int, str]]]:
    """Fold the white space of the whole and carry the marks along, by folding piece by piece."""
    text, links = "", []
    start, href, done = 0, "", 0
    for position, next_href in [*marks, (len(parts), "")]:
        piece = "".join(parts[done:position])
        piece = piece if piece.isascii() else INVISIBLE.sub("", piece)
        piece = piece if keep_lines else SPACE.sub(" ", piece)
        if piece[:1] == " " and (not text or text[-1] == " "):
            piece = piece[1:]
        text += piece
        done = position
        if href and len(text) > start:
            links.append((start, len(text), href))
        start, href = len(text), next_href
    folded = text.strip()
    lead = len(text) - len(text.lstrip())
    kept = ((max(a - lead, 0), min(b - lead, len(folded)), href) for a, b, href in links)
    return folded, [(a, b, href) for a, b, href in kept if b > a]


def spans(body: HtmlElement) -> Iterator[Span]:
    """Every block of visible text under `body`, in page order."""
    root = Frame(None, "", "", "", Kind.PARAGRAPH, 0, None, 0, None)
    block = root  # the nearest open block element
    run = _Run()
    role_of = _ROLES.get
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        role = role_of(tag, _BLOCK)
        if role == _EITHER:
            role = _SILENT if _is_nothing(element) else _BLOCK
        if event == "start":
            if role == _BLOCK:
                if (run.origin or run.marks) and (span := run.take(block)):
                    yield span
                if tag in PICTURES:
                    run.picture = True
                block = _frame(block, element, tag)
            elif role >= _BREAK:
                if role == _BREAK:
                    if (run.origin or run.marks) and (span := run.take(block)):
                        yield span
                elif role == _SILENT:
                    walker.skip_subtree()
                continue
            elif role != _INLINE:
                _open_inline(run, role, element)
            if (text := element.text) and not (run.origin is None and text.isspace()):
                run.add(text, element, False)
        else:
            if role == _BLOCK:
                if (run.origin or run.marks) and (span := run.take(block)):
                    yield span
                block = block.container or root
            elif _INLINE < role < _BREAK:
                _close_inline(run, role)
            if (text := element.tail) and not (run.origin is None and text.isspace()) and element is not body:
                run.add(text, element, True)
    if span := run.take(block):
        yield span


def _is_nothing(element: HtmlElement) -> bool:
    """Whether it stands inside of a sentence without a word of its own: microdata, a button that is only a picture."""
    around = element.getparent().tag
    if element.tag == "button":
        return (around == "p" or around in INLINE) and not any(map(str.strip, element.itertext()))
    return around in INLINE and bool((element.tail or "").strip())


def _open_inline(run: _Run, role: int, element: HtmlElement) -> None:
    if role == _BOLD:
        run.bold += 1
    elif role == _ITALIC:
        run.italic += 1
    elif href := element.get("href"):
        run.link(href)


def _close_inline(run: _Run, role: int) -> None:
    if role == _BOLD:
        run.bold -= 1
    elif role == _ITALIC:
        run.italic -= 1
    elif run.href:
        run.link("")


def _frame(parent: Frame, element: HtmlElement, tag: str) -> Frame:
    number = parent.counts[tag] = parent.counts.get(tag, 0) + 1
    kind = KINDS.get(tag)
    if kind is None:
        kind = parent.kind if parent.kind in STICKY else Kind.PARAGRAPH
    elif parent.kind is Kind.HEADING or (kind is Kind.CELL and parent.kind in STICKY):
        kind = parent.kind
    names = element.keys()
    classes = (element.get("class") or "") if "class" in names else ""
    flags = parent.flags | (ELEMENTS.get(tag, 0) if TELLING.isdisjoint(names) else element_flags(tag, element.get))
    if tag in ("html", "body"):  # their classes tell states of the page ("cookies-not-set"), not what a block is
        path = f"{parent.path}/{tag}"
    else:
        flags |= class_flags(classes, (element.get("id") or "") if "id" in names else "")
        path = f"{parent.path}/{tag}[{number}]"
    if tag == "blockquote":
        flags &= ~Flag.FIGURE  # the HTML standard's form for a quote whose caption names who said it
    frame = Frame(element, tag, f"{tag}.{classes}", path, kind, flags, parent, parent.depth + 1, parent.article)
    if tag == "article":
        frame.article = element
    return frame
