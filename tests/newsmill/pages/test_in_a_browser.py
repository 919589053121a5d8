"""The pages in a real Chromium: nothing stored runs, nothing is loaded from elsewhere, axe finds nothing, keys do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from newsmill.config import Config
from newsmill.pages import mount
from newsmill.service.app import create_app
from newsmill.service.wiring import wired
from storage import open_store
from storage.service import tokens
from tests.newsmill.pages.conftest import Library, kinds, needs_browser, paths
from tests.newsmill.service.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

pytestmark = needs_browser
DESKTOP: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 390, "height": 844}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PATIENCE = 120_000
"""Milliseconds: the processes that clean and fetch start with the first page, and a machine may be busy."""


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A page in a context of its own, in which a dialog or an error of a script fails the test."""
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    yield opened
    context.close()
    assert troubles == []


def framed(page: "Page") -> "Frame":
    """The frame with the page as it came; it is loaded when a reader comes near."""
    held = page.wait_for_selector("iframe[name=page]", state="attached")
    frame = held.content_frame() if held else None
    assert frame is not None
    return frame


def test_nothing_stored_runs_or_loads(page: "Page", library: Library, site: str) -> None:
    """Hostile HTML, titles, links and metadata run on no page and in no frame, and no other host is reached, not even to
    connect."""
    seen: list[str] = []
    page.on("requestfinished", lambda request: seen.append(request.url))
    for path in (*paths(library.ids), *(f"/read/{library.ids['hostile']}/{what}" for what in ("page", "source"))):
        page.goto(site + path)
        for frame in page.frames:
            assert frame.evaluate("[window.ran, window.onload, document.querySelectorAll('[onclick]').length]") == [
                None,
                None,
                0,
            ]
        assert page.locator("a[href^='javascript' i]").count() == 0
    assert [url for url in seen if not url.startswith((site, "data:"))] == []
    assert library.asked == []


def test_the_frame_holds_even_where_the_page_was_not_disarmed(page: "Page", library: Library, site: str) -> None:
    """The bytes as they came, put under the same policy in the same sandbox, run nothing and send nothing: two locks."""
    from newsmill.service.security.headers import FRAMED
    from tests.newsmill.pages.made import hostile

    raw, served = hostile(library.other), f"{site}/read/{library.ids['hostile']}/page"
    raw = raw.replace(f'<link rel="preconnect" href="{library.other}">', "")  # no policy forbids a connection alone
    page.route(
        served,
        lambda route: route.fulfill(body=raw, content_type="text/html", headers={"Content-Security-Policy": FRAMED}),
    )
    page.goto(f"{site}/read/{library.ids['hostile']}")
    frame = framed(page)
    frame.wait_for_url(served)
    assert "Tarn" not in frame.content() and "not one salmon" in frame.content()
    assert frame.evaluate("window.ran") is None and page.evaluate("window.ran") is None
    assert frame.url == served
    assert library.asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: "Browser", library: Library, site: str, scheme: Literal["light", "dark"]) -> None:
    """axe-core finds nothing at all on any kind of page: all rules on a desktop in light, contrast and sizes on a phone in
    dark, where no page is too wide."""
    from axe_playwright_python.sync_playwright import Axe

    size = DESKTOP if scheme == "light" else PHONE
    options = {"iframes": False} | ({} if scheme == "light" else {"runOnly": ["color-contrast", "target-size"]})
    context = browser.new_context(color_scheme=scheme, viewport=size)
    context.set_default_timeout(PATIENCE)
    page, axe, found = context.new_page(), Axe(), {}
    for path in kinds(library.ids):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        violations = axe.run(page, options=options).response["violations"]
        if violations:
            found[path] = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in violations]
    context.close()
    assert found == {}


def test_signing_in(browser: "Browser", tmp_path: Path) -> None:
    """axe-core finds nothing where one signs in, on a desktop and a phone, in light and dark; a wrong token is told of, and
    with the right one the browser goes on to where it was going."""
    from axe_playwright_python.sync_playwright import Axe

    with open_store(f"sqlite:///{tmp_path}/newsmill.db") as store:
        token = store.database.write(tokens.add, "me", ["read"], datetime.now(UTC))
        assert token is not None
        with wired(store, Config(), local=True) as service, served(create_app(service, mounts=[mount])) as site:
            for size, scheme in ((size, scheme) for size in (DESKTOP, PHONE) for scheme in SCHEMES):
                context = browser.new_context(color_scheme=scheme, viewport=size)
                context.set_default_timeout(PATIENCE)
                page = context.new_page()
                page.goto(f"{site}/outlets")
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
                found = Axe().run(page).response["violations"]
                assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], (size, scheme)
                context.close()
            page = browser.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(f"{site}/outlets")
            for given, answer in (("newsmill_wrong", "This token opens nothing"), (token, "Sign out")):
                page.get_by_label("Token").fill(given)
                page.keyboard.press("Enter")
                page.get_by_text(answer).wait_for()
            assert page.url == f"{site}/outlets"
            page.close()


def test_all_of_it_with_the_keyboard(page: "Page", library: Library, site: str) -> None:
    """`/` goes to the search, Enter searches, Tab and Enter open an article; Tab reaches the content past the head."""
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("sailing ramp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=sailing+ramp")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    title = page.get_by_role("link", name="Winter ferry timetable keeps the early boat after all")
    for _ in range(12):
        page.keyboard.press("Tab")
        if title.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/read/{library.ids['ferry']}")


def test_reasons_are_switched_without_scripts(browser: "Browser", library: Library, site: str) -> None:
    """Each reason can be hidden and all removed blocks at once, and a block is found in the page, with scripts off."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{site}/read/{library.ids['ferry']}")
    shown = page.locator(".group:visible")
    before = shown.count()
    page.get_by_role("checkbox", name="share").uncheck()
    assert shown.count() == before - 1 and not page.get_by_text("Send by WhatsApp").is_visible()
    page.get_by_role("checkbox", name="The clean text alone").check()
    assert shown.count() == 0 and page.get_by_text("The first ferry of the day").is_visible()
    page.get_by_role("checkbox", name="The clean text alone").uncheck()
    page.locator("#b8").get_by_role("link", name="Show block 8 in the page").click()
    frame = framed(page)
    frame.wait_for_url("**#block-8")
    assert frame.locator("#block-8:target").count() == 1
    context.close()


def test_a_reader_says_that_a_block_was_wrong(page: "Page", library: Library, site: str) -> None:
    """From the block to the form, the judgement, the rule and the golden; and the article shows what was said."""
    page.goto(f"{site}/read/{library.ids['fog']}")
    block = page.locator(".group.r-related .gone").first
    words = (block.locator("> span").first.text_content() or "").strip()
    block.get_by_role("link", name="this was wrong").click()
    page.get_by_label("A note, if you like").fill("Our teasers are <b>text</b>.")
    page.get_by_role("button", name="Say so").click()
    page.wait_for_url("**#rule")
    rule = page.locator(".offers pre").first.text_content() or ""
    assert "keep = true" in rule and "selector" in rule
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-copy=rule-1]").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == rule
    assert f"must: {words.split(' phrases')[0]}" in (page.locator("#must").text_content() or "")
    page.goto(f"{site}/judgements")
    assert page.get_by_text("Our teasers are <b>text</b>.").is_visible()
    page.goto(f"{site}/read/{library.ids['fog']}")
    assert page.get_by_role("heading", name="Judgements").is_visible()
    for shown in (0, page.locator(".group").count()):
        page.get_by_role("button", name="Show or hide all").click()
        assert page.locator(".group:visible").count() == shown


def test_a_page_is_tried(page: "Page", site: str) -> None:
    """What is pasted comes out cleaned, with reasons; an address of this machine is refused, and the form says so."""
    from tests.newsmill.conftest import STORY

    page.goto(f"{site}/try")
    page.get_by_label("Page or text").fill(STORY)
    page.get_by_role("button", name="Clean it").click()
    page.get_by_role("heading", name="Weir comes down after ninety years").wait_for()
    assert page.get_by_text("Engineers took the last stones").first.is_visible()
    assert page.locator(".group.r-footer").count() == 1
    page.get_by_label("Page or text").fill("")
    page.get_by_label("Address").fill(f"{site}/read/1")
    page.get_by_role("button", name="Clean it").click()
    assert "private" in (page.get_by_role("alert").text_content() or "").lower()
