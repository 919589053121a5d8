"""Features of where a block stands in the tree: its pattern among the page's, its container, the structure around it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.html.blocks import Frame, Span
from cleaners.html.structure import Flag

TAGS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "td",
    "section",
    "article",
    "blockquote",
    "figcaption",
    "button",
    "dd",
    "pre",
    "body",
)
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
MASS = ("chars", "blocks", "mean_chars", "link_share", "kept_share", "good_share", "own_share")
RELATIONS = ("pattern_is_main", "class_is_main", "to_main_up", "to_main_down", "in_main", "same_article")
NAMES = (
    "tag", "kind", "depth", "after_break", "pattern_place", "parent_place", "siblings_same_tag",
    *(f"{part}_{name}" for part in ("pattern", "parent", "grand") for name in MASS),
    *(f"{name}{which}" for which in ("", "_own") for name in RELATIONS),
    *(f"in_{name}" for name in ANYWHERE), *(f"below_{name}" for name in BELOW_MAIN),
)  # fmt: skip
_TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_KIND_NUMBER = {kind: n for n, kind in enumerate(("paragraph", "heading", "item", "quote", "caption", "cell", "code"))}


class _Mass:
    """What a part of the page holds: text, how much of it in links, kept by the extractor, in good paragraphs."""

    __slots__ = ("blocks", "chars", "good", "kept", "linked", "own")

    def __init__(self) -> None:
        self.chars = self.blocks = self.kept = self.good = self.own = 0
        self.linked = 0.0

    def take(self, other: "_Mass") -> None:
        """Add what another part holds."""
        self.chars += other.chars
        self.blocks += other.blocks
        self.linked += other.linked
        self.kept += other.kept
        self.good += other.good
        self.own += other.own

    def shares(self, page: int) -> list[float]:
        """The features of a part, in the order of `MASS`."""
        size = self.chars or 1
        return [
            self.chars / page,
            self.blocks,
            self.chars / (self.blocks or 1),
            self.linked / size,
            self.kept / size,
            self.good / size,
            self.own / size,
        ]


def _pattern(frame: Frame) -> str:
    """The tags and the classes of a block's element and the two above it: what sets a template's parts apart."""
    parts = []
    here: Frame | None = frame
    for _ in range(3):
        if here is None or here.element is None:
            break
        parts.append(here.name)
        here = here.container
    return "<".join(parts)


def places(found: Sequence[Span], kept: frozenset[int], goods: Sequence[Sequence[bool]]) -> list[list[float]]:
    """A row of the features in `NAMES` for every block.

    `kept` are the numbers of the blocks that the extractor keeps. Each of the two in `goods` says of every block whether it
    is surely a paragraph of the article, by one kind of evidence: the pattern and the container that hold most of the text
    of those are the main ones.
    """
    names = [_pattern(span.frame) for span in found]
    patterns, frames = _masses(found, names, kept, goods)
    first = {name: number for number, name in reversed(list(enumerate(names)))}
    anchors = [
        _anchor({name: mass.good for name, mass in patterns.items()}, {f: mass.good for f, mass in frames.items()}),
        _anchor({name: mass.own for name, mass in patterns.items()}, {f: mass.own for f, mass in frames.items()}),
    ]
    inherited = anchors[0].main.flags if anchors[0].main else 0
    page = max(sum(len(span.text) for span in found), 1)
    shares = _Shares(page)
    rows = []
    for span, name in zip(found, names, strict=True):
        frame = span.frame
        parent = frame.container or frame
        grand = parent.container or parent
        new = frame.flags & ~inherited
        row: list[float] = [
            _TAG_NUMBER.get(frame.tag, -1),
            _KIND_NUMBER[frame.kind.value],
            frame.depth,
            span.after_break,
            first[name] / len(found),
            len(span.text) / max(frames[parent].chars, 1),
            parent.counts.get(frame.tag, 0),
            *shares[patterns[name]],
            *shares[frames[parent]],
            *shares[frames[grand]],
        ]
        for anchor in anchors:
            row += _relation(frame, name, anchor)
        row += [sum(bool(frame.flags & flag) for flag in flags) for flags in ANYWHERE.values()]
        row += [sum(bool(new & flag) for flag in flags) for flags in BELOW_MAIN.values()]
        rows.append(row)
    return rows


class _Shares(dict[_Mass, list[float]]):
    """The features of parts, each made when it is first asked for."""

    def __init__(self, page: int) -> None:
        super().__init__()
        self._page = page

    def __missing__(self, mass: _Mass) -> list[float]:
        self[mass] = shares = mass.shares(self._page)
        return shares


def _masses(
    found: Sequence[Span], names: Sequence[str], kept: frozenset[int], goods: Sequence[Sequence[bool]]
) -> tuple[dict[str, _Mass], dict[Frame, _Mass]]:
    """What each pattern and each element holds; the elements' own first, then handed up from the deepest."""
    patterns: dict[str, _Mass] = defaultdict(_Mass)
    frames: dict[Frame, _Mass] = {}
    good, own = goods
    for number, (span, name) in enumerate(zip(found, names, strict=True)):
        size = len(span.text)
        here: Frame | None = span.frame
        while here is not None and here not in frames:
            frames[here] = _Mass()
            here = here.container
        for mass in (patterns[name], frames[span.frame]):
            mass.chars += size
            mass.blocks += 1
            mass.linked += span.link_share * size
            mass.kept += size * (number in kept)
            mass.good += size * good[number]
            mass.own += size * own[number]
    for frame in sorted(frames, key=lambda frame: -frame.depth):
        if frame.container is not None:
            frames[frame.container].take(frames[frame])
    return patterns, frames


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The pattern with most of the good text, the main container and its ancestors with their distance from it."""

    pattern: str
    element: str
    main: Frame | None
    chain: dict[Frame, int]


def _anchor(patterns: dict[str, int], frames: dict[Frame, int]) -> _Anchor:
    """The anchor from the size of good text that each pattern and each element holds."""
    top = max(patterns, key=patterns.__getitem__, default="")
    top = top if patterns.get(top) else ""
    main = _main(frames, sum(patterns.values()))
    return _Anchor(top, top.partition("<")[0], main, _ancestors(main))


def _relation(frame: Frame, name: str, anchor: _Anchor) -> list[float]:
    up, down = _distance(frame, anchor.chain)
    alike = name.partition("<")[0] == anchor.element
    same = anchor.main is not None and frame.article is anchor.main.article
    return [name == anchor.pattern, alike, up, down, down == 0 and anchor.main is not None, same]


def _main(masses: dict[Frame, int], total: int) -> Frame | None:
    """The deepest element that holds nearly all the text of the good paragraphs."""
    best: Frame | None = None
    for frame, chars in masses.items():
        if total and chars >= 0.85 * total and (best is None or frame.depth > best.depth):
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
