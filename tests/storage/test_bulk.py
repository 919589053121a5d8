"""Many pages stored at once are what they are stored one by one."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from storage import Duplicate, Failed, Item, Store, Stored, Unchanged, open_store
from storage.engine import transaction
from storage.models import Base
from tests.storage.made import HARBOUR, NOON, article, limit_texts, page

IGNORED = {"created_at", "changed_at", "archived_at", "warc_id", "file", "offset", "length"}
one_item = st.builds(
    lambda path, text, canonical, status: Item(
        page=page(text.encode(), url=f"https://www.sample.example/{path}", status=status),
        archived=None,
        article=article(text, canonical_url=canonical and f"https://www.sample.example/{canonical}"),
    ),
    path=st.sampled_from("abcd"),
    text=st.sampled_from([HARBOUR, HARBOUR * 3, "Rain has filled the cellars.", "Trams run again on Sunday."]),
    canonical=st.sampled_from([None, None, "a", "c"]),
    status=st.sampled_from([200, 200, 200, 404]),
)


def _contents(store: Store) -> dict[str, list[dict[str, Any]]]:
    with transaction(store.database.engine) as connection:
        return {
            name: [
                {key: value for key, value in row._mapping.items() if key not in IGNORED}
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for name, table in Base.metadata.tables.items()
        }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(one_item, max_size=6), max_size=3))
def test_the_order_of_new_pages_is_all_that_differs(batches: list[list[Item]], tmp_path_factory: Any) -> None:
    """Whatever comes, as many articles, pages and revisions are there as one by one, with the same texts and addresses."""
    folder: Path = tmp_path_factory.mktemp("bulk")
    with open_store(f"sqlite:///{folder / 'a.db'}") as at_once, open_store(f"sqlite:///{folder / 'b.db'}") as singly:
        for batch in batches:
            outcomes = at_once.save_all(batch)
            assert [outcome.url for outcome in outcomes] == [item.page.url for item in batch]
            for item in batch:
                if singly.seen(item.page, item.archived) is None:
                    singly.save(item.page, item.archived, item.article)
        ours, theirs = _contents(at_once), _contents(singly)
        assert {row["url"] for row in ours["pages"]} == {row["url"] for row in theirs["pages"]}
        assert {row["identity_sha256"] for row in ours["articles"]} == {
            row["identity_sha256"] for row in theirs["articles"]
        }
        assert len(ours["articles"]) == len(theirs["articles"])


def test_new_pages_are_stored_alike(store: Store) -> None:
    """Pages that are new make the very rows that they make one by one, with the archive's places and what was removed."""
    items = [
        Item(page=one, archived=store.archive(one), article=article(f"{HARBOUR} Number {number}."))
        for number in range(5)
        for one in [page(f"<p>{number}".encode(), url=f"https://o{number % 2}.example/{number}", source="")]
    ]
    for item in items[:1]:
        store.save(item.page, item.archived, item.article)
    outcomes = store.save_all(items[1:])
    assert [outcome.article_id for outcome in outcomes if isinstance(outcome, Stored)] == [2, 3, 4, 5]
    for number, item in enumerate(items, start=1):
        row = store.article(number)
        assert row is not None
        assert (row.url, row.article, row.source) == (item.page.url, item.article, f"o{(number - 1) % 2}.example")
        assert store.page(number).body == item.page.body
    contents = _contents(store)
    shapes = [{key: type(value) for key, value in row.items()} for row in contents["revisions"]]
    assert all(shape == shapes[0] for shape in shapes)
    assert len(contents["removals"]) == len(contents["pending"]) == 5


def test_the_same_bytes_twice_in_a_batch_are_unchanged(store: Store) -> None:
    """A page that comes again while it is being cleaned makes no revision, whatever its time makes of the article."""
    items = [
        Item(
            page=page(fetched_at=NOON.replace(day=day)),
            archived=None,
            article=article(published_at=NOON.replace(day=day)),
        )
        for day in (1, 2)
    ]
    assert [type(outcome) for outcome in store.save_all(items)] == [Stored, Unchanged]
    assert len(store.history(1)) == 1


def test_copies_within_a_batch_are_one_article(store: Store) -> None:
    """The same text or address twice in one batch is a duplicate, as it is in two."""
    items = [Item(page=page(url=f"https://www.sample.example/{end}"), archived=None, article=article()) for end in "ab"]
    first, second = store.save_all(items)
    assert isinstance(first, Stored) and isinstance(second, Duplicate)
    assert [type(outcome) for outcome in store.save_all(items)] == [Unchanged, Unchanged]


def test_what_another_process_has_just_stored_is_no_failure(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a page turns up between the question and the insertion, all of the batch is stored page by page."""
    item = Item(page=page(), archived=None, article=article())
    other = Item(page=page(url="https://www.sample.example/b"), archived=None, article=article(HARBOUR * 2))
    store.save(item.page, item.archived, item.article)
    monkeypatch.setattr("storage.bulk._stored", lambda *_: set())
    outcomes = store.save_all([item, other])
    assert isinstance(outcomes[0], Unchanged) and isinstance(outcomes[1], Stored)
    with transaction(store.database.engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM pages")) == 2


def test_one_that_the_database_does_not_take_costs_no_other(store: Store) -> None:
    """Of a batch with a text beyond the database's limits, that one is set aside with the reason, the rest is stored."""
    limit_texts(store)
    texts = ["Rain has filled the cellars.", "word " * 50_000, "Trams run again on Sunday."]
    items = [
        Item(page=page(url=f"https://www.sample.example/{number}"), archived=None, article=article(one))
        for number, one in enumerate(texts)
    ]
    outcomes = store.save_all(items)
    assert [type(outcome) for outcome in outcomes] == [Stored, Failed, Stored]
    assert {row.article.text.split(".")[0] for row in store.articles()} == {texts[0][:-1], texts[2][:-1]}
    (failure,) = store.failures()
    assert failure.why == "not-storable"
