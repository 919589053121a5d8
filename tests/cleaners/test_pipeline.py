"""The whole of cleaning: laws that hold for every page."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaners import Article, Page, Reason, Rejected, Rules, clean, load_rules
from cleaners.html.blocks import spans
from cleaners.html.parse import parse

PARAGRAPH = "The ferry left the quay at seven, {n} minutes late, and the crew said that the tide had been against them all night."
BODY = "".join(f"<p>{PARAGRAPH.format(n=n)}</p>" for n in range(8))
PAGE = f"""<html lang="en"><head><title>Ferry late again | Harbour Ledger</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry late again</h1>{BODY}
<figure><img src="f.jpg"><figcaption>The ferry at the quay. Photo: A. Painter</figcaption></figure></article>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Another ferry</a></ul></aside>
<footer>© Harbour Ledger</footer></body></html>"""


@pytest.fixture(scope="module", name="rules")
def _rules() -> Rules:
    return load_rules()


def _clean(html: str, rules: Rules) -> Article | Rejected:
    return clean(Page(body=html.encode(), content_type="text/html", fetched_at=datetime(2026, 1, 1, tzinfo=UTC)), rules)


def test_body_is_kept_and_the_rest_has_a_reason(rules: Rules) -> None:
    """The paragraphs are the text; headline, caption, navigation, related links and footer go, each by its name."""
    article = _clean(PAGE, rules)
    assert isinstance(article, Article)
    assert article.text.count("The ferry left the quay") == 8
    assert len(article.blocks) == 8
    reasons = {removal.block.text: removal.reason for removal in article.removals}
    assert reasons["Ferry late again"] is Reason.TITLE
    assert reasons["The ferry at the quay. Photo: A. Painter"] is Reason.CAPTION
    assert reasons["Home News"] is Reason.NAVIGATION
    assert reasons["Another ferry"] is Reason.RELATED
    assert reasons["© Harbour Ledger"] is Reason.FOOTER
    assert all(removal.rule for removal in article.removals)


_fragment = st.sampled_from(
    [
        "<p>" + PARAGRAPH.format(n=3) + "</p>",
        "<p>Short one.</p>",
        "<ul><li><a href='/x'>A link in a list</a></ul>",
        "<div>Loose text<br>and more of it</div>",
        "<aside>Read more: something else</aside>",
        "<h2>A heading</h2>",
        "<table><tr><td>1<td>2</table>",
        "<p hidden>Not shown</p>",
        "<blockquote>“Words of somebody else,” said somebody.</blockquote>",
        "<script>var a = 1;</script>",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_fragment, min_size=1, max_size=14))
def test_conservation_and_determinism(rules: Rules, fragments: list[str]) -> None:
    """Kept and removed blocks together are the page's blocks, each once, in order; a second run says the same."""
    html = f"<html><body><main>{''.join(fragments)}</main></body></html>"
    article = _clean(html, rules)
    assert article == _clean(html, rules)
    if isinstance(article, Rejected):
        return
    blocks = sorted([*article.blocks, *(removal.block for removal in article.removals)], key=lambda block: block.index)
    assert [block.index for block in blocks] == list(range(len(blocks)))
    tree = parse(html)
    assert tree is not None
    assert [block.text for block in blocks] == [span.text for span in spans(tree)]


def test_empty_page_is_refused_with_its_reason(rules: Rules) -> None:
    """Bytes without content are an expected fate, not an error."""
    result = _clean("   ", rules)
    assert isinstance(result, Rejected)
    assert result.why == "empty"
