"""A teaser is told by where its text ends and what stands there."""

import pytest
from lxml import html

from cleaners import Article, clean, load_rules
from cleaners.html.elements import Elements
from cleaners.html.metadata.signals import gather
from cleaners.html.paywall import locked
from cleaners.types import Block, Kind, Metadata, Page, Paywall, Reason, Removal
from cleaners.verdicts import paywall

SENTENCE = "The ferry left the quay at seven, and the crew said that the tide had been against them all night."
LONG, BRIEF = 60, 4
OFFER = "Read on with a subscription to the Harbour Ledger"


def _judge(
    sentences: int,
    after: list[tuple[str, Reason, str]],
    *,
    end: tuple[str, Kind] = (SENTENCE, Kind.PARAGRAPH),
    rule: str = "phrases.en/subscribe",
    free: bool | None = None,
) -> Paywall:
    """The verdict on a text of so many sentences and its end, where `after` (text, reason, path) follows."""
    texts = [*[(SENTENCE, Kind.PARAGRAPH)] * sentences, end]
    kept = [Block(index=n, text=text, kind=kind) for n, (text, kind) in enumerate(texts)]
    removals = [
        Removal(block=Block(index=n, text=text, path=path), reason=reason, rule=rule)
        for n, (text, reason, path) in enumerate(after, len(kept))
    ]
    return paywall(kept, removals, Metadata(is_accessible_for_free=free))[0]


def _offer(text: str = OFFER, path: str = "/html/body/main/div[2]") -> tuple[str, Reason, str]:
    return text, Reason.PAYWALL, path


def test_a_short_text_at_an_offer_is_a_teaser() -> None:
    """A whole article may have the offer as well, and a short one may have none."""
    assert _judge(BRIEF, [_offer()]) is Paywall.TEASER
    assert _judge(LONG, [_offer()]) is Paywall.NONE
    assert _judge(BRIEF, []) is Paywall.NONE
    assert _judge(BRIEF, [_offer()], free=True) is Paywall.NONE


@pytest.mark.parametrize(
    "offer",
    [
        _offer("Abo"),
        _offer("Subscribe now"),
        _offer(path="/html/body/footer[1]/ul/li[1]"),
        _offer(path="/html/body/nav[2]/ul/li[1]"),
    ],
)
def test_links_in_menus_are_no_offers(offer: tuple[str, Reason, str]) -> None:
    """What has two words, or stands in a footer or a menu, is on every page of an outlet."""
    assert _judge(BRIEF, [offer]) is Paywall.NONE


def test_hidden_blocks_do_not_part_text_and_offer() -> None:
    """The way to the offer is that of a reader, who does not see what is hidden."""
    hidden = [("Forgot your password?", Reason.HIDDEN, "")] * 12
    assert _judge(BRIEF, [*hidden, _offer()]) is Paywall.TEASER
    assert _judge(BRIEF, [("Share", Reason.SHARE, "")] * 12 + [_offer()]) is Paywall.NONE


@pytest.mark.parametrize(
    ("end", "kind", "verdict"),
    [
        ("What the crew demands", Kind.HEADING, Paywall.TEASER),
        (SENTENCE + " Nobody on the quay had been told, and the harbour mas", Kind.PARAGRAPH, Paywall.TEASER),
        (SENTENCE + " Nobody on the quay had been told...", Kind.PARAGRAPH, Paywall.TEASER),
        ("Follow the harbour on the usual channels", Kind.PARAGRAPH, Paywall.NONE),
        ("Tickets at the quay", Kind.ITEM, Paywall.NONE),
        (SENTENCE, Kind.PARAGRAPH, Paywall.NONE),
    ],
)
def test_a_text_that_breaks_off_at_an_offer(end: str, kind: Kind, verdict: Paywall) -> None:
    """A heading without a text, or half a sentence, right above an offer is a teaser of any length."""
    assert _judge(LONG, [_offer()], end=(end, kind)) is verdict


def test_a_long_text_wants_a_sure_offer_right_below() -> None:
    """Further down it may be for anything, and boxes for newsletters have such classes."""
    end = ("What the crew demands", Kind.HEADING)
    share = ("Share this", Reason.SHARE, "")
    assert _judge(LONG, [share, share, _offer()], end=end) is Paywall.TEASER
    assert _judge(LONG, [share, share, share, _offer()], end=end) is Paywall.NONE
    assert _judge(LONG, [_offer()], end=end, rule="generic/class-paywall") is Paywall.NONE


def test_a_heading_that_lost_its_text_breaks_a_text_off() -> None:
    """It is none of the body's, and shows that there was more."""
    kept = [Block(index=n, text=SENTENCE) for n in range(LONG)]
    offer = Removal(block=Block(index=LONG + 1, text=OFFER), reason=Reason.PAYWALL, rule="phrases.en/subscribe")
    for rule, verdict in (("generic/dangling", Paywall.TEASER), ("generic/links", Paywall.NONE)):
        heading = Removal(block=Block(index=LONG, text="What the crew demands"), reason=Reason.RELATED, rule=rule)
        assert paywall(kept, [heading, offer], Metadata())[0] is verdict


@pytest.mark.parametrize(
    ("body", "marks"),
    [
        ("<article class='post has-paywall'><h1>Ferry</h1></article>", ("class: article.has-paywall",)),
        ("<h1>Ferry</h1><main class='is_locked'><p>Text</p></main>", ("class: main.is_locked",)),
        ("<h1>Ferry</h1><div itemprop='articleBody' class='premium-locked'></div>", ("class: div.premium-locked",)),
        ("<article><h1>Ferry</h1></article><article class='paywalled'></article>", ()),
        ("<article class='no-paywall'><h1>Ferry</h1></article>", ()),
    ],
)
def test_classes_of_the_article_speak_of_a_paywall(body: str, marks: tuple[str, ...]) -> None:
    """Those of other articles in a list do not."""
    assert locked(gather(Elements(html.document_fromstring(f"<body>{body}</body>")))) == marks


def test_the_class_is_in_the_evidence_of_a_page() -> None:
    """The reader of pages hands it on."""
    page = f"<body><article class='has-paywall'><h1>Ferry late again</h1>{f'<p>{SENTENCE}</p>' * 8}</article></body>"
    article = clean(Page(body=page.encode(), content_type="text/html"), load_rules())
    assert isinstance(article, Article)
    assert (article.paywall, article.paywall_evidence) == (Paywall.NONE, ("class: article.has-paywall",))


def test_a_class_alone_is_no_teaser() -> None:
    """It is evidence, and no more: the same class stands at articles that were served whole."""
    kept = [Block(index=0, text=SENTENCE)]
    assert paywall(kept, [], Metadata(), ("class: article.has-paywall",)) == (
        Paywall.NONE,
        ("class: article.has-paywall",),
    )
