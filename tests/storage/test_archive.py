"""The raw archive: bytes come back as they were, any WARC tool reads the files, a crash costs nothing before it."""

import gzip
import os
import resource
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from cleaners.types import Page
from storage import StoreError
from storage.archive import Archive
from storage.warc import decode, encode
from tests.storage.made import NOON, bodies_of, page

names = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=20).filter(lambda name: name != "content-type")
values = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=40)
headers = st.dictionaries(names, values, max_size=6)
urls = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(body=st.binary(max_size=3000), headers=headers, tail=urls, status=st.integers(100, 599))
@settings(max_examples=150, deadline=None)
def test_responses_come_back(body: bytes, headers: dict[str, str], tail: str, status: int) -> None:
    """Body, headers and status of any HTTP answer survive, whatever the address looks like."""
    given = Page(body=body, url=f"https://a.example/{tail}", headers=headers, status=status)
    capture = decode(encode(given, "<urn:uuid:1>", NOON))
    assert (capture.body, capture.headers, capture.status) == (body, headers, status)


@given(body=st.binary(max_size=3000), url=urls.filter(lambda url: not url.startswith("http")), kind=values)
@settings(max_examples=100, deadline=None)
def test_resources_come_back(body: bytes, url: str, kind: str) -> None:
    """The body of anything that is no HTTP answer survives, whatever its address and type look like."""
    assert decode(encode(Page(body=body, url=url, content_type=kind), "<urn:uuid:1>", NOON)).body == body


def test_headers_cannot_break_out() -> None:
    """Line breaks, NUL bytes and lone surrogates in headers, type and address do not reach the record's structure."""
    evil = "x\r\nContent-Length: 0\r\n\r\nbody\x00\ud800"
    for url in ("https://a.example/", "file:///"):
        given = Page(body=b"body", url=url + evil, headers={evil: evil}, content_type=evil)
        assert decode(encode(given, "<urn:uuid:1>", NOON)).body == b"body"


def test_codings_are_not_undone_twice(tmp_path: Path) -> None:
    """Headers that speak of codings already undone do not make another reader decode the body again."""
    sent = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked", "Content-Length": "12"}
    given = page(b"plain text, no longer gzipped", headers=sent)
    with Archive(tmp_path) as archive:
        archived = archive.write(given)
        assert archive.read(archived.file, archived.offset, archived.length).headers == {
            **sent,
            "Content-Type": given.content_type,
        }
    with (tmp_path / archived.file).open("rb") as stream:
        records = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(stream)]
    assert records[1] == ("response", given.body)


def test_other_tools_find_no_fault(tmp_path: Path) -> None:
    """warcio's own checker accepts every record and digest; types, addresses and dates are what ISO 28500 asks."""
    with Archive(tmp_path) as archive:
        file = archive.write(page()).file
        archive.write(Page(body=b"text", url="file:///tmp/saved page.txt", content_type="text/plain", fetched_at=NOON))
        archive.write(Page(body=b""))
    checker = Checker(type("Options", (), {"inputs": [str(tmp_path / file)], "verbose": False})())
    assert checker.process_all() == 0
    with (tmp_path / file).open("rb") as stream:
        found = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(stream)]
    assert [kind for kind, _ in found] == ["warcinfo", "response", "resource", "resource"]
    assert found[1][1].get_header("WARC-Date") == "2026-03-01T12:00:00.000000Z"
    assert found[2][1].get_header("WARC-Target-URI") == "file:///tmp/saved%20page.txt"
    assert found[2][1].get_header("Content-Type") == "text/plain"
    assert found[3][1].get_header("WARC-Target-URI").startswith("urn:sha256:e3b0c442")


def test_each_record_is_a_gzip_member_at_its_offset(tmp_path: Path) -> None:
    """Offset and length cut one record out of the file, whole by itself."""
    with Archive(tmp_path) as archive:
        kept = [archive.write(page(b"body %d" % number)) for number in range(5)]
    data = (tmp_path / kept[0].file).read_bytes()
    for number, archived in enumerate(kept):
        member = gzip.decompress(data[archived.offset : archived.offset + archived.length])
        assert member.startswith(b"WARC/1.1\r\n")
        assert b"body %d" % number in member


def test_files_are_rotated(tmp_path: Path) -> None:
    """A file at its limit is left and another begun; every record stays readable."""
    with Archive(tmp_path, limit=2000) as archive:
        kept = [archive.write(page(os.urandom(900))) for _ in range(6)]
        assert len({archived.file for archived in kept}) == 3
        for archived in kept:
            assert len(archive.read(archived.file, archived.offset, archived.length).body) == 900


def test_archive_goes_on_in_a_file_with_room(tmp_path: Path) -> None:
    """Opening the archive again appends to its file rather than begin one each time."""
    for _ in range(3):
        with Archive(tmp_path) as archive:
            archive.write(page())
    (path,) = tmp_path.iterdir()
    assert len(bodies_of(path)) == 3


def test_two_writers_take_two_files(tmp_path: Path) -> None:
    """A file that another writer holds is neither written nor mended."""
    with Archive(tmp_path) as one, Archive(tmp_path) as other:
        files = {one.write(page()).file, other.write(page()).file, one.write(page()).file}
    assert sorted(len(bodies_of(tmp_path / file)) for file in files) == [1, 2]


def test_lost_and_damaged_records_are_named(tmp_path: Path) -> None:
    """Reading a record that is not there names the file and what to do."""
    with Archive(tmp_path) as archive:
        archived = archive.write(page())
        with pytest.raises(StoreError, match=r"no whole record at byte 7; restore the file from a copy"):
            archive.read(archived.file, 7, 100)
        with pytest.raises(StoreError, match=r"cannot read .*gone.warc.gz: No such file"):
            archive.read("gone.warc.gz", 0, 100)


def test_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    """A folder that cannot be made or written is named, with what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot write the archive .*file/archive: .*folder") as caught:
        Archive(tmp_path / "file" / "archive").write(page())
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_permission_is_one_line(tmp_path: Path) -> None:
    """A folder that may not be written is named, with what to do."""
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(StoreError, match="Permission denied"):
        Archive(tmp_path / "archive").write(page())


def test_full_disk_is_one_line(tmp_path: Path) -> None:
    """Where the system takes no more bytes, that is one line, and no half record stays in the file."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Archive(tmp_path) as archive:
        path = tmp_path / archive.write(page()).file
        size = path.stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, limits[1]))
        try:
            with pytest.raises(StoreError, match="File too large; free some space") as caught:
                archive.write(page(os.urandom(500)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert "\n" not in str(caught.value)
        assert path.stat().st_size == size
        archive.write(page(b"after"))
    assert bodies_of(path) == [page().body, b"after"]


def test_read_only_file_is_left_alone(tmp_path: Path) -> None:
    """A file that may not be written is passed over for a new one (root may write any)."""
    with Archive(tmp_path) as archive:
        first = archive.write(page()).file
    (tmp_path / first).chmod(stat.S_IRUSR)
    with Archive(tmp_path) as archive:
        assert (archive.write(page()).file != first) == (os.geteuid() != 0)
