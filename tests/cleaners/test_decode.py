"""Bytes to text."""

from unicodedata import combining, decomposition, is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.decode import _TO_COMPOSE, SAVED_WRONG, Decoded, decode
from cleaners.types import Page, Rejected, Why

WORDS = "Der Übergang über die Brücke schließt früh, sagte der Müller."


def _text(body: bytes, content_type: str = "text/html") -> str:
    result = decode(Page(body=body, content_type=content_type))
    assert isinstance(result, Decoded)
    return result.text


def test_valid_utf8_beats_a_wrong_declaration() -> None:
    """UTF-8 bytes are read as UTF-8, whatever the header and the page declare."""
    body = f'<meta charset="iso-8859-1"><p>{WORDS}</p>'.encode()
    assert WORDS in _text(body, "text/html; charset=windows-1252")


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_other_encodings_are_decoded(encoding: str) -> None:
    """A page in another encoding comes out with its letters whole."""
    declared = "" if encoding == "utf-16" else f"; charset={encoding}"
    assert WORDS in _text(f"<html><p>{WORDS}</p></html>".encode(encoding), f"text/html{declared}")


def test_undeclared_encoding_is_guessed() -> None:
    """Cyrillic text in windows-1251 with no declaration anywhere is not mangled."""
    words = "Паром снова ходит через залив, сообщила вчера городская пристань. " * 5
    assert words.strip() in _text(f"<html><body><p>{words}</p></body></html>".encode("cp1251"))


def test_letters_come_composed() -> None:
    """A letter sent as base and mark is the same as the letter sent whole."""
    assert WORDS in _text(f"<p>{normalize('NFD', WORDS)}</p>".encode())


def test_truncated_character_at_the_end_keeps_utf8() -> None:
    """A page cut off in the middle of a character is still UTF-8."""
    assert "Übergang" in _text(f"<p>{WORDS} ü".encode()[:-1])


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", Why.EMPTY),
        (b" \n\t ", Why.EMPTY),
        (b"%PDF-1.7 ...", Why.NOT_HTML),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, Why.NOT_HTML),
        (bytes(range(1, 256)) * 20, Why.NOT_HTML),
    ],
)
def test_what_is_no_text_is_refused(body: bytes, why: Why) -> None:
    """Nothing, or a binary, is refused with its reason."""
    result = decode(Page(body=body))
    assert isinstance(result, Rejected)
    assert result.why is why
    assert result.detail


def test_oversized_page_is_refused_before_it_is_read() -> None:
    """A page above the limit is refused by its size, which the detail names."""
    result = decode(Page(body=b"<p>" + b"a" * 1000), max_bytes=500)
    assert isinstance(result, Rejected)
    assert (result.why, "1,003" in result.detail) == (Why.TOO_LARGE, True)


@pytest.mark.parametrize(
    ("body", "content_type", "is_html"),
    [
        (b"<p>One.</p>", "text/html", True),
        (b"a < b and c > d", "", False),
        (b"<!DOCTYPE html><title>x</title>", "", True),
        (b"<p>One.</p>", "text/plain", False),
        (b"Plain words only.", "", False),
    ],
)
def test_html_is_told_from_text(body: bytes, content_type: str, is_html: bool) -> None:
    """The declared type decides; without one the markup does."""
    result = decode(Page(body=body, content_type=content_type))
    assert isinstance(result, Decoded)
    assert result.is_html is is_html


@pytest.mark.parametrize("wrong", ["iso-8859-1", "cp1252"])
def test_utf8_that_was_saved_as_another_encoding_is_put_right(wrong: str) -> None:
    """A page whose UTF-8 a tool read as Latin-1 or windows-1252 and saved again reads as it was, and says so."""
    words = f"{WORDS} “Quite so”, it’s 5 € – she said."
    read = "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in words.encode())
    result = decode(Page(body=f"<p>{read}</p>".encode(), content_type="text/html"))
    assert isinstance(result, Decoded)
    assert result.text == f"<p>{words}</p>"
    assert result.warnings == (SAVED_WRONG,)


@given(st.text(st.sampled_from("aeÂÃâäéüß€“”’–\u00a0©» "), min_size=1))
def test_what_people_write_stays(words: str) -> None:
    """Text is only read anew where all of it is UTF-8 that was taken for single bytes, and then it is that UTF-8."""
    result = decode(Page(body=f"<p>{words}</p>".encode(), content_type="text/html"))
    assert isinstance(result, Decoded)
    kept = normalize("NFC", f"<p>{words}</p>")
    assert result.text == kept or (result.warnings and len(result.text) < len(kept))


def test_plain_text_is_composed() -> None:
    """No character that decoding takes for composed is changed, or joined to another, by Unicode's composition."""
    parts = [decomposition(chr(code)).split() for code in range(0x110000)]
    joined = {int(pair[1], 16) for pair in parts if len(pair) == 2 and not pair[0].startswith("<")}
    for code in range(0x80, 0x110000):
        character = chr(code)
        if not _TO_COMPOSE.search(character.encode("utf-8", "surrogatepass")):
            assert is_normalized("NFC", character) and not combining(character) and code not in joined
