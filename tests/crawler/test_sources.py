"""The source files: what they may say, and what is said of those that cannot be used."""

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.discovery.addresses import full
from crawler.errors import SourceError
from crawler.sources import Source, load_source, load_sources

SEEDS = Path(__file__).parents[2] / "seeds"
GOOD = 'name = "Example"\nurl = "https://www.news.example/"\n'


def write(folder: Path, text: str, name: str = "news.example.toml") -> Path:
    """Put a source file into a folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_full_file(tmp_path: Path) -> None:
    """A file may name feeds relative to its url, patterns, a delay and an interval; the host loses its www."""
    path = write(tmp_path, GOOD + 'feeds = ["/rss.xml"]\ndelay = 2.5\ninterval = "90m"\ndeny = ["/tag/"]\n')
    source = load_source(path)
    assert source.host == "news.example"
    assert source.absolute(source.feeds) == ["https://www.news.example/rss.xml"]
    assert (source.delay, source.interval) == (2.5, timedelta(minutes=90))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (GOOD + "feedz = []\n", ["unknown key 'feedz'", "did you mean 'feeds'"]),
        (GOOD + "colour = 1\n", ["unknown key 'colour'", "known keys: name, url"]),
        ('url = "https://news.example/"\n', ["the key 'name' is missing", "add it"]),
        (GOOD + 'deny = ["("]\n', ["deny", "'('", "no regular expression", "correct it"]),
        (GOOD + 'archives = ["/archive/{date}"]\n', ["archives", "needs {year}", "correct it"]),
        (GOOD + 'interval = "soon"\n', ["interval", "'soon'", "'30m'"]),
        (GOOD + "delay = -1\n", ["delay", "greater than or equal to 0"]),
        ('name = "E"\nurl = "ftp://news.example/"\n', ["url", "no http or https address"]),
        ('name = "E"\nurl = "https://other.example/"\n', ["rename the file to other.example.toml"]),
        ("name = \n", ["no TOML", "correct it"]),
    ],
)
def test_bad_file_is_one_line(tmp_path: Path, text: str, parts: list[str]) -> None:
    """A file that cannot be used is one line that names the file, the key and what to do."""
    path = write(tmp_path, text)
    with pytest.raises(SourceError) as caught:
        load_source(path)
    message = str(caught.value)
    assert "\n" not in message
    for part in [str(path), *parts]:
        assert part in message


def test_bad_file_does_not_lose_the_others(tmp_path: Path) -> None:
    """With `on_error` the files that can be used are loaded, and the error of the other one is handed over."""
    write(tmp_path, "feedz = 1\n", "a.example.toml")
    write(tmp_path, GOOD)
    errors: list[SourceError] = []
    assert [source.host for source in load_sources(tmp_path, errors.append)] == ["news.example"]
    assert ["a.example.toml" in str(error) for error in errors] == [True]
    with pytest.raises(SourceError, match=r"a\.example\.toml"):
        load_sources(tmp_path)


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is an error that names it."""
    with pytest.raises(SourceError, match="no such folder"):
        load_sources(tmp_path / "nowhere")


def test_starter_files_load() -> None:
    """Every source file of the repository can be used and says that it was not verified."""
    sources = load_sources(SEEDS)
    hosts = {source.host for source in sources}
    assert len(sources) >= 60
    assert len({language for source in sources for language in source.languages}) >= 15
    assert {"nknews.org", "united24media.com", "en.yna.co.kr", "euractiv.com"} <= hosts
    for path in SEEDS.glob("*.toml"):
        assert "Not verified" in path.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("url", "full", "delay"),
    [
        ("news.example", "https://news.example", None),
        ("http://127.0.0.1:8047/", "http://127.0.0.1:8047/", 0),
        ("http://localhost:1/", "http://localhost:1/", 0),
    ],
)
def test_source_from_an_address(url: str, full: str, delay: float | None) -> None:
    """An address without a scheme is https; loopback needs no delay."""
    source = Source.from_url(url)
    assert (source.url, source.delay) == (full, delay)


def test_source_from_no_address() -> None:
    """What is no web address is refused with an example of one."""
    with pytest.raises(SourceError, match=r"https://news\.example/"):
        Source.from_url("ftp://news.example/")


def test_wants() -> None:
    """An article's address is on the outlet's host or below it, matches `allow` and does not match `deny`."""
    source = Source(name="E", url="https://www.news.example/", allow=("/2025/",), deny=("/video/",))
    assert source.wants("https://news.example/2025/a")
    assert source.wants("https://blog.news.example/2025/a")
    assert not source.wants("https://evilnews.example/2025/a")
    assert not source.wants("https://news.example/2024/a")
    assert not source.wants("https://news.example/2025/video/a")


@pytest.mark.parametrize("name", ["bücher.example", "xn--bcher-kva.example"])
def test_an_outlet_may_have_an_international_host(tmp_path: Path, name: str) -> None:
    """Its file may be named and written in either spelling; articles are its own in both."""
    (tmp_path / f"{name}.toml").write_text(f'name = "B"\nurl = "https://www.{name}/"\n', encoding="utf-8")
    source = load_source(tmp_path / f"{name}.toml")
    assert source.host == "xn--bcher-kva.example"
    links = [full(f"https://{host}/1", source.url) or "" for host in ("bücher.example", "www.xn--bcher-kva.example")]
    assert all(source.wants(link) for link in links)
    assert Source.from_url("bücher.example").host == source.host
