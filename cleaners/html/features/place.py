"""Features of where a block stands in the tree: its pattern among the page's, its container, the structure around it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
_CAPTION = Flag.FIGURE | Flag.CAPTION | Flag.C_CAPTION
BELOW_MAIN = {
    "apart": (
        Flag.C_AD, Flag.C_AUTHOR, Flag.C_COMMENT, Flag.C_CONSENT, Flag.C_FOOTER, Flag.C_NAV, Flag.C_PAYWALL, Flag.C_PROMO,
        Flag.C_RELATED, Flag.C_SHARE, Flag.C_SIDEBAR, Flag.C_TAGS, Flag.C_DATE, Flag.ASIDE, Flag.HEADER,
    ),
    "body": (Flag.C_BODY, Flag.BODY),
    "title": (Flag.C_TITLE, Flag.C_SUMMARY),
    "quote": (Flag.QUOTE,),
}  # fmt: skip
MASS = ("chars", "blocks", "mean_chars", "link_share", "kept_share", "good_share", "own_share")
RELATIONS = ("pattern_is_main", "class_is_main", "to_main_up", "to_main_down", "in_main")
NAMES = (
    "tag", "kind", "depth", "pattern_place", "parent_place", "siblings_same_tag",
    *(f"{part}_{name}" for part in ("pattern", "parent", "grand") for name in MASS),
    *(f"{name}{which}" for which in ("", "_own") for name in RELATIONS),
    "in_caption", *(f"below_{name}" for name in BELOW_MAIN),
)  # fmt: skip
Array = npt.NDArray[np.float64]
_Numbers = npt.NDArray[np.intp]
_BELOW_MAIN = np.asarray([sum(flags) for flags in BELOW_MAIN.values()], dtype=np.int64)
_TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_KIND_NUMBER = {kind: n for n, kind in enumerate(("paragraph", "heading", "item", "quote", "caption", "cell", "code"))}


def places(layout: "Layout", kept: Array, good: Array) -> Array:
    """A row of the features in `NAMES` for every block; shape (blocks, features).

    `kept` says of each block whether the extractor keeps it, `good` whether it is surely a paragraph of the article by that
    evidence, as the layout's own paragraphs are by their looks: the pattern and the container that hold most of the text of
    those are the main ones.
    """
    sizes, own = layout.sizes, layout.own
    verdicts = (sizes * kept, sizes * good)
    in_patterns = _merged(layout.in_patterns, _sums(verdicts, layout.pattern, len(layout.patterns)))
    in_frames = _merged(layout.in_frames, layout.handed_up(_sums(verdicts, own, len(layout.frames))))
    parent = layout.parent[own]
    of_patterns, of_frames = _shares(in_patterns, layout.total), _shares(in_frames, layout.total)
    anchor = _anchor(layout, in_patterns[:, _GOOD], in_frames[:, _GOOD])
    inherited = layout.frames[anchor.main].flags if anchor.main >= 0 else 0
    return np.column_stack(
        [
            layout.fixed,
            of_patterns[layout.pattern],
            of_frames[parent],
            of_frames[layout.parent[parent]],
            _relations(layout, anchor),
            layout.relations,
            _structure(layout, inherited),
        ]
    )


#: The column of a mass that counts the text of good paragraphs.
_GOOD = 4


class Layout:
    """Where a page's blocks stand, whatever an extractor says of them: elements and patterns, numbered, and their masses.

    Elements are numbered in the order in which they open, so what an element holds has the numbers from its own up to its
    `ends`. `linked` is the share of each block that is in links, `likely` whether it looks like a paragraph of an article.
    """

    def __init__(self, found: Sequence[Span], linked: Array, likely: Array) -> None:
        self.linked, self.likely = linked, likely
        self.frames, own, outer = _numbered(found)
        self.own: _Numbers = np.asarray(own, dtype=np.intp)
        self.outer = outer
        self.ends: _Numbers = np.asarray(_ends(outer), dtype=np.intp)
        self.parent: _Numbers = np.asarray([max(number, 0) for number in outer], dtype=np.intp)
        names: dict[str, int] = {}
        known: dict[int, int] = {}
        first: list[int] = []
        pattern: list[int] = []
        for place, number in enumerate(own):
            which = known.get(number)
            if which is None:
                name = _pattern(self.frames[number])
                which = known[number] = names.setdefault(name, len(names))
                if which == len(first):
                    first.append(place)
            pattern.append(which)
        self.patterns = list(names)
        self.pattern: _Numbers = np.asarray(pattern, dtype=np.intp)
        self.sizes = np.asarray([len(span.text) for span in found], dtype=np.float64)
        self.total = max(self.sizes.sum(), 1.0)
        each = (self.sizes, np.ones(len(found)), linked * self.sizes, self.sizes * likely)
        self.in_patterns = _sums(each, self.pattern, len(self.patterns))
        self.in_frames = self.handed_up(_sums(each, self.own, len(self.frames)))
        of_frames = [
            (_TAG_NUMBER.get(frame.tag, -1), _KIND_NUMBER[frame.kind], frame.depth, around.counts.get(frame.tag, 0))
            for frame, around in ((frame, frame.container or frame) for frame in self.frames)
        ]
        #: The element's name as a number, its kind, its depth, and how many beside it have the same name.
        self.of_frames: Array = np.asarray(of_frames, dtype=np.float64)
        self.fixed = np.column_stack(
            [
                self.of_frames[self.own, :3],
                np.asarray(first, dtype=np.float64)[self.pattern] / len(found),
                self.sizes / np.maximum(self.in_frames[self.parent[self.own], 0], 1.0),
                self.of_frames[self.own, 3],
            ]
        )
        self.relations = _relations(self, _anchor(self, self.in_patterns[:, -1], self.in_frames[:, -1]))

    def handed_up(self, masses: Array) -> Array:
        """What each element holds with what those inside of it hold, from what each holds itself."""
        until = np.zeros((len(masses) + 1, masses.shape[1]))
        np.cumsum(masses, axis=0, out=until[1:])
        held: Array = until[self.ends] - until[:-1]
        return held


def _numbered(found: Sequence[Span]) -> tuple[list[Frame], list[int], list[int]]:
    """The elements that hold blocks, in the order in which they open; the number of each block's, and of what holds each.

    The number of what holds the outermost is -1.
    """
    frames: list[Frame] = []
    numbers: dict[Frame | None, int] = {None: -1}
    own, outer = [], []
    for span in found:
        here: Frame | None = span.frame
        if here not in numbers:
            opened = []
            while here is not None and here not in numbers:
                opened.append(here)
                here = here.container
            for frame in reversed(opened):
                numbers[frame] = len(frames)
                outer.append(numbers[frame.container])
                frames.append(frame)
        own.append(numbers[span.frame])
    return frames, own, outer


def _ends(outer: Sequence[int]) -> list[int]:
    """For each element the number after the last of those inside of it; `outer` are the numbers of what holds each."""
    ends = list(range(1, len(outer) + 1))
    for number in range(len(outer) - 1, 0, -1):
        around = outer[number]
        if around >= 0 and ends[around] < ends[number]:
            ends[around] = ends[number]
    return ends


def _sums(each: Sequence[Array], groups: _Numbers, count: int) -> Array:
    """A row a group: the sum of each of the columns."""
    return np.column_stack([np.bincount(groups, weights=column, minlength=count) for column in each])


def _merged(masses: Array, verdicts: Array) -> Array:
    """The masses of a layout with those of an extractor's verdicts before the last."""
    return np.column_stack([masses[:, :-1], verdicts, masses[:, -1]])


def _shares(masses: Array, total: float) -> Array:
    """The features in `MASS` of each part of a page that has `total` characters."""
    chars, blocks = masses[:, 0], masses[:, 1]
    size = np.where(chars == 0, 1.0, chars)
    return np.column_stack([chars / total, blocks, chars / np.maximum(blocks, 1.0), masses[:, 2:] / size[:, None]])


def _pattern(frame: Frame) -> str:
    """The tags and the classes of a block's element and the two above it: what sets a template's parts apart."""
    name, here = frame.name, frame.container
    for _ in range(2):
        if here is None or here.container is None:
            break
        name = f"{name}<{here.name}"
        here = here.container
    return name


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The number of the pattern with most of the good text, the element that it begins with, and the main container's number.

    The numbers are -1 where there is none.
    """

    pattern: int
    element: str
    main: int


def _anchor(layout: Layout, of_patterns: Array, of_frames: Array) -> _Anchor:
    """The anchor from the size of good text that each pattern and each element holds."""
    top = int(of_patterns.argmax())
    if not of_patterns[top]:
        return _Anchor(layout.patterns.index("") if "" in layout.patterns else -1, "", -1)
    enough = np.flatnonzero(of_frames >= 0.85 * of_patterns.sum())
    deepest = layout.of_frames[enough, 2].argmax() if len(enough) else 0
    return _Anchor(top, layout.patterns[top].partition("<")[0], int(enough[deepest]) if len(enough) else -1)


def _relations(layout: Layout, anchor: _Anchor) -> Array:
    """The features in `RELATIONS`: where the blocks stand beside the main container, the deepest that holds nearly all."""
    up, down = _distances(layout, anchor.main)
    alike = np.asarray([name.partition("<")[0] == anchor.element for name in layout.patterns])
    inside = (down == 0) & (anchor.main >= 0)
    own = layout.own
    return np.column_stack([layout.pattern == anchor.pattern, alike[layout.pattern], up[own], down[own], inside[own]])


def _distances(layout: Layout, main: int) -> tuple[Array, Array]:
    """Steps from each element up to the common ancestor with the main container, and from there down to it."""
    if main < 0:
        return layout.of_frames[:, 2] + 1, np.zeros(len(layout.frames))
    chain, here = [], main
    while here >= 0:
        chain.append(here)
        here = layout.outer[here]
    depths = layout.of_frames[:, 2]
    shared = np.empty(len(layout.frames))  # the depth of the common ancestor
    for number in reversed(chain):
        shared[number : layout.ends[number]] = depths[number]
    return depths - shared, depths[main] - shared


def _structure(layout: Layout, inherited: int) -> Array:
    """How many flags of each kind a block has: anywhere, then of what the main container does not hand down."""
    flags = np.asarray([frame.flags for frame in layout.frames], dtype=np.int64)[layout.own, None]
    return np.hstack([np.bitwise_count(flags & _CAPTION), np.bitwise_count(flags & ~inherited & _BELOW_MAIN)]).astype(
        float
    )
