"""The four documents that people saved, and the ones of the same shapes that come with the project."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cleaners import Article, clean, load_rules
from cleaners.types import Page, Paywall, Reason

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("NEWSMILL_SHARED", ROOT.parent / "shared")) / "seeds"
SAMPLES = Path(__file__).parent / "samples"
RULES = load_rules()


def cleaned(path: Path) -> Article:
    """The article in a text file."""
    article = clean(Page(body=path.read_bytes(), content_type="text/plain"), RULES)
    assert isinstance(article, Article)
    return article


def shown(article: Article, name: str) -> dict[str, Any]:
    """The fields that expected.jsonl names."""
    facts = article.metadata
    return {
        "id": name,
        "title": facts.title,
        "description": facts.description,
        "authors": list(facts.authors),
        "published_at": facts.published_at.isoformat() if facts.published_at else None,
        "section": facts.section,
        "site_name": facts.site_name,
        "language": facts.language,
        "paywall": article.paywall.value,
        "text": article.text,
    }


def test_the_four_documents() -> None:
    """The four saved documents come out word for word, nulls included."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here: the documents are not part of the project")
    rows = [json.loads(line) for line in (SHARED / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        assert shown(cleaned(SHARED / f"{row['id']}.txt"), row["id"]) == row


@pytest.mark.parametrize(("name", "broken"), [("harbour-ferry", "Dr. Lena Okafor")])
def test_sentences_a_line(name: str, broken: str) -> None:
    """Of a clean text with a sentence a line nothing is removed, and a sentence broken after a title is joined."""
    article = cleaned(SAMPLES / f"{name}.txt")
    assert article.removals == ()
    assert broken in article.text
    assert (article.metadata.title, article.metadata.published_at) == (None, None)


def test_magazine_page() -> None:
    """Category, reading time, author box and doubled caption go, each with its reason; a day in the story is no date."""
    article = cleaned(SAMPLES / "reservoir.txt")
    facts = article.metadata
    assert facts.title == "Engineers Lower Reservoir by Three Metres to Save Rare Mussels"
    assert (facts.section, facts.authors, facts.published_at) == ("Environment", ("Tomas Brandvik",), None)
    assert len(article.blocks) == 6
    reasons = {removal.block.path: removal.reason for removal in article.removals}
    assert reasons["line[10]"] is Reason.CAPTION
    assert reasons["line[25]"] is Reason.RELATED


def test_paywalled_page() -> None:
    """Two paragraphs before a subscription box are a teaser, with its evidence; the fields are found around them."""
    article = cleaned(SAMPLES / "salt-road.txt")
    facts = article.metadata
    assert facts.title == "Old salt road reopens, and three villages argue over the toll"
    assert facts.description == "Economists say a shared till could end a quarrel that is older than the railway"
    assert (facts.section, facts.site_name, facts.authors) == ("Analysis", "Upland Gazette", ("Ilse Marenka",))
    assert str(facts.published_at) == "2025-10-08"
    assert len(article.blocks) == 2
    assert article.paywall is Paywall.TEASER
    assert any("unlimited access" in line.lower() for line in article.paywall_evidence)
