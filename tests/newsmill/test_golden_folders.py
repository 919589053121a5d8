"""The folders of goldens: added, accepted with what changed, and never against a hand-written line."""

from pathlib import Path

import pytest

from cleaners import Rules, load_rules
from newsmill.golden import Golden, GoldenError, accept, add, find

PAGE = """<html lang="en"><head><title>Eels return</title></head><body><nav>Home</nav><article><h1>Eels return</h1>
<p>The eels came back to the river on Tuesday, eleven years after the weir was built, the river board said.</p>
<p>Volunteers counted four hundred of them in a single night, more than anybody had hoped for in the spring.</p>
<p>The board will keep the fish pass open until the end of October and count again in the following year.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of the package."""
    return load_rules()


@pytest.fixture
def golden(tmp_path: Path) -> Golden:
    """A golden that was added but not yet accepted."""
    file = tmp_path / "saved.html"
    file.write_text(PAGE)
    return add(file, url="https://www.river.example/eels/return", content_type="text/html", root=tmp_path / "golden")


def test_add_names_the_folder_after_the_address(golden: Golden) -> None:
    """HOST/SLUG comes from the URL, and the page can be read back with what is known of it."""
    page = golden.page()
    assert golden.name == "river.example/eels-return"
    assert (page.body.decode(), page.content_type) == (PAGE, "text/html")
    assert page.fetched_at is not None and page.fetched_at.tzinfo is not None


def test_add_does_not_overwrite(golden: Golden, tmp_path: Path) -> None:
    """A second page for the same folder is refused with one line."""
    with pytest.raises(GoldenError, match="exists already; remove it first"):
        add(tmp_path / "saved.html", url=golden.page().url, content_type="text/html", root=tmp_path / "golden")


def test_accept_tells_what_changed(golden: Golden, rules: Rules) -> None:
    """The first time every field is new; the second time nothing changed."""
    assert accept(golden, rules)["title"] == (None, "Eels return")
    assert accept(golden, rules) == {}
    assert golden.expected() == golden.actual(rules)


def test_accept_never_touches_must(golden: Golden, rules: Rules) -> None:
    """The hand-written lines stay as they are, byte for byte."""
    must = golden.folder / "must.txt"
    must.write_text("# read\nmust: until the end of October\nmust_not: Home\n")
    accept(golden, rules)
    assert must.read_text() == "# read\nmust: until the end of October\nmust_not: Home\n"


def test_accept_refuses_what_breaks_a_line(golden: Golden, rules: Rules) -> None:
    """Where a hand-written line does not hold, nothing is written."""
    (golden.folder / "must.txt").write_text("must_not: four hundred\n")
    with pytest.raises(GoldenError, match="`must_not: four hundred` does not hold"):
        accept(golden, rules)
    assert not (golden.folder / "expected.json").exists()


def test_a_wrong_line_is_named(golden: Golden) -> None:
    """A misspelt key in must.txt is an error, not a line that is never checked."""
    (golden.folder / "must.txt").write_text("mustnot: Home\n")
    with pytest.raises(GoldenError, match="'mustnot: Home' is no such line"):
        golden.musts()


def test_find_by_host_or_slug(golden: Golden) -> None:
    """Goldens are chosen by host or by HOST/SLUG; an unknown name is an error."""
    root = golden.folder.parent.parent
    assert [one.name for one in find(root, ("river.example",))] == [golden.name]
    assert list(find(root, (golden.name,))) == list(find(root))
    with pytest.raises(GoldenError, match="no such golden"):
        list(find(root, ("lake.example",)))
