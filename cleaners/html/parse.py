"""Text to a DOM tree, by libxml2's HTML parser."""

import re

from lxml.etree import ElementDefaultClassLookup, HTMLParser, ParserError
from lxml.html import HtmlElement, document_fromstring

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r"))
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF
#: One class for all elements: the choice by name, which lxml.html makes for every node, costs more than many a step.
_CLASSES = ElementDefaultClassLookup(element=HtmlElement)


def parse(html: str) -> HtmlElement | None:
    """The document's root element, or None where there is no element at all."""
    body = _DECLARATION.sub("", html, count=1).encode("utf-8", "ignore").translate(None, _CONTROL)
    for sequence in _NO_CHARACTERS:
        body = body.replace(sequence, b"")
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    parser.set_element_class_lookup(_CLASSES)
    try:
        return document_fromstring(body, parser=parser)
    except ParserError:
        return None
