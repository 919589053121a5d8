"""Features of where a block stands in the tree: its pattern among the page's, its container, the structure around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
Array = npt.NDArray[np.float64]
_Numbers = npt.NDArray[np.intp]
_ANYWHERE, _BELOW_MAIN = (
    np.asarray([sum(flags) for flags in kinds.values()], dtype=np.int64) for kinds in (ANYWHERE, BELOW_MAIN)
)
_TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_KIND_NUMBER = {kind: n for n, kind in enumerate(("paragraph", "heading", "item", "quote", "caption", "cell", "code"))}


def places(found: Sequence[Span], kept: Array, goods: Sequence[Array], linked: Array) -> Array:
    """A row of the features in `NAMES` for every block; shape (blocks, features).

    `kept` says of each block whether the extractor keeps it, `linked` what share of it is in links. Each of the two in
    `goods` says whether it is surely a paragraph of the article, by one kind of evidence: the pattern and the container
    that hold most of the text of those are the main ones.
    """
    page = _Page(found)
    sizes = np.asarray([len(span.text) for span in found], dtype=np.float64)
    each = (sizes, np.ones(len(found)), linked * sizes, sizes * kept, *(sizes * good for good in goods))
    in_patterns = _sums(each, page.pattern, len(page.patterns))
    in_frames = page.handed_up(_sums(each, page.own, len(page.frames)))
    parent = page.parent[page.own]
    grand = page.parent[parent]
    total = max(sizes.sum(), 1.0)
    of_patterns, of_frames = _shares(in_patterns, total), _shares(in_frames, total)
    anchors = [_anchor(page, in_patterns[:, column], in_frames[:, column]) for column in (_GOOD, _GOOD + 1)]
    inherited = page.frames[anchors[0].main].flags if anchors[0].main >= 0 else 0
    return np.column_stack(
        [
            page.of_frames[page.own, :3],
            [span.after_break for span in found],
            page.first[page.pattern] / len(found),
            sizes / np.maximum(in_frames[parent, 0], 1.0),
            page.of_frames[page.own, 3],
            of_patterns[page.pattern],
            of_frames[parent],
            of_frames[grand],
            *(_relations(page, anchor) for anchor in anchors),
            _structure(page, inherited),
        ]
    )


#: The first column of a mass that counts text of good paragraphs; the columns before are those of `MASS`, uncounted.
_GOOD = 4


class _Page:
    """The elements that hold a page's blocks, numbered, and the patterns of the blocks."""

    def __init__(self, found: Sequence[Span]) -> None:
        self.frames: list[Frame] = []
        numbers: dict[Frame, int] = {}
        own = []
        for span in found:
            here: Frame | None = span.frame
            while here is not None and here not in numbers:
                numbers[here] = len(self.frames)
                self.frames.append(here)
                here = here.container
            own.append(numbers[span.frame])
        self.own: _Numbers = np.asarray(own, dtype=np.intp)
        outer = [numbers[frame.container] if frame.container is not None else -1 for frame in self.frames]
        self.outer: _Numbers = np.asarray(outer, dtype=np.intp)
        self.parent: _Numbers = np.where(self.outer < 0, np.arange(len(outer)), self.outer)
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
        self.first = np.asarray(first, dtype=np.float64)
        self.pattern: _Numbers = np.asarray(pattern, dtype=np.intp)

    @cached_property
    def of_frames(self) -> Array:
        """The element's name as a number, its kind, its depth, and how many beside it have the same name."""
        return np.asarray(
            [
                (
                    _TAG_NUMBER.get(frame.tag, -1),
                    _KIND_NUMBER[frame.kind],
                    frame.depth,
                    (frame.container or frame).counts.get(frame.tag, 0),
                )
                for frame in self.frames
            ],
            dtype=np.float64,
        )

    @cached_property
    def levels(self) -> list[_Numbers]:
        """The elements that stand in others, by depth, the deepest first."""
        depths = self.of_frames[:, 2]
        order = np.argsort(-depths, kind="stable")
        edges = np.flatnonzero(np.diff(depths[order])) + 1
        return [level for level in np.split(order, edges) if self.outer[level[0]] >= 0]

    def handed_up(self, masses: Array) -> Array:
        """What each element holds with what those inside of it hold, from what each holds itself."""
        for level in self.levels:
            np.add.at(masses, self.outer[level], masses[level])
        return masses


def _sums(each: Sequence[Array], groups: _Numbers, count: int) -> Array:
    """A row a group: the sum of each of the columns."""
    return np.column_stack([np.bincount(groups, weights=column, minlength=count) for column in each])


def _shares(masses: Array, total: float) -> Array:
    """The features in `MASS` of each part of a page that has `total` characters."""
    chars, blocks = masses[:, 0], masses[:, 1]
    size = np.where(chars == 0, 1.0, chars)
    return np.column_stack([chars / total, blocks, chars / np.maximum(blocks, 1.0), masses[:, 2:] / size[:, None]])


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


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The number of the pattern with most of the good text, the element that it begins with, and the main container's number.

    The numbers are -1 where there is none.
    """

    pattern: int
    element: str
    main: int


def _anchor(page: _Page, of_patterns: Array, of_frames: Array) -> _Anchor:
    """The anchor from the size of good text that each pattern and each element holds."""
    top = int(of_patterns.argmax())
    if not of_patterns[top]:
        return _Anchor(page.patterns.index("") if "" in page.patterns else -1, "", -1)
    enough = np.flatnonzero(of_frames >= 0.85 * of_patterns.sum())
    deepest = page.of_frames[enough, 2].argmax() if len(enough) else 0
    return _Anchor(top, page.patterns[top].partition("<")[0], int(enough[deepest]) if len(enough) else -1)


def _relations(page: _Page, anchor: _Anchor) -> Array:
    """The features in `RELATIONS`: where the blocks stand beside the main container, the deepest that holds nearly all."""
    up, down = _distances(page, anchor.main)
    alike = np.asarray([name.partition("<")[0] == anchor.element for name in page.patterns])
    inside = (down == 0) & (anchor.main >= 0)
    article = page.frames[anchor.main].article if anchor.main >= 0 else None
    same = np.asarray([anchor.main >= 0 and frame.article is article for frame in page.frames])
    own = page.own
    return np.column_stack(
        [page.pattern == anchor.pattern, alike[page.pattern], up[own], down[own], inside[own], same[own]]
    )


def _distances(page: _Page, main: int) -> tuple[Array, Array]:
    """Steps from each element up to the common ancestor with the main container, and from there down to it."""
    up, down = np.ones(len(page.frames)), np.zeros(len(page.frames))
    chain, here = [], main
    while here >= 0:
        chain.append(here)
        here = int(page.outer[here])
    on_chain = np.zeros(len(page.frames), dtype=bool)
    on_chain[chain] = True
    up[chain], down[chain] = 0.0, np.arange(len(chain))
    for level in reversed(page.levels):
        off = level[~on_chain[level]]
        above = page.outer[off]
        up[off], down[off] = up[above] + 1, down[above]
    return up, down


def _structure(page: _Page, inherited: int) -> Array:
    """How many flags of each kind a block has: anywhere, then of what the main container does not hand down."""
    flags = np.asarray([frame.flags for frame in page.frames], dtype=np.int64)[page.own, None]
    return np.hstack([np.bitwise_count(flags & _ANYWHERE), np.bitwise_count(flags & ~inherited & _BELOW_MAIN)]).astype(
        float
    )
