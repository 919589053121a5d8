"""Pages that are no article come back with the reason; pages that look a little like them do not."""

import pytest

from cleaners import Article, Page, Rejected, Rules, clean, load_rules
from cleaners.html.blocks import spans
from cleaners.html.metadata import read_facts, read_metadata
from cleaners.html.parse import parse
from cleaners.refusals.address import NAMES as ADDRESS
from cleaners.refusals.address import address, split
from cleaners.refusals.signals import NAMES, page_signals
from cleaners.types import Why

TEXT = (
    "The harbour board met on Tuesday to settle the matter of the winter timetable, which has kept the island's traders busy. "
    "Members heard from the pilots, from two shopkeepers and from the school, and voted for one more crossing in the evening."
)
STORY = "".join(f"<p>{n} weeks ago nobody thought of it. {TEXT}</p>" for n in range(2, 9))
ARTICLE = f"""<html lang="en"><head><title>One more evening ferry from March | Harbour Ledger</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2025-02-04T08:00:00Z">
</head><body><nav><a href="/">Home</a></nav><main><article><h1>One more evening ferry from March</h1>
<p class="byline">By Ada Quill</p>{STORY}</article></main><footer>Harbour Ledger</footer></body></html>"""
TEASERS = "".join(
    f'<article class="card"><a href="/news/story-number-{n}-about-the-harbour"><img src="{n}.jpg"></a>'
    f'<h3><a href="/news/story-number-{n}-about-the-harbour">Harbour story number {n} and what came of it</a></h3>'
    f"<p>What the board said in week {n}.</p></article>"
    for n in range(30)
)
SECTION = f"""<html lang="en"><head><title>News | Harbour Ledger</title><meta property="og:type" content="website">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "CollectionPage", "name": "News"}}</script>
</head><body><nav><a href="/">Home</a></nav><main><h1>News</h1>{TEASERS}<a rel="next" href="/news/page/2">Load more</a></main>
</body></html>"""
GOODS = "".join(
    f'<li class="product"><a href="/collections/lamps/lamp-{n}">Ship lamp model {n}</a><span>€{n}9.00</span>'
    f"<span>({n} reviews)</span><button>Add to cart</button></li>"
    for n in range(1, 40)
)
SHOP = f"""<html lang="en"><head><title>Lamps | Harbour Shop</title></head><body><h1>Lamps</h1><div>Sort by</div>
<div>Filter</div><div>39 products</div><ul>{GOODS}</ul></body></html>"""


@pytest.fixture(scope="module", name="rules")
def _rules() -> Rules:
    return load_rules()


def _clean(html: str, rules: Rules, url: str = "", kind: str = "text/html") -> Article | Rejected:
    return clean(Page(body=html.encode(), url=url, content_type=f"{kind}; charset=utf-8"), rules)


def _why(html: str, rules: Rules, url: str = "") -> tuple[Why | None, str]:
    result = _clean(html, rules, url)
    return (result.why, result.detail) if isinstance(result, Rejected) else (None, "")


@pytest.mark.parametrize(
    "url", ["", "https://ledger.example/2025/02/04/one-more-evening-ferry-from-march", "https://ledger.example/"]
)
def test_article_is_taken_whatever_its_address(rules: Rules, url: str) -> None:
    """A page of running text with a date and an author is an article, even at the address of a home page."""
    assert isinstance(_clean(ARTICLE, rules, url), Article)


@pytest.mark.parametrize(
    ("html", "url"), [(SECTION, "https://ledger.example/news"), (SHOP, "https://shop.example/collections/lamps")]
)
def test_lists_of_stories_and_of_goods_are_listings(rules: Rules, html: str, url: str) -> None:
    """A section front and a shelf of a shop are refused, with what spoke for it in one line."""
    why, detail = _why(html, rules, url)
    assert why is Why.LISTING
    assert "sure; " in detail
    assert "\n" not in detail


def test_saved_text_is_never_a_listing(rules: Rules) -> None:
    """A saved text has none of the signals of HTML, so that it is not judged by them."""
    lines = "\n\n".join(f"{n} weeks ago nobody thought of it. {TEXT}" for n in range(5))
    assert isinstance(_clean(lines, rules, "https://ledger.example/news", "text/plain"), Article)


@pytest.mark.parametrize(
    "title",
    [
        "404", "Error 404 (Not Found)", "Page not found - Harbour Ledger",
        "Sorry, the page you are looking for cannot be found",
        "Access Denied", "Just a moment...", "Seite nicht gefunden | Hafenblatt", "Page introuvable – Le Port",
        "Página no encontrada", "Pagina non trovata", "Nie znaleziono strony", "Страница не найдена", "ページが見つかりません",
        "找不到页面", "الصفحة غير موجودة",
    ],
)  # fmt: skip
def test_error_pages_sent_as_200(rules: Rules, title: str) -> None:
    """A page whose title says that there is none is an error page, in any of the languages."""
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Try the home page or the search.</p></body></html>"
    why, detail = _why(html, rules)
    assert why is Why.ERROR_PAGE
    assert detail.startswith("it says “")


def test_error_page_whose_heading_is_a_joke(rules: Rules) -> None:
    """The title element says what the heading does not."""
    html = "<html><head><title>Page not found | Ledger</title></head><body><h1>Lost at sea</h1><p>Try again.</p></body></html>"
    assert _why(html, rules)[0] is Why.ERROR_PAGE


@pytest.mark.parametrize(
    "title",
    [
        "404 days at sea: what the crew learned",
        "The page that was not found for a century",
        "Why access is denied to many",
    ],
)
def test_articles_on_missing_things_are_articles(rules: Rules, title: str) -> None:
    """Words of an error page inside a longer title do not make one."""
    assert isinstance(_clean(ARTICLE.replace("One more evening ferry from March", title), rules), Article)


def test_consent_wall(rules: Rules) -> None:
    """A page that is a consent dialogue and nothing else is a consent wall, and says which choice it offers."""
    html = """<html lang="en"><head><title>Harbour Ledger</title></head><body><div class="wall"><h1>Before you go on</h1>
    <p>We and our 312 partners store and read cookies on your device and process personal data, such as your address on
    the net, in order to measure how the advertising is seen and to show you more of it.</p>
    <p>You can withdraw your consent at any time in the privacy settings at the foot of every page.</p>
    <button>Accept all</button><button>Reject all</button></div></body></html>"""
    why, detail = _why(html, rules)
    assert why is Why.CONSENT_WALL
    assert "Accept all" in detail


def test_article_with_a_consent_dialogue_is_an_article(rules: Rules) -> None:
    """A dialogue on top of an article does not make the page a wall."""
    dialogue = (
        "<div class='cookie-banner'><p>We use cookies and ask for your consent.</p><button>Accept all</button></div>"
    )
    assert isinstance(_clean(ARTICLE.replace("<nav>", dialogue + "<nav>"), rules), Article)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            '<noscript>Please enable JavaScript.</noscript><div id="root"></div><script src="a.js"></script>',
            Why.SHELL,
        ),
        ('<div id="__next"><p>Loading</p></div><script src="a.js"></script>', Why.SHELL),
        ('<div id="app"></div><script src="a.js"></script>', Why.SHELL),
        ('<h1>The ferry in the storm</h1><video src="v.mp4"></video><p>Watch it here.</p>', Why.VIDEO),
        ("<p>Back soon.</p>", Why.TOO_SHORT),
        ("", Why.EMPTY),
    ],
)
def test_pages_of_hardly_any_text(rules: Rules, body: str, why: Why) -> None:
    """A shell that waits for its scripts, a video, a stray line and nothing at all are told apart."""
    found, detail = _why(f"<html><head><title>Harbour Ledger</title></head><body>{body}</body></html>", rules)
    assert found is why
    assert detail


def test_signals_have_their_names_and_do_not_change_the_tree() -> None:
    """Every signal that the model knows is there, for a page with a URL and one without."""
    tree = parse(SECTION)
    assert tree is not None
    for url in ("", "https://ledger.example/news"):
        facts = read_facts(tree, url)
        signals = page_signals(tree, facts, read_metadata(tree, url, None, facts), [])
        assert set(NAMES) < set(signals)
        assert signals["ld_list"] == 1


@pytest.mark.parametrize("around", ["<header>", '<div class="has-main-nav">'])
def test_what_is_around_all_of_the_text_says_nothing(around: str) -> None:
    """A header that is never closed, or a class of the page's own element, takes no sentence from the page."""

    def sentences(html: str) -> float:
        tree = parse(html)
        assert tree is not None
        facts = read_facts(tree, "")
        return page_signals(tree, facts, read_metadata(tree, "", None, facts), list(spans(tree)))["sentences"]

    wrapped = ARTICLE.replace("<main>", f"{around}<main>")
    assert sentences(wrapped) == sentences(ARTICLE) > 0
    assert sentences(ARTICLE.replace(STORY, f"{STORY}{around}{STORY}")) == sentences(ARTICLE)


@pytest.mark.parametrize(
    ("url", "true", "false"),
    [
        ("https://a.example/", {"url_root"}, {"url_shelf"}),
        ("https://a.example/category/boats/page/2", {"url_shelf", "url_next"}, {"url_root", "url_shelf_last"}),
        ("https://a.example/2025/02/04/one-more-ferry.html", {"url_date", "url_file"}, {"url_shelf", "url_next"}),
        ("https://a.example/news/one-more-ferry-20250204", {"url_piece", "url_digits"}, {"url_shelf"}),
    ],
)
def test_what_an_address_says(url: str, true: set[str], false: set[str]) -> None:
    """Root, shelves, pages of a list, dates and files are told from the path."""
    signals = dict(zip(ADDRESS, address(split(url)), strict=True))
    assert {name for name in true if signals[name] != 1} == set()
    assert {name for name in false if signals[name] != 0} == set()


@pytest.mark.parametrize("url", ["", "file.html", "http://[", "ftp://a.example/x"])
def test_no_web_address_says_nothing(url: str) -> None:
    """What is no address on the web gives no signal, and no error."""
    assert split(url) is None
