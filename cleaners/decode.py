"""Bytes to text: which encoding, and whether it is HTML or plain text.

Order of belief: a byte order mark; UTF-8 wherever the bytes are valid UTF-8 (random text in another encoding hardly
ever is, and wrong declarations are common); the HTTP header; the declaration inside the page (HTML standard, "determining
the character encoding"); a guess from the bytes. A page that somebody read as Latin-1 or windows-1252, being UTF-8, and
saved as UTF-8 again is put right, with a warning. The text comes in Unicode's composed form (NFC), so that what reads the
same is the same to a search.
"""

import re
from codecs import getincrementaldecoder
from dataclasses import dataclass
from unicodedata import normalize

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

from cleaners.types import Page, Rejected, Why

#: A page above this many bytes is refused; the longest real articles stay below a tenth of it.
MAX_BYTES = 20 * 1024 * 1024
_GUESS_BYTES = 64 * 1024
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|title)\b[^>]*>", re.IGNORECASE)
_OTHER_TYPES = re.compile(r"^(?:image|audio|video|font)/|^application/(?:pdf|zip|gzip|octet-stream|json|msword|vnd\.)")
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"RIFF",
    b"MZ\x90",
    b"SQLite format 3",
)
#: The characters of windows-1252 where Latin-1 has control characters, and their bytes.
_WINDOWS = {ord(bytes([byte]).decode("cp1252", "replace")): byte for byte in range(0x80, 0xA0)}
_WINDOWS.pop(ord("\ufffd"))
SAVED_WRONG = "its UTF-8 had been read as Latin-1 or windows-1252 and saved so; that was undone"
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x0b\x1b\x1c\x1d\x1e\x1f\x08\x1a"))
_ASCII = bytes(range(1, 128))
#: Bytes of UTF-8 that make a text one to compose: all but those of Latin, Cyrillic, ideographs and common punctuation,
#: which stay as they are whatever stands around them. Nearly all pages in European languages have nothing else.
_TO_COMPOSE = re.compile(rb"[\x00\xcc-\xcf\xd2-\xe1\xe3\xea-\xff]|\xe2(?!\x80[\x82-\xbf]|\x82)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The page as text, and whether to read it as HTML; `encoding` is the Python codec that was used."""

    text: str
    is_html: bool
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(page: Page, max_bytes: int = MAX_BYTES) -> Decoded | Rejected:
    """The text of a page, or why it has none (empty, too large, binary)."""
    body = page.body
    if not body.strip():
        return Rejected(why=Why.EMPTY, detail="the page has no content")
    if len(body) > max_bytes:
        return Rejected(why=Why.TOO_LARGE, detail=f"{len(body):,} bytes; the limit is {max_bytes:,}")
    declared = page.content_type.partition(";")[0].strip().lower()
    encoding, bom_bytes = read_bom(body)
    if encoding is None and (body.startswith(_MAGIC) or _OTHER_TYPES.match(declared) or _binary(body)):
        return Rejected(why=Why.NOT_HTML, detail=f"neither HTML nor text ({declared or 'by its bytes'})")
    if encoding is not None and bom_bytes is not None:
        text = to_unicode(body[len(bom_bytes) :], encoding)
    else:
        text, encoding = _decoded(body, page.content_type)
    before = _before_saving(text)
    if before is not None or encoding != "utf-8" or _TO_COMPOSE.search(body.translate(None, _ASCII)):
        text = normalize("NFC", (text if before is None else before).replace("\x00", ""))
    return Decoded(text, _is_html(text, declared), encoding, () if before is None else (SAVED_WRONG,))


def _before_saving(text: str) -> str | None:
    """What the text was before its UTF-8 was taken for bytes of Latin-1 or windows-1252; None where that did not happen.

    All of it has to be UTF-8 when its characters are taken for such bytes: what is written by people never is.
    """
    try:
        text.encode("ascii")
        return None
    except UnicodeEncodeError as error:
        pair = text[error.start : error.start + 2].translate(_WINDOWS)
    if len(pair) < 2 or not ("\u00c2" <= pair[0] <= "\u00f4" and "\u0080" <= pair[1] <= "\u00bf"):  # RFC 3629
        return None  # nearly all pages are told by the first two, before the rest of the text is looked at
    try:
        return text.translate(_WINDOWS).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _binary(body: bytes) -> bool:
    """Whether the first bytes hold more control characters than any text does."""
    sample = body[:8192]
    return len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) // 50


def _decoded(body: bytes, content_type: str) -> tuple[str, str]:
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _encoding(body, content_type)
        return to_unicode(body, encoding), encoding


def _encoding(body: bytes, content_type: str) -> str:
    if _valid_utf8(body):
        return "utf-8"
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body[:4096])
    if declared and declared not in ("utf-8", "ascii"):
        return declared
    best = from_bytes(body[:_GUESS_BYTES]).best()
    if declared == "utf-8" and body[:_GUESS_BYTES].decode("utf-8", "replace").count("\ufffd") * 200 < len(
        body[:_GUESS_BYTES]
    ):
        return "utf-8"  # a few broken bytes in a page that is UTF-8 otherwise
    return best.encoding if best else "cp1252"


def _valid_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8, a character cut off at the very end aside."""
    try:
        getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _is_html(text: str, declared: str) -> bool:
    if declared in ("text/html", "application/xhtml+xml"):
        return True
    if declared.startswith("text/plain"):
        return False
    return bool(_MARKUP.search(text[:16384]))
