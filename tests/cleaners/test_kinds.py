"""Verdicts on whole pages, in several languages: article, teaser, or why a page is none; and what never becomes metadata."""

import json
from datetime import UTC, datetime

import pytest

from cleaners import Article, Metadata, Page, Paywall, Rejected, Rules, Why, clean, load_rules

FETCHED = datetime(2025, 11, 20, 12, tzinfo=UTC)
EN = (
    "The harbour board met on Tuesday and agreed to mend the north pier before the winter storms arrive, after two years "
    "of argument about who should pay for the stone.",
    "Engineers found in the spring that the outer wall had moved by eleven centimetres since 2019, and that three of the "
    "iron ladders no longer reach the water at low tide.",
    "“We could have waited another year, but the sea would not have,” said the board's chair, who has fished from the pier "
    "since she was a child.",
    "Work begins on the second of December and is to be done by March, during which time the ferry will leave from the fish "
    "quay instead of its usual berth.",
    "The town pays a third of the cost, the county a third, and the rest comes from the fees of the marina, which rise by "
    "four per cent in the new year.",
    "A model of the finished pier stands in the library until the end of the month, and the board answers questions there "
    "every Saturday morning from ten.",
)
DE = (
    "Der Hafenrat hat am Dienstag beschlossen, die Nordmole noch vor den Winterstürmen zu reparieren, nachdem zwei Jahre "
    "lang darüber gestritten worden war, wer den Stein bezahlt.",
    "Fachleute hatten im Frühjahr festgestellt, dass sich die Außenmauer seit 2019 um elf Zentimeter verschoben hat und "
    "drei eiserne Leitern bei Ebbe nicht mehr bis zum Wasser reichen.",
)
FR = (
    "Le conseil du port a décidé mardi de réparer la jetée nord avant les tempêtes de l'hiver, après deux années de "
    "disputes pour savoir qui paierait la pierre.",
    "Au printemps, des ingénieurs avaient constaté que le mur extérieur s'était déplacé de onze centimètres depuis 2019 et "
    "que trois échelles n'atteignaient plus l'eau à marée basse.",
)
RU = (
    "Портовый совет во вторник решил отремонтировать северный пирс до зимних штормов, после двух лет споров о том, кто "
    "заплатит за камень.",
)
TITLE = "Pier to be mended"


@pytest.fixture(scope="module")
def rules() -> Rules:
    """The rules of the package."""
    return load_rules()


def paragraphs(texts: tuple[str, ...], after: str = "") -> str:
    """An article of these paragraphs, and what follows them in it."""
    return f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in texts)}{after}</article>"


def data(**fields: object) -> str:
    """JSON-LD of the article."""
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def page(body: str, head: str = "", language: str = "en", path: str = "news/2025/pier-to-be-mended-in-winter") -> Page:
    """A page of an outlet that does not exist."""
    html = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return Page(
        body=html.encode(),
        url=f"https://www.harbourledger.example/{path}",
        content_type="text/html; charset=utf-8",
        fetched_at=FETCHED,
    )


@pytest.mark.parametrize(
    ("verdict", "body", "head", "language"),
    [
        pytest.param(Paywall.UNKNOWN, paragraphs(EN * 2), data(isAccessibleForFree=False), "en", id="data wrong"),
        pytest.param(
            Paywall.NONE,
            paragraphs(EN * 2, "<p>Subscribe now to support our journalism.</p>"),
            data(),
            "en",
            id="offer",
        ),
        pytest.param(
            Paywall.NONE,
            paragraphs(EN[:3], "<p>Subscribe to continue reading</p>"),
            data(isAccessibleForFree=True),
            "en",
            id="stated free",
        ),
        pytest.param(
            Paywall.TEASER,
            paragraphs(EN[:2], "<h3>Subscribe to continue reading</h3><p>Already a subscriber? Sign in</p>"),
            data(isAccessibleForFree="False"),
            "en",
            id="prompt at the cut",
        ),
        pytest.param(
            Paywall.TEASER,
            paragraphs((*EN[:2], EN[4][:80] + "..."), "<p>Subscribe to read the full story</p>"),
            data(),
            "en",
            id="cut mark",
        ),
        pytest.param(
            Paywall.TEASER,
            paragraphs(DE, "<p>Weiterlesen mit dem Digital-Abo</p><p>Jetzt 4 Wochen für 1 Euro testen</p>"),
            "",
            "de",
            id="German",
        ),
        pytest.param(
            Paywall.TEASER,
            paragraphs(FR, "<p>Il vous reste 78 % de cet article à lire. La suite est réservée aux abonnés.</p>"),
            "",
            "fr",
            id="French",
        ),
        pytest.param(
            Paywall.TEASER, paragraphs(RU, "<p>Полный текст доступен только подписчикам</p>"), "", "ru", id="Russian"
        ),
    ],
)
def test_teasers_need_evidence_in_the_page(verdict: Paywall, body: str, head: str, language: str, rules: Rules) -> None:
    """The verdict on the paywall goes by the page's data, its prompts and where it is cut, and lists the evidence."""
    article = clean(page(body, head, language), rules)
    assert isinstance(article, Article)
    assert article.paywall is verdict
    assert bool(article.paywall_evidence)
    assert not any(word in article.text for word in ("ubscri", "Abo", "abonnés", "подписчик"))


CONSENT_DE = (
    "<h1>Willkommen</h1><p>Wir und unsere 214 Partner verarbeiten personenbezogene Daten, wie Ihre IP-Adresse, mithilfe von "
    "Cookies, um Inhalte anzupassen und Zugriffe zu messen.</p><p>Sie können Ihre Einwilligung jederzeit in den "
    "Datenschutz-Einstellungen widerrufen.</p><button>Alle akzeptieren</button><button>Einstellungen</button>"
)
CONSENT_FR = (
    "<p>Nous et nos 150 partenaires utilisons des cookies pour stocker des données personnelles et mesurer l'audience de "
    "nos contenus.</p><p>Vous pouvez retirer votre consentement à tout moment.</p><button>Tout accepter</button>"
)
TEASERS = "".join(
    f"<article><h2><a href='/news/2025/story-{n}-of-the-day-at-sea'>Story {n} of the day at the harbour</a></h2>"
    f"<p>{EN[n % 6][:90]}…</p></article>"
    for n in range(24)
)


@pytest.mark.parametrize(
    ("why", "made"),
    [
        (Why.CONSENT_WALL, page(CONSENT_DE, "<title>Hafenbote</title>", "de")),
        (Why.CONSENT_WALL, page(CONSENT_FR, "<title>Le Phare</title>", "fr")),
        (Why.ERROR_PAGE, page("<h1>Página no encontrada</h1><p>La página que busca ya no existe.</p>", "", "es")),
        (
            Why.ERROR_PAGE,
            page("<h1>ページが見つかりません</h1><p>移動または削除された可能性があります。</p>", "", "ja"),
        ),
        (Why.ERROR_PAGE, page("<h1>404</h1><p>Pagina non trovata</p>", "<title>404 | Il Molo</title>", "it")),
        (Why.VIDEO, page("<h1>Watch: pier repairs</h1><video src=a.mp4></video><p>Duration 2:31</p>")),
        (Why.SHELL, page("<div id=root></div><noscript>You need to enable JavaScript.</noscript><script></script>")),
        (Why.SHELL, page("<div id=__next></div><noscript>Włącz JavaScript.</noscript><script></script>", "", "pl")),
        (Why.LISTING, page(f"<h1>Harbour news</h1>{TEASERS}", "<title>Harbour news</title>", path="news/")),
    ],
    ids=lambda value: str(value) if isinstance(value, Why) else "",
)
def test_what_is_no_article_is_refused(why: Why, made: Page, rules: Rules) -> None:
    """Consent walls, error pages sent as 200, videos, empty shells and listings are refused by their name."""
    result = clean(made, rules)
    assert isinstance(result, Rejected)
    assert (result.why, bool(result.detail)) == (why, True)


def metadata(rules: Rules, head: str = "", before: str = "") -> Metadata:
    """What is read from a page with this head, and this between headline and text."""
    article = clean(page(paragraphs(EN).replace("</h1>", f"</h1>{before}"), head), rules)
    assert isinstance(article, Article)
    return article.metadata


@pytest.mark.parametrize(
    ("head", "before"),
    [
        (data(datePublished="2027-01-01T00:00:00Z", dateModified="2027-01-02T00:00:00Z"), ""),
        ("<meta property='article:published_time' content='2026-05-01T10:00:00Z'>", ""),
        (data(datePublished="9999-12-31T23:59:59-12:00"), "<p>23:59</p>"),
        ("", "<time datetime='2026-12-24T18:00:00Z'>24 December 2026</time>"),
        ("", "<p>24 December 2026</p>"),
    ],
)
def test_no_date_lies_in_the_future(head: str, before: str, rules: Rules) -> None:
    """A date after the fetching is not taken, wherever it stands."""
    found = metadata(rules, head, before)
    assert (found.published_at, found.modified_at) == (None, None)


def test_a_date_of_the_past_is_taken_instead(rules: Rules) -> None:
    """Where the page's data is of the future, the date that it shows counts."""
    shown = "<time datetime='2025-11-18T18:00:00Z'>18 November 2025</time>"
    found = metadata(rules, data(datePublished="2027-01-01T00:00:00Z"), shown)
    assert found.published_at == datetime(2025, 11, 18, 18, tzinfo=UTC)


def named(name: str) -> str:
    """JSON-LD with an author of that name."""
    return data(author={"@type": "Person", "name": name})


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("", "<p class=byline><a rel=author href=/author/x>View all posts by</a></p>"),
        ("", "<p class=author-link><a href=/author/x>More posts by this author</a></p>"),
        ("", "<p class=byline>3 min read</p>"),
        ("", "<p class=byline>Share by email</p>"),
        ("", "<p class=byline>Follow us on Facebook</p>"),
        ("", "<p class=byline>Photo: Ada Quill / Reuters</p>"),
        ("<meta property='og:site_name' content='Harbour Ledger'><meta name=author content='Harbour Ledger'>", ""),
        ("<meta name=author content='@adaquill'>", ""),
        ("<meta property='article:author' content='https://social.example/ada'>", ""),
        *((named(name), "") for name in ("admin", "null", "Unknown Author", "unknown", "ada@harbour.example")),
    ],
)
def test_what_is_nobody_is_no_author(head: str, before: str, rules: Rules) -> None:
    """Prompts, accounts, handles, addresses, credits and the site in a meta element are no authors."""
    assert metadata(rules, head, before).authors == ()


@pytest.mark.parametrize(
    ("before", "authors"),
    [
        ("<p class=byline>By Ada Quill, Senior Harbour Correspondent</p>", ("Ada Quill",)),
        ("<p class=byline>By Reuters</p>", ("Reuters",)),
        ("<p>By Ada Quill and Noel Brook</p>", ("Ada Quill", "Noel Brook")),
    ],
)
def test_people_and_agencies_are_authors(before: str, authors: tuple[str, ...], rules: Rules) -> None:
    """A byline gives people without their titles, and agencies by their names."""
    assert metadata(rules, "", before).authors == authors
