"""`newsmill export`: every form opens in the tools it is made for, and holds what the database holds."""

import contextlib
import csv
import dataclasses
import importlib.util
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cleaners.types import Block, Kind
from newsmill.export.documents import as_front_matter
from newsmill.export.tei import as_tei
from storage import Store, open_store
from storage.exports.flat import COLUMNS
from tests.newsmill.cells import cells
from tests.newsmill.conftest import Newsmill
from tests.storage.conftest import postgresql
from tests.storage.told import STORIES, tell

__all__ = ["postgresql"]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "export.md"
TEI = "{http://www.tei-c.org/ns/1.0}"
ODD = 'A "quoted", semi;colon\n=1+1 <b>&amp;</b> \u2028 日本 \x0b end'


@pytest.fixture
def library(folder: Path) -> Iterator[Store]:
    """newsmill.db with three articles, one of them a copy, one with everything odd."""
    with open_store("sqlite:///newsmill.db") as store:
        meta: dict[str, Any] = {"authors": ("Ada Brook", "Noël Brück"), "tags": ("coast; sea", "ferry")}
        first = datetime(2026, 3, 1, 9, tzinfo=UTC)
        tell(store, STORIES["ferry-1"], "https://riverpost.example/1", title="Aground", published_at=first, **meta)
        tell(store, STORIES["ferry-1"], "https://b.example/1", title="Aground", published_at=date(2026, 3, 2))
        tell(store, ODD, "https://riverpost.example/2", title=ODD, published_at=None, language=None)
        yield store


def _export(newsmill: Newsmill, *arguments: str) -> str:
    result = newsmill("export", *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stderr


@pytest.mark.usefixtures("library")
def test_parquet_is_typed(newsmill: Newsmill) -> None:
    """Integers, moments in UTC, truth values and lists keep their types; null stays null."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    assert _export(newsmill, "articles.parquet") == "newsmill: 3 articles in articles.parquet\n"
    table = pq.read_table("articles.parquet")
    assert table.column_names == [column.name for column in COLUMNS]
    assert table.schema.field("authors").type == pa.list_(pa.string())
    assert table.schema.field("published_at").type == pa.timestamp("us", tz="UTC")
    one, copy, odd = table.to_pylist()
    assert (one["authors"], one["tags"]) == (["Ada Brook", "Noël Brück"], ["coast; sea", "ferry"])
    assert one["published_at"] == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert (copy["copy_of"], copy["published_stated"], copy["cluster"]) == (1, "2026-03-02", one["cluster"])
    assert (odd["published_at"], odd["language"], odd["authors"], odd["text"]) == (None, None, [], ODD)


@pytest.mark.usefixtures("library")
def test_the_forms_say_the_same(newsmill: Newsmill) -> None:
    """JSON Lines holds what Parquet holds, and CSV too once it is read back."""
    pq = pytest.importorskip("pyarrow.parquet")
    for name in ("a.parquet", "a.jsonl", "a.csv"):
        _export(newsmill, name)
    table = pq.read_table("a.parquet").to_pylist()
    lines = [json.loads(line) for line in Path("a.jsonl").read_text(encoding="utf-8").split("\n") if line]
    moments = [column.name for column in COLUMNS if column.kind == "moment"]
    for row in table:
        row |= {name: row[name] and row[name].isoformat() for name in moments}
    assert lines == table
    with Path("a.csv").open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    for row, cell in zip(lines, cells, strict=True):
        lists = {name: "; ".join(value) for name, value in row.items() if isinstance(value, list)}
        assert {name: "" if value is None else str(value) for name, value in (row | lists).items()} == cell


@pytest.mark.usefixtures("library")
def test_schema_org_names(newsmill: Newsmill) -> None:
    """With schema.org's names an article is a NewsArticle; what is not stated is left out."""
    result = newsmill("export", "-", "--format", "jsonl", "--names", "schema.org", "--quiet")
    one, _, odd = (json.loads(line) for line in result.stdout.split("\n") if line)
    assert (one["@type"], one["headline"], one["datePublished"]) == (
        "NewsArticle",
        "Aground",
        "2026-03-01T09:00:00+00:00",
    )
    assert one["author"][0] == {"@type": "Person", "name": "Ada Brook"}
    assert "datePublished" not in odd and "author" not in odd and odd["articleBody"] == ODD


@pytest.mark.usefixtures("library")
def test_conditions_and_copies(newsmill: Newsmill) -> None:
    """An export takes the conditions of a list."""
    assert _export(newsmill, "a.csv", "--no-copies") == "newsmill: 2 articles in a.csv\n"
    assert _export(newsmill, "a.csv", "--source", "b.example") == "newsmill: 1 article in a.csv\n"


@pytest.mark.usefixtures("library")
def test_partitions_are_source_and_month(newsmill: Newsmill) -> None:
    """Partitioned, there is a folder for each outlet and month, and all of it reads as one table."""
    ds = pytest.importorskip("pyarrow.dataset")
    _export(newsmill, "corpus", "--format", "parquet", "--partition")
    names = sorted(str(path.relative_to("corpus")) for path in Path("corpus").rglob("*.parquet"))
    assert names[0] == "source=b.example/month=2026-03/articles-0.parquet"
    assert ds.dataset("corpus", partitioning="hive").count_rows() == 3
    again = newsmill("export", "corpus", "--format", "parquet", "--partition")
    assert again.exit_code == 1 and "is not empty" in again.stderr


@pytest.mark.parametrize("layout", [(), ("--partition",)], ids=["plain", "partitioned"])
def test_since_export_adds_what_changed(newsmill: Newsmill, library: Store, layout: tuple[str, ...]) -> None:
    """The second run writes nothing, the third what is new and changed; the newest revisions are the database."""
    ds = pytest.importorskip("pyarrow.dataset")
    order = ("daily", "--format", "parquet", "--since-export", *layout)
    assert _export(newsmill, *order) == "newsmill: 3 new or changed articles in daily\n"
    assert _export(newsmill, *order) == "newsmill: 0 new or changed articles in daily\n"
    tell(library, STORIES["comet-1"], "https://b.example/1", title="Comet")
    tell(library, STORIES["dairy-1"], "https://c.example/1", title="Dairy")
    assert _export(newsmill, *order) == "newsmill: 2 new or changed articles in daily\n"
    rows = ds.dataset("daily", partitioning="hive").to_table().sort_by("revision").to_pylist()
    assert {row["id"]: row["title"] for row in rows} == {1: "Aground", 2: "Comet", 3: ODD, 4: "Dairy"}
    other = newsmill("export", *order, "--language", "en")
    assert other.exit_code == 1 and "holds another export" in other.stderr


def test_a_stopped_export_is_made_anew(newsmill: Newsmill, library: Store) -> None:
    """What a run left that ended before it was noted is replaced, so that no article is there twice."""
    ds = pytest.importorskip("pyarrow.dataset")
    Path("daily").mkdir()
    Path("daily/articles-000000000001-000000000002.parquet").write_bytes(b"half a file")
    _export(newsmill, "daily", "--format", "parquet", "--since-export")
    assert ds.dataset("daily").count_rows() == 3


@pytest.mark.usefixtures("library")
def test_markdown_has_front_matter_and_one_file_each(newsmill: Newsmill) -> None:
    """A note for each article in its outlet's folder; the properties are YAML; a second run replaces the files."""
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    for _ in range(2):
        _export(newsmill, "vault", "--format", "markdown")
    files = sorted(Path("vault").rglob("*.md"))
    assert len(files) == 3 and files[1].name == "1-Aground.md"
    head, _, body = files[1].read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
    properties = yaml.safe_load(head)
    assert (properties["title"], properties["authors"]) == ("Aground", ["Ada Brook", "Noël Brück"])
    assert properties["tags"] == ["coast-sea", "ferry"]
    assert "# Aground" in body and "ran aground on a sandbank" in body


def test_tei_is_well_formed_and_whole(library: Store) -> None:
    """Whatever characters a page has, the TEI is well formed and holds title, authors, date and every block."""
    rows = {row.id: row for row in library.articles()}
    root = ET.fromstring(as_tei(rows[1]))
    assert [author.text for author in root.iter(f"{TEI}author")] == ["Ada Brook", "Noël Brück"]
    assert [p.text for p in root.find(f"{TEI}text").iter(f"{TEI}p")] == STORIES["ferry-1"].split("\n\n")  # type: ignore[union-attr]
    assert ET.fromstring(as_tei(rows[3])) is not None
    assert as_front_matter(rows[3]).count("\n---\n") == 1


def test_the_table_in_the_docs_is_the_columns() -> None:
    """docs/export.md lists every column with its type, as they are."""
    table = DOCS.read_text(encoding="utf-8").split("<!-- columns -->")[1]
    rows = [f"| `{column.name}` | {column.kind} | {column.comment} |" for column in COLUMNS]
    assert table.strip().splitlines()[2:] == rows


@pytest.mark.usefixtures("library")
def test_the_lines_of_the_docs_run(newsmill: Newsmill, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python line of docs/export.md runs on files that the commands above it write."""
    monkeypatch.setenv("HF_HOME", str(Path("hf").absolute()))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for line in re.findall(r"^newsmill (export .*?)(?: +#.*)?$", DOCS.read_text(encoding="utf-8"), re.MULTILINE):
        _export(newsmill, *line.split()[1:])
    ran, skipped = 0, []
    for heading, code in cells(DOCS.name):
        packages = re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)
        if missing := [name for name in packages if importlib.util.find_spec(name) is None]:
            skipped.append(f"{heading}: {missing}")
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, f"{DOCS.name}: {heading}", "exec"), {})
        ran += 1
    assert ran + len(skipped) == 7, skipped
    if skipped:
        pytest.skip(f"not installed: {'; '.join(skipped)}")


def _files() -> list[str]:
    return sorted(path.name for path in Path().iterdir() if not path.name.startswith("newsmill.db"))


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (("articles.dat",), 2, "no suffix that says the form; name it with --format (form= in Python): parquet, jsonl"),
        (("a.jsonl", "--format", "markdown"), 2, "a.jsonl: markdown is a file for each article; name a folder"),
        (("a.csv", "--format", "jsonl"), 2, "a.csv: the suffix says csv, the format is jsonl; make them the same"),
        (("a.parquet", "--since-export"), 2, "a.parquet: --since-export adds files to a folder; name a folder"),
        (("a.parquet", "--partition"), 2, "a.parquet: --partition makes folders; name a folder"),
        (("a.csv", "--names", "schema.org"), 2, "belong to jsonl"),
        (("a.csv", "--partition"), 2, "belong to parquet"),
        (("-", "--format", "parquet"), 2, "standard output takes jsonl and csv"),
        (("newsmill.db", "--format", "csv", "--since-export"), 1, "is a file; --since-export adds files to a folder"),
        (("newsmill.db", "--format", "tei"), 1, "newsmill.db: is a file; name a folder"),
        (("nowhere/a.csv",), 1, "nowhere/a.csv: cannot be written (No such file or directory)"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    newsmill: Newsmill, arguments: tuple[str, ...], status: int, line: str
) -> None:
    """Wrong usage ends with 2, a place that cannot be written with 1; the line says what to do, and nothing is left."""
    before = _files()
    result = newsmill("export", *arguments)
    assert result.exit_code == status and line in result.stderr
    assert status == 2 or result.stderr.count("\n") == 1
    assert _files() == before


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_reader_that_has_enough_ends_it_quietly(form: str) -> None:
    """Where the pipe is closed, as `head` does, nothing is said, and the status is that of every command then."""
    command = [sys.executable, "-P", "-m", "newsmill", "export", "-", "--format", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (1, b"")


@pytest.mark.usefixtures("library")
def test_nothing_to_export_says_why(newsmill: Newsmill) -> None:
    """An outlet that is not there is named beside those that are; `www.` makes no difference."""
    result = newsmill("export", "a.csv", "--source", "riverpos.example")
    assert "no articles of an outlet 'riverpos.example'; there are b.example, riverpost.example\n" in result.stderr
    assert _export(newsmill, "a.csv", "--source", "WWW.riverpost.example") == "newsmill: 2 articles in a.csv\n"


def test_python_face_on_both_databases(library: Store, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """`newsmill.open` takes a path or a URL; PostgreSQL gives the same table as SQLite."""
    pytest.importorskip("pyarrow")
    import newsmill

    with newsmill.open("newsmill.db") as ours:
        table = ours.articles().to_arrow()
        assert [row.id for row in ours.articles(copies=False)] == [1, 3]
        assert table.num_rows == sum(batch.num_rows for batch in ours.articles().to_batches()) == 3
        assert ours.search("sandbank", copies=False)[0].row.id == 1
        assert (len(ours.duplicates(kind="exact")), ours.duplicates(kind="rewrite")) == (1, [])
        assert len(ours.clusters()) == 1
    url = request.getfixturevalue("postgresql")
    with open_store(url, archive=tmp_path / "archive") as store:
        for row in sorted(library.articles(), key=lambda row: row.id):
            meta = row.article.metadata
            values: dict[str, Any] = {
                "published_at": meta.published_at,
                "language": meta.language,
                "authors": meta.authors,
            }
            tell(store, row.article.text, row.url, title=meta.title, tags=meta.tags, **values)
        with newsmill.open(url) as theirs:
            again = theirs.articles().to_arrow()
    ours_only = ["created_at", "changed_at", "text", "title"]
    assert again.schema == table.schema
    assert again.drop_columns(ours_only).to_pylist() == table.drop_columns(ours_only).to_pylist()


def test_facts_have_one_order(newsmill: Newsmill, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Where the fields were read is told in one order on both databases, whatever order they keep."""
    url = request.getfixturevalue("postgresql")
    evidence = {"authors": "rel=author", "title": "h1", "published_at": "time"}
    meta: dict[str, Any] = {"authors": ("Ada Brook",), "published_at": date(2026, 3, 1), "evidence": evidence}
    shown = []
    for db in ("sqlite:///facts.db", url):
        with open_store(db, archive=tmp_path / "facts") as store:
            tell(store, STORIES["ferry-1"], "https://riverpost.example/1", title="Aground", **meta)
        shown.append(newsmill("articles", "show", "1", "--evidence", "--db", db).stdout.splitlines()[:3])
    assert shown[0] == shown[1]
    assert [line.split("\t")[0] for line in shown[0]] == ["title", "authors", "published_at"]


def test_blocks_of_every_kind_are_tei(library: Store) -> None:
    """Lists, quotations, headings, tables and code have their elements."""
    row = next(iter(library.articles()))
    blocks = tuple(Block(index=index, text=f"{kind}", kind=kind) for index, kind in enumerate(Kind))
    article = dataclasses.replace(row.article, blocks=blocks)
    root = ET.fromstring(as_tei(dataclasses.replace(row, article=article)))
    body = root.find(f"{TEI}text/{TEI}body")
    assert body is not None
    assert "".join(body.itertext()).split() == [str(kind) for kind in Kind]
    assert {element.tag.removeprefix(TEI) for element in body} == {"p", "list", "quote", "table"}
