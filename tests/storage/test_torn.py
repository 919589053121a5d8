"""What a crash leaves at the end of an archive file is found and cut; nothing before it is lost."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive import Archive, Archived, Vouched
from storage.torn import sound_end
from storage.warc import encode
from tests.storage.made import NOON, bodies_of, page


@pytest.mark.parametrize("left", [1, 2, 10, 100, -1])
def test_torn_tail_is_cut(tmp_path: Path, left: int) -> None:
    """What a crash left of the last record, a byte or all but one, is cut off; all before stays, more can follow."""
    with Archive(tmp_path) as archive:
        kept = [archive.write(page(b"body %d" % number)) for number in range(3)]
    path = tmp_path / kept[0].file
    whole = path.read_bytes()
    last = kept[-1].offset
    path.write_bytes(whole[:last] + whole[last:][:left])
    with Archive(tmp_path, known=lambda _: Vouched(last, last)) as archive:
        archive.write(page(b"body 3"))
    assert bodies_of(path) == [b"body 0", b"body 1", b"body 3"]


def test_torn_tail_is_found_without_a_database(tmp_path: Path) -> None:
    """Where no database vouches for a file, it is examined from its start."""
    archived = _torn(tmp_path)
    with Archive(tmp_path) as archive:
        archive.write(page(b"next"))
    assert bodies_of(tmp_path / archived.file) == [page().body, b"next"]


def test_record_behind_the_torn_one_is_never_cut(tmp_path: Path) -> None:
    """Damage in the middle is no torn tail: the file stays as it is, and another is written."""
    with Archive(tmp_path) as archive:
        kept = [archive.write(page(os.urandom(500))) for _ in range(3)]
    path = tmp_path / kept[0].file
    data = bytearray(path.read_bytes())
    data[kept[1].offset : kept[1].offset + 3] = b"???"
    path.write_bytes(data)
    with Archive(tmp_path) as archive:
        assert archive.write(page()).file != path.name
        assert len(archive.read(path.name, kept[2].offset, kept[2].length).body) == 500
    assert path.read_bytes() == data


def test_file_shorter_than_the_database_knows_is_left_alone(tmp_path: Path) -> None:
    """Where the file lost a record that the database knows, no other record takes its place."""
    archived = _torn(tmp_path)
    with Archive(tmp_path, known=lambda _: Vouched(100_000, 100_000)) as archive:
        assert archive.write(page()).file != archived.file
    assert bodies_of(tmp_path / archived.file) == [page().body]


@given(cut=st.integers(0, 4000))
@settings(max_examples=60, deadline=None)
def test_sound_end_is_the_end_of_a_record(cut: int) -> None:
    """Wherever a file breaks off, the sound end is the end of the last whole record before."""
    ends, data = [0], b""
    for number in range(4):
        data += encode(page(bytes([number]) * 700 + os.urandom(300)), "<urn:uuid:1>", NOON)
        ends.append(len(data))
    torn = data[:cut]
    assert sound_end(BytesIO(torn), 0) == max(end for end in ends if end <= len(torn))


def _torn(folder: Path) -> Archived:
    """Leave a file with one whole record and half of another; return the first."""
    with Archive(folder) as archive:
        first, second = archive.write(page()), archive.write(page(os.urandom(300)))
    path = folder / first.file
    path.write_bytes(path.read_bytes()[: second.offset + second.length // 2])
    return first
