"""Ids of saved documents: each its own, and the same whatever else is in the folder."""

import os
from pathlib import Path

from newsmill.ids import Found, found


def ids(*arguments: str, without: Path | None = None) -> list[str]:
    """The ids of the documents found."""
    return [one.id for one in found(arguments, without=without) if isinstance(one, Found)]


def files(folder: Path, *names: str) -> None:
    """Make files."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")


def test_an_id_is_the_path_inside_the_folder(folder: Path) -> None:
    """The stem for a file of the folder or a named one, with the inner folder's name before it for others."""
    files(folder, "saved/story.html.gz", "saved/2024/story.html", "other.html")
    assert ids("saved", "other.html", "-") == ["story", "2024/story", "other", "stdin"]


def test_shared_stems_keep_their_suffixes(folder: Path) -> None:
    """Two files that differ in suffix only, and two folders with the same file, are told apart; a repeat counts once."""
    files(folder, "a/story.html", "a/story.txt", "b/index.html", "c/index.html")
    whole = str(folder).lstrip("/")
    assert ids("a", "b", "c", "./b") == [
        "story.html",
        "story.txt",
        f"{whole}/b/index.html",
        f"{whole}/c/index.html",
    ]


def test_an_output_folder_is_no_input(folder: Path) -> None:
    """What an earlier run wrote into the folder is not cleaned again."""
    files(folder, "story.html", "texts/story.txt")
    assert ids(".", without=Path("texts")) == ["story"]


def test_names_that_are_no_text(folder: Path) -> None:
    """Bytes that are no UTF-8 are written as escapes, so two such names stay two ids."""
    for name in (b"caf\xe9.html", b"caf\xe8.html"):
        Path(os.fsdecode(name)).write_text("x")
    assert ids(str(folder)) == ["caf\\xe8", "caf\\xe9"]
