"""An article as Markdown (CommonMark 0.31, tables as in GitHub Flavored Markdown).

What a block is comes from its kind; how deep it stands (heading level, nesting of lists, row of a table) from its
DOM path. Text is escaped so that a reader of Markdown sees the words of the article and no others.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from cleaners.types import Article, Block, Kind, Metadata
from newsmill.render import moment

_ANYWHERE = re.compile(r"([\\`*\[\]]|(?<!\w)_|_(?!\w)|~(?=~)|&(?=#?\w+;)|<(?=[\w/!?]))")
_AT_START = re.compile(r"^(#{1,6}(?=\s|$)|[-+=>](?=\s|[-+=]|$)|>|~~~|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
_HEADING = re.compile(r"/h([1-6])(?:\[\d+\])?(?=/|$)")
_LIST_STEP = re.compile(r"/(ul|ol)(?:\[\d+\])?(?=/)")
_ITEM_STEP = re.compile(r"/li(?:\[(\d+)\])?(?=/|$)")
_BULLET = re.compile(r"^[•◦▪●‣·*–-]\s+")
_ROW = re.compile(r"^(.*/tr(?:\[\d+\])?)(?=/|$)")
_TABLE = re.compile(r"^(.*/table(?:\[\d+\])?)(?=/)")
_QUOTED = re.compile(r"^(.*/blockquote(?:\[\d+\])?)(?=/|$)")


def as_markdown(article: Article) -> str:
    """The title, a line of who and when, and the kept blocks; ends without a line break."""
    parts = [*_head(article.metadata), *_body(article.blocks)]
    return "\n\n".join(parts)


def _head(metadata: Metadata) -> Iterator[str]:
    if metadata.title:
        yield f"# {_open_ended(_escape(metadata.title))}"
    facts = [", ".join(metadata.authors), moment(metadata.published_at), metadata.site_name]
    known = [_escape(fact) for fact in facts if fact]
    if known:
        yield f"*{' · '.join(known)}*"
    if metadata.description:
        yield f"**{_escape(metadata.description)}**"


def _body(blocks: Sequence[Block]) -> Iterator[str]:
    for (kind, _), group in groupby(blocks, key=_together):
        yield _WRITERS[kind](list(group))


def _together(block: Block) -> tuple[Kind, object]:
    """Neighbours with the same key are written as one: the items of a list, the cells of a table, one quotation."""
    if block.kind is Kind.ITEM:
        return (Kind.ITEM, None)
    if block.kind is Kind.CELL:
        return (Kind.CELL, _found(_TABLE, block.path))
    if block.kind is Kind.QUOTE:
        return (Kind.QUOTE, _found(_QUOTED, block.path) or block.index)
    return (block.kind, block.index)


def _found(pattern: re.Pattern[str], path: str) -> str:
    match = pattern.match(path)
    return match.group(1) if match else ""


def _paragraph(blocks: list[Block]) -> str:
    return _inline(blocks[0])


def _heading(blocks: list[Block]) -> str:
    levels = _HEADING.findall(blocks[0].path)
    return f"{'#' * int(levels[-1] if levels else 2)} {_open_ended(_inline(blocks[0]))}"


def _open_ended(heading: str) -> str:
    """The text of a heading without an end that only closes it: "In C #" would lose its last sign (CommonMark 4.2)."""
    return re.sub(r"(?<=\s)(?=#+$)", r"\\", heading)


def _quote(blocks: list[Block]) -> str:
    return "\n>\n".join("\n".join(f"> {line}" for line in _inline(block).split("\n")) for block in blocks)


def _caption(blocks: list[Block]) -> str:
    return f"*{_inline(blocks[0])}*"


def _code(blocks: list[Block]) -> str:
    text = blocks[0].text
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _items(blocks: list[Block]) -> str:
    lines: list[str] = []
    before, deepest = "", 0
    for block in blocks:
        depth, marker, place = _place_of_item(block.path)
        depth = min(depth, deepest)  # an item may stand one level below its neighbour above, not two
        deepest = depth + 1
        indent = "    " * depth
        own = _BULLET.sub("", block.text) if not place else block.text
        text = _inline(block) if own == block.text else _escape(own)
        if place and place == before:
            lines += ["", f"{indent}{' ' * (len(marker) + 1)}{text}"]
        else:
            lines.append(f"{indent}{marker} {text}")
        before = place
    return "\n".join(lines)


def _place_of_item(path: str) -> tuple[int, str, str]:
    """Depth and marker of an item, and the path of its `li`; all from the DOM path."""
    lists = _LIST_STEP.findall(path)
    items = list(_ITEM_STEP.finditer(path))
    depth = max(len(lists) - 1, 0)
    marker = "-"
    if lists and lists[-1] == "ol" and items:
        marker = f"{items[-1].group(1) or '1'}."
    return depth, marker, path[: items[-1].end()] if items else ""


def _table(blocks: list[Block]) -> str:
    rows = [
        [_inline(cell).replace("|", r"\|") for cell in row]
        for _, row in groupby(blocks, key=lambda cell: _found(_ROW, cell.path))
    ]
    if len(rows) == len(blocks):  # nothing tells the rows apart, or each row is one cell: lines say it better
        return "\n\n".join(row[0] for row in rows)
    width = max(len(row) for row in rows)
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])


_WRITERS: dict[Kind, Callable[[list[Block]], str]] = {
    Kind.PARAGRAPH: _paragraph,
    Kind.HEADING: _heading,
    Kind.ITEM: _items,
    Kind.QUOTE: _quote,
    Kind.CAPTION: _caption,
    Kind.CELL: _table,
    Kind.CODE: _code,
}


def _inline(block: Block) -> str:
    """The text of a block, escaped, with its links."""
    parts: list[str] = []
    position = 0
    for link in sorted(block.links, key=lambda link: link.start):
        if link.start < position or link.end > len(block.text) or link.start >= link.end:
            continue
        before = _escape(block.text[position : link.start], first=position == 0)
        parts.append(re.sub("!$", r"\!", before))  # else the link would turn into a picture
        parts.append(f"[{_escape(block.text[link.start : link.end], first=False)}]({_target(link.url)})")
        position = link.end
    parts.append(_escape(block.text[position:], first=position == 0))
    return "".join(parts)


def _target(url: str) -> str:
    """A link's destination; in angle brackets where it holds what would end it (CommonMark 6.3)."""
    url = re.sub(r"\\|&(?=#?\w+;)", r"\\\g<0>", url)
    if re.search(r"[\s()<>]", url):
        url = re.sub(r"\s", "%20", url).replace("<", "%3C").replace(">", "%3E")
        return f"<{url}>"
    return url


def _escape(text: str, *, first: bool = True) -> str:
    """Disarm what Markdown would read as markup; `first` says that the text begins a line."""

    def disarm(match: re.Match[str]) -> str:
        found = match.group(0)
        if match.start() == 0 and not first:
            return found
        return f"{found}\\" if found[0].isdigit() else f"\\{found}"

    return _AT_START.sub(disarm, _ANYWHERE.sub(r"\\\1", text))
