"""Puts what a server streamed at the page's end to its place, as the page's own script does in a browser.

React sends a part that was not ready as ``<div hidden id="S:1f">`` at the end, and where it belongs it leaves
``<template id="B:1f">`` (a boundary) or ``<template id="P:1f">`` (a placeholder); the names are those of the instructions
of its streaming server renderer (react-dom/server, `completeBoundary` and `completeSegment`).
"""

from lxml.html import HtmlElement

from cleaners.html.elements import Elements


def unfold(elements: Elements) -> bool:
    """Move every streamed part to its place; a part without one stays where it is, hidden. Whether one was moved."""
    places = {name: one for one in elements.named("template") if (name := one.get("id"))}
    moved = False
    for part in elements.named("div") if places else ():
        name = part.get("id") or ""
        if not name.startswith("S:") or part.get("hidden") is None:
            continue
        place = places.get(f"B:{name[2:]}", places.get(f"P:{name[2:]}"))
        if place is not None and place.getparent() is not None and part not in place.iterancestors():
            _move(part, place)
            moved = True
    return moved


def _move(part: HtmlElement, place: HtmlElement) -> None:
    if part.text:
        before, parent = place.getprevious(), place.getparent()
        if before is None:
            parent.text = (parent.text or "") + part.text
        else:
            before.tail = (before.tail or "") + part.text
        part.text = None
    for child in list(part):
        place.addprevious(child)
