"""Archives of others: pages out of WARC and WACZ files, whatever their codings; damaged ones up to the damage."""

import gzip
import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from backports import zstd
from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaners.types import Page
from storage import StoreError
from storage.archive import Archive
from storage.foreign import Passed, Visit, read
from tests.storage.made import page

AT = "2020-05-06T07:08:09Z"
BODY = b"<html>The ferry runs again.</html>" * 10


class Made:
    """A WARC file in the making."""

    def __init__(self, version: str = "1.0", *, gzipped: bool = True) -> None:
        self._out, self._build = BytesIO(), RecordBuilder(warc_version=version)
        self._writer = WARCWriter(self._out, gzip=gzipped, warc_version=version)

    def add(self, url: str, body: bytes, *, status: str = "200 OK", kind: str = "response", **headers: str) -> None:
        """Add an answer; the names of headers have _ for -."""
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        http = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        given = {"WARC-Date": AT, "WARC-Record-ID": f"<urn:{len(self.data)}>"}
        record = self._build.create_warc_record(
            url, kind, payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=given
        )
        self._writer.write_record(record)

    def ask(self, url: str, **headers: str) -> None:
        """Add the request that belongs to the answer before it."""
        http = StatusAndHeaders("GET / HTTP/1.1", list(headers.items()), is_http_request=True)
        record = self._build.create_warc_record(
            url, "request", http_headers=http, warc_headers_dict={"WARC-Concurrent-To": "<urn:0>"}
        )
        self._writer.write_record(record)

    def visit(self, url: str) -> None:
        """Add a revisit record."""
        self._writer.write_record(
            self._build.create_revisit_record(url, "sha1:X", url, AT, warc_headers_dict={"WARC-Date": AT})
        )

    @property
    def data(self) -> bytes:
        """The file so far."""
        return self._out.getvalue()

    def file(self, path: Path) -> Path:
        """Write it."""
        path.write_bytes(self.data)
        return path


def found(path: Path, limit: int = 1_000_000) -> list[Page | Visit | Passed]:
    """Everything that is read."""
    return list(read(path, limit=limit))


def chunked(data: bytes) -> bytes:
    """A body in two chunks (RFC 9112, section 7.1)."""
    return b"5\r\n" + data[:5] + b"\r\n" + f"{len(data) - 5:x}".encode() + b"\r\n" + data[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY, {}),
        (gzip.compress(BODY), {"Content_Encoding": "gzip"}),
        (zlib.compress(BODY), {"Content_Encoding": "deflate"}),
        (brotli.compress(BODY), {"Content_Encoding": "br"}),
        (chunked(BODY), {"Transfer_Encoding": "chunked"}),
        (chunked(gzip.compress(BODY)), {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"}),
        (BODY, {"Content_Encoding": "gzip"}),
    ],
)
def test_codings_are_undone(tmp_path: Path, gzipped: bool, body: bytes, headers: dict[str, str]) -> None:
    """However the server or the archiver coded a body, the page is what a browser saw; the time is the capture's."""
    made = Made(gzipped=gzipped)
    made.add("https://www.a.example/1", body, Content_Type="text/html; charset=utf-8", **headers)
    (one,) = found(made.file(tmp_path / "a.warc"))
    assert isinstance(one, Page)
    assert (one.url, one.body, one.content_type) == ("https://www.a.example/1", BODY, "text/html; charset=utf-8")
    assert (one.fetched_at, one.source, one.how) == (datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC), "a.example", "import")


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    """Pictures, errors, redirects, giants and unknown codings are named with why; requests and the like are not."""
    made = Made("1.1")
    made.add("https://a.example/", BODY, Content_Type="text/html")
    made.ask("https://a.example/", Accept="text/html")
    made.add("https://a.example/p.png", b"\x89PNG", Content_Type="image/png")
    made.add("https://a.example/gone", BODY, status="404 Not Found", Content_Type="text/html")
    made.add("https://a.example/z", BODY, Content_Type="text/html", Content_Encoding="dcz")
    made.add("https://a.example/big", BODY * 100, Content_Type="text/html")
    made.visit("https://a.example/")
    first, *rest = found(made.file(tmp_path / "a.warc.gz"), limit=5000)
    assert isinstance(first, Page) and first.request_headers == {"Accept": "text/html"}
    whys = [one.why if isinstance(one, Passed) else type(one).__name__ for one in rest]
    assert whys == ["neither HTML nor text", "status 404", "coded as dcz", "too large", "Visit"]


@pytest.mark.parametrize("packed", [None, False, True])
def test_zstandard_is_undone(tmp_path: Path, packed: bool | None) -> None:
    """A frame for each record, alone or with the dictionary that stands at the file's beginning, packed itself or not."""
    dictionary = None if packed is None else zstd.ZstdDict(BODY * 20, is_raw=True)
    data = b""
    if packed is not None:
        content = zstd.compress(BODY * 20) if packed else BODY * 20
        data = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    for number in range(3):
        made = Made("1.1", gzipped=False)
        made.add(f"https://a.example/{number}", BODY, Content_Type="text/html")
        data += zstd.compress(made.data, zstd_dict=dictionary)
    (tmp_path / "a.warc.zst").write_bytes(data)
    pages = found(tmp_path / "a.warc.zst")
    assert [(one.url, one.body) for one in pages if isinstance(one, Page)] == [
        (f"https://a.example/{number}", BODY) for number in range(3)
    ]
    (tmp_path / "torn.warc.zst").write_bytes(data[:-20])
    with pytest.raises(StoreError, match="torn"):
        found(tmp_path / "torn.warc.zst")


def test_a_package_is_read(tmp_path: Path) -> None:
    """The WARC files of a WACZ are read one after the other, stored or compressed."""
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        for number, way in enumerate((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)):
            made = Made("1.1")
            made.add(f"https://a.example/{number}", BODY, Content_Type="text/html")
            package.writestr(zipfile.ZipInfo(f"archive/{number}.warc.gz"), made.data, way)
        package.writestr("datapackage.json", "{}")
    assert [one.url for one in found(tmp_path / "a.wacz")] == ["https://a.example/0", "https://a.example/1"]


def test_our_own_archive_is_read(tmp_path: Path) -> None:
    """What newsmill wrote it reads: the same body, headers, address and time."""
    given = page(request_headers={"Accept": "text/html"})
    with Archive(tmp_path) as archive:
        file = archive.write(given).file
    (one,) = found(tmp_path / file)
    assert isinstance(one, Page)
    assert (one.url, one.body, one.headers, one.fetched_at, one.request_headers) == (
        given.url,
        given.body,
        given.headers,
        given.fetched_at,
        given.request_headers,
    )


@pytest.mark.parametrize("cut", [10, 100, 150, 300, 500])
def test_a_torn_file_gives_what_stands_before(tmp_path: Path, cut: int) -> None:
    """A file that breaks off, in whatever record, gives its whole records and one line that says so."""
    made = Made()
    for number in range(4):
        made.add(f"https://a.example/{number}", BODY + bytes(number), Content_Type="text/html")
    (tmp_path / "a.warc.gz").write_bytes(made.data[:-cut])
    bodies = []
    with pytest.raises(StoreError, match=r"a\.warc\.gz: is damaged or torn behind record \d") as caught:
        for one in read(tmp_path / "a.warc.gz", limit=100_000):
            bodies += [one.body] if isinstance(one, Page) else []
    assert "\n" not in str(caught.value)
    assert bodies == [BODY + bytes(number) for number in range(len(bodies))] and len(bodies) > 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"This is a note, and no archive.\n" * 20, "is no WARC file"),
        (b"\x28\xb5\x2f\xfd" + b"\0" * 100, "is no WARC file"),
        (gzip.compress(b"a text"), "is no WARC file"),
        (b"", "is no WARC file"),
    ],
)
def test_what_is_no_archive_is_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    """A file of another kind is named, with what can be imported."""
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(StoreError, match=says) as caught:
        found(tmp_path / "x")
    assert "\n" not in str(caught.value)


def test_missing_and_empty_packages_are_one_line(tmp_path: Path) -> None:
    """A file that is not there, a folder, and a ZIP without archives."""
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.writestr("notes.txt", "nothing")
    for path, says in ((tmp_path / "no", "No such file"), (tmp_path, "directory"), (tmp_path / "a.wacz", "is it a")):
        with pytest.raises(StoreError, match=says):
            found(path)
