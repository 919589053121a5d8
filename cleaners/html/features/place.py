"""Features of where a block stands in the tree: its pattern among the page's, its container, the structure around it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.html.blocks import Frame, Span
from cleaners.html.structure import Flag

TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "section", "article", "blockquote", "figcaption", "button", "dd", "pre", "body")
#: Structure by kinds: single class names would only tell one outlet from another.
ANYWHERE = {
    "elsewhere": (Flag.NAV, Flag.FOOTER, Flag.ASIDE, Flag.FORM, Flag.BUTTON, Flag.DIALOG, Flag.HIDDEN),
    "caption": (Flag.FIGURE, Flag.CAPTION, Flag.C_CAPTION),
}
BELOW_MAIN = {
    "apart": (
        Flag.C_AD, Flag.C_AUTHOR, Flag.C_COMMENT, Flag.C_CONSENT, Flag.C_FOOTER, Flag.C_NAV, Flag.C_PAYWALL, Flag.C_PROMO,
        Flag.C_RELATED, Flag.C_SHARE, Flag.C_SIDEBAR, Flag.C_TAGS, Flag.C_DATE, Flag.ASIDE, Flag.HEADER,
    ),
    "embed": (Flag.C_EMBED,),
    "body": (Flag.C_BODY, Flag.BODY),
    "title": (Flag.C_TITLE, Flag.C_SUMMARY),
    "quote": (Flag.QUOTE,),
    "list": (Flag.LIST,),
}  # fmt: skip
RELATIONS = ("pattern_is_main", "class_is_main", "to_main_up", "to_main_down", "in_main")
NAMES = (
    "tag", "kind", "depth", "after_break", "pattern_chars", "pattern_blocks", "pattern_link_share", "pattern_place",
    "parent_chars", "parent_link_share", "parent_blocks", "parent_place", "grand_chars", "grand_link_share", "grand_blocks",
    "siblings_same_tag", *(f"{name}{which}" for which in ("", "_own") for name in RELATIONS),
    *(f"in_{name}" for name in ANYWHERE), *(f"below_{name}" for name in BELOW_MAIN),
)  # fmt: skip
_TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_KIND_NUMBER = {kind: n for n, kind in enumerate(("paragraph", "heading", "item", "quote", "caption", "cell", "code"))}


class _Mass:
    """How much text, of it in links, and how many blocks a part of the page holds."""

    __slots__ = ("blocks", "chars", "linked")

    def __init__(self) -> None:
        self.chars = 0
        self.linked = 0.0
        self.blocks = 0

    def add(self, chars: int, linked: float) -> None:
        self.chars += chars
        self.linked += linked
        self.blocks += 1


def _pattern(frame: Frame) -> str:
    """The tags and the classes of a block's element and the two above it: what sets a template's parts apart."""
    parts = []
    here: Frame | None = frame
    for _ in range(3):
        if here is None or here.element is None:
            break
        parts.append(f"{here.tag}.{here.element.get('class') or ''}")
        here = here.container
    return "<".join(parts)


def places(found: Sequence[Span], goods: Sequence[Sequence[bool]]) -> list[list[float]]:
    """A row of the features in `NAMES` for every block.

    Each of `goods` says of every block whether it is surely a paragraph of the article, by one kind of evidence: the
    pattern and the container that hold most of the text of those are the main ones.
    """
    patterns: dict[str, _Mass] = defaultdict(_Mass)
    frames: dict[Frame, _Mass] = defaultdict(_Mass)
    names = [_pattern(span.frame) for span in found]
    first: dict[str, int] = {}
    for number, (span, name) in enumerate(zip(found, names, strict=True)):
        size, linked = len(span.text), span.link_share * len(span.text)
        patterns[name].add(size, linked)
        first.setdefault(name, number)
        here: Frame | None = span.frame
        while here is not None:
            frames[here].add(size, linked)
            here = here.container
    anchors = [_anchor(found, names, good) for good in goods]
    inherited = anchors[0].main.flags if anchors[0].main else 0
    page = max(sum(len(span.text) for span in found), 1)
    rows = []
    for span, name in zip(found, names, strict=True):
        frame = span.frame
        parent = frame.container or frame
        grand = parent.container or parent
        mass, around, beyond = patterns[name], frames[parent], frames[grand]
        row: list[float] = [
            _TAG_NUMBER.get(frame.tag, -1),
            _KIND_NUMBER[frame.kind.value],
            frame.depth,
            span.after_break,
            mass.chars / page,
            mass.blocks,
            mass.linked / mass.chars,
            first[name] / len(found),
            around.chars / page,
            around.linked / max(around.chars, 1),
            around.blocks,
            len(span.text) / max(around.chars, 1),
            beyond.chars / page,
            beyond.linked / max(beyond.chars, 1),
            beyond.blocks,
            parent.counts.get(frame.tag, 0),
        ]
        for anchor in anchors:
            row += _relation(frame, name, anchor)
        new = frame.flags & ~inherited
        row += [sum(bool(frame.flags & flag) for flag in flags) for flags in ANYWHERE.values()]
        row += [sum(bool(new & flag) for flag in flags) for flags in BELOW_MAIN.values()]
        rows.append(row)
    return rows


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The pattern with most of the good text, the main container and its ancestors with their distance from it."""

    pattern: str
    element: str
    main: Frame | None
    chain: dict[Frame, int]


def _anchor(found: Sequence[Span], names: Sequence[str], good: Sequence[bool]) -> _Anchor:
    patterns: dict[str, int] = defaultdict(int)
    frames: dict[Frame, int] = defaultdict(int)
    total = 0
    for span, name, is_good in zip(found, names, good, strict=True):
        if is_good:
            size = len(span.text)
            patterns[name] += size
            total += size
            here: Frame | None = span.frame
            while here is not None:
                frames[here] += size
                here = here.container
    top = max(patterns, key=patterns.__getitem__, default="")
    main = _main(frames, total)
    return _Anchor(top, top.partition("<")[0], main, _ancestors(main))


def _relation(frame: Frame, name: str, anchor: _Anchor) -> list[float]:
    up, down = _distance(frame, anchor.chain)
    alike = name.partition("<")[0] == anchor.element
    return [name == anchor.pattern, alike, up, down, down == 0 and anchor.main is not None]


def _main(masses: dict[Frame, int], total: int) -> Frame | None:
    """The deepest element that holds nearly all the text of the good paragraphs."""
    best: Frame | None = None
    for frame, chars in masses.items():
        if chars >= 0.85 * total and (best is None or frame.depth > best.depth):
            best = frame
    return best


def _ancestors(frame: Frame | None) -> dict[Frame, int]:
    steps, chain = 0, {}
    while frame is not None:
        chain[frame] = steps
        frame, steps = frame.container, steps + 1
    return chain


def _distance(frame: Frame, chain: dict[Frame, int]) -> tuple[int, int]:
    """Steps from a block's element up to the common ancestor with the main container, and from there down to it."""
    up = 0
    here: Frame | None = frame
    while here is not None:
        if here in chain:
            return up, chain[here]
        here, up = here.container, up + 1
    return up, len(chain)
