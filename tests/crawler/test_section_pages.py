"""Which links of a section page lead to articles."""

from crawler.discovery.pages import article_links

HOME = "https://news.example/"


def page_of(links: str) -> list[str]:
    """The paths of the article links of a section page."""
    return [url.removeprefix(HOME) for url in article_links(f"<html>{links}</html>".encode(), HOME + "town")]


def test_articles_without_telling_addresses_are_learned() -> None:
    """Links of one shape whose anchors read like headlines are articles, though nothing in the address says so."""
    heads = "".join(f"<h2><a href='/s/x{n}f'>Ferry sails again after long repairs</a></h2>" for n in "abcd")
    menu = "".join(f"<a href='/{name}'>{name}</a>" for name in ("sport", "town", "money", "about"))
    assert page_of(f"<nav>{menu}</nav>{heads}<a href='/s/xef'><img></a>") == [
        "s/xaf",
        "s/xbf",
        "s/xcf",
        "s/xdf",
        "s/xef",
    ]


def test_headlines_without_spaces() -> None:
    """In scripts without spaces between words a headline is told by its letters."""
    heads = "".join(f"<a href='/k/{n}'>港口渡轮维修后周一恢复通航</a>" for n in "abc")
    assert page_of(heads) == ["k/a", "k/b", "k/c"]


def test_navigation_is_no_list_of_articles() -> None:
    """Links of one shape that stand in navigation or a footer, or have short anchors, are no articles."""
    long = "".join(f"<a href='/help/{n}'>How we handle your personal data</a>" for n in "abc")
    short = "".join(f"<a href='/topic/{n}'>Harbour</a>" for n in "abc")
    assert page_of(f"<footer>{long}</footer>{short}") == []
