"""A small world, crawled three times by the real command, with a kill in the second run; `make world` has fifty outlets."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.crawler.certificate import self_signed
from tests.crawler.hostile import HostileServer
from tests.world.expected import Oracle, expected
from tests.world.outlets import EDITIONS, Editions, Outlet, World
from tests.world.run import Story, crawl_three_times

FAULTS = ("/endless", "/bomb", "/circle", "/long_head", "/short", "/twolengths", "/layers")
PLACES = ("Arlow", "Brennick", "Castova", "Dunmere", "Elstrand", "Farholm", "Gravik", "Hessing")
MATTERS = ("lighthouse", "ferry", "orchard", "quarry", "library", "tramline")


def page(place: str, matter: str) -> bytes:
    """A page of six paragraphs about a matter at a place."""
    lines = (
        f"The {matter} of {place} was shut on Monday after the storm had torn off half of the roof above the yard.",
        f"Whoever lives in {place} knows the {matter}; few remember that it was built within a single summer.",
        f"The council wants to see three offers before anybody touches the {matter} again, said the clerk.",
        f"In {place} nobody was hurt, though a lorry that stood beside the {matter} has to be taken apart.",
    )
    body = "".join(f"<p>{line} It will take until the autumn, and cost more than was thought.</p>" for line in lines)
    title = f"Storm shuts the {matter} at {place}"
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def always(place: str, *matters: str) -> dict[str, Editions]:
    """Pages that are the same in every edition."""
    return {f"/news/{matter}": (page(place, matter),) * EDITIONS for matter in matters}


def outlets(oracle: Oracle) -> list[Outlet]:
    """Eight outlets: every kind of listing, every validator, slow, broken, changing."""
    first, second = page(PLACES[2], "ferry"), page(PLACES[3], "ferry")
    changing = {
        "/news/ferry": (first, oracle.changed("", first), oracle.changed("", first)),
        "/news/orchard": (None, page(PLACES[2], "orchard"), page(PLACES[2], "orchard")),
    }
    later = {
        "/news/ferry": (second, second, oracle.changed("", second)),
        "/news/quarry": (None, None, page(PLACES[3], "quarry")),
    }
    bare = {"/news/short": (b"<html><body><p>Soon.</p></body></html>",) * EDITIONS}
    pages = [always(place, *MATTERS[:3]) for place in PLACES]
    dead = {"/news/late": 404, "/news/gone": 410, "/news/broken": 500}
    kinds = (
        Outlet(host="127.0.1.1", pages=pages[0], dead=dead, barred=["/news/ferry"]),
        Outlet(host="127.0.1.2", pages=pages[1], kind="index", validator="date"),
        Outlet(host="127.0.1.3", pages=always(PLACES[2], "library") | changing, kind="json", validator=""),
        Outlet(host="127.0.1.4", pages=always(PLACES[3], "library") | later, kind="atom", slow=0.1),
        Outlet(host="127.0.1.5", pages=pages[4], feed_status=404),
        Outlet(host="127.0.1.6", pages=pages[5], twice=True, gzipped=True),
        Outlet(host="127.0.1.7", pages=pages[6], kind="news", validator=""),
        Outlet(host="127.0.1.8", pages=pages[7] | bare, validator=""),
    )
    return list(kinds)


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    """Knows what each page is cleaned to."""
    return Oracle()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, oracle: Oracle) -> Iterator[tuple[Story, World]]:
    """Three crawls of the world and of two hostile outlets beside it."""
    folder = tmp_path_factory.mktemp("world")
    world = World(outlets(oracle))
    hostile = HostileServer("/good/1", *FAULTS, host="127.0.2.1", page=page("Ilmouth", "harbour"))
    unvouched = HostileServer("/good/1", tls=self_signed(folder / "certificate.pem"), host="127.0.2.2")
    seeds = {
        one.url.split("/")[2].partition(":")[0]: f'name = "H"\nurl = "{one.url}/"\nfeeds = ["/feed.xml"]\n'
        "allow_private = true\ndelay = 0\n"
        for one in (hostile, unvouched)
    }
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        for server in (world.serve(), hostile, unvouched):
            stack.enter_context(server)
        patch.setenv("NEWSMILL_TIMEOUT", "3")
        patch.setenv("NEWSMILL_MAX_PAGE_BYTES", "1000000")
        yield crawl_three_times(world, folder, 12, seeds, "--jobs", "1"), world


def test_counts(story: tuple[Story, World], oracle: Oracle) -> None:
    """Each crawl counts what its pages make one expect; the hostile outlets cost their own faults, once, and no page."""
    told, world = story
    for edition in (1, 3):
        wanted = expected(world.outlets, edition, oracle)
        wanted["new" if edition == 1 else "unchanged"] += 1  # the hostile outlet's one good page
        wanted["failed"] += len(FAULTS) + 1 if edition == 1 else 1  # the one without a certificate fails each time
        assert told.counts[edition] == wanted, told.reports[edition]


def test_nothing_is_lost_by_a_kill(story: tuple[Story, World], oracle: Oracle) -> None:
    """Every address that was asked for is known after it; the run after it has all articles and revisions, each once."""
    told, world = story
    first, second, third = (expected(world.outlets, edition, oracle) for edition in (1, 2, 3))
    assert told.lost == []
    assert told.articles == {
        1: first["new"] + 1,
        2: first["new"] + second["new"] + 1,
        3: told.articles[2] + third["new"],
    }
    assert told.revised == {1: 0, 2: second["revised"], 3: second["revised"] + third["revised"]}
    assert second["revised"] > 0 and third["revised"] > 0 and second["new"] > 0
    assert told.left == 0
    assert "all in order" in told.check


def test_nothing_is_fetched_twice(story: tuple[Story, World]) -> None:
    """In one crawl each page is asked for once, whatever its spellings; what did not change is not sent again."""
    _, world = story
    for edition in (1, 3):
        asked = [url for url in world.asked(edition) if not url.endswith("/broken")]  # a 500 is tried again at once
        assert sorted(set(asked)) == sorted(asked)
    sent = [
        path
        for outlet in world.outlets
        if outlet.validator
        for edition, path, status in outlet.asked
        if edition == 3 and status == 200 and path in ("/feed", "/sitemap.xml", "/index.xml", "/part.xml.gz")
    ]
    assert sent == ["/feed"]  # of the one outlet with validators that has a new article
