"""Saved documents: found in folders, read within a limit; what cannot be read is a value."""

import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from newsmill.files import Document, Problem, address, find, read


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    """Folders give their .html, .htm and .txt files, packed ones too, in order of name; other files are left."""
    for name in ("b/2.html", "b/1.txt.gz", "a/x.htm", "notes.md", "c.HTML"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    found = [str(Path(path).relative_to(tmp_path)) for path in find([str(tmp_path)]) if isinstance(path, str)]
    assert found == ["c.HTML", "a/x.htm", "b/1.txt.gz", "b/2.html"]


def test_a_named_file_counts_whatever_its_suffix() -> None:
    """What the user names is taken as it is, also standard input, also what does not exist: reading tells."""
    assert list(find(["story.php", "-"])) == ["story.php", "-"]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder without documents is named rather than passed over."""
    (problem,) = find([str(tmp_path)])
    assert problem == Problem(
        path=str(tmp_path), line="no .html, .htm or .txt in this folder; name the files themselves"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder; the next test stands in")
def test_a_forbidden_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder without read permission is a problem, and its neighbours are found."""
    (tmp_path / "closed").mkdir(mode=0o000)
    (tmp_path / "page.html").write_text("x")
    found = list(find([str(tmp_path)]))
    assert found[0] == str(tmp_path / "page.html")
    assert isinstance(found[1], Problem)


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operating system's refusal becomes one line that says what to do, and the neighbours are found."""
    (tmp_path / "closed").mkdir()
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "page.html").write_text("x")
    scandir = os.scandir

    def forbidding(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbidding)
    found = list(find([str(tmp_path)]))
    line = "no permission to read it; change its mode or run as its owner"
    assert found == [str(tmp_path / "open" / "page.html"), Problem(path=str(tmp_path / "closed"), line=line)]


def test_a_document_knows_name_and_type(tmp_path: Path) -> None:
    """The name is the stem without .gz; the suffix tells the type; packed bytes come out unpacked."""
    file = tmp_path / "story.txt.gz"
    file.write_bytes(gzip.compress(b"Some words."))
    document = read(str(file), limit=100, url="https://x.example/")
    assert isinstance(document, Document)
    assert (document.name, document.page.body, document.page.content_type) == ("story", b"Some words.", "text/plain")
    assert document.page.url == "https://x.example/"
    assert address(str(file)) == file.as_uri()


def test_gzip_without_the_suffix_is_unpacked(tmp_path: Path) -> None:
    """The bytes tell, not the name: a downloaded page may be packed under any name."""
    file = tmp_path / "story.html"
    file.write_bytes(gzip.compress(b"<p>x"))
    document = read(str(file), limit=100)
    assert isinstance(document, Document)
    assert document.page.body == b"<p>x"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b" \n\t", "the file is empty"),
        (b"x" * 101, "larger than 100 bytes"),
        (gzip.compress(b"x" * 101), "larger than 100 bytes"),
        (gzip.compress(b"x" * 50)[:-9], "broken gzip"),
        (b"\x1f\x8bgarbage", "broken gzip"),
    ],
    ids=["empty", "blank", "large", "large-unpacked", "cut", "garbage"],
)
def test_what_cannot_be_read_is_a_problem(tmp_path: Path, content: bytes, says: str) -> None:
    """Empty, too large (also once unpacked) and broken files are values with a line that says what to do."""
    file = tmp_path / "page.html"
    file.write_bytes(content)
    problem = read(str(file), limit=100)
    assert isinstance(problem, Problem)
    assert problem.line.startswith(says)
    assert ";" in problem.line


def test_no_more_than_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of 200 MB costs no more memory than the limit: only one byte more is ever asked for."""

    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 <= size <= 1001
            Endless.asked += size
            return b"x" * size

    stdin = type("Stdin", (), {"buffer": Endless()})
    monkeypatch.setattr(sys, "stdin", stdin)
    assert isinstance(read("-", limit=1000), Problem)
    assert Endless.asked == 1001


def test_a_missing_file_is_a_problem() -> None:
    """A wrong path is one line, not a crash."""
    assert read("no/such.html", limit=1) == Problem(
        path="no/such.html", line="no such file or folder; check the spelling"
    )
