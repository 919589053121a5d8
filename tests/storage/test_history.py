"""An article's revisions, each with its cause, its size and what changed."""

from storage.store import Store
from tests.storage.made import HARBOUR, NOON, article, page, put


def test_history_tells_each_step(store: Store) -> None:
    """The first revision has no step; the second names the sentences and fields that differ and the words."""
    put(store, page(), article(f"{HARBOUR} Nobody was hurt."))
    put(store, page(b"2"), article(f"{HARBOUR} Two people were hurt.", title="Harbour opens late"))
    first, second = store.history(1)
    assert (first.number, first.size, first.hunks, first.fields) == (1, None, (), {})
    assert (second.number, second.cause, second.size, second.fetched_at) == (2, "outlet", "substantial", NOON)
    assert (second.words_added, second.words_removed) == (3, 2)
    (hunk,) = second.hunks
    assert (hunk.before, hunk.after) == (("Nobody was hurt.",), ("Two people were hurt.",))
    assert second.fields == {"title": ("Harbour opens", "Harbour opens late")}
    assert first.article.metadata.title == "Harbour opens"
    assert len(second.article.removals) == 1


def test_unchanged_pages_make_no_history(store: Store) -> None:
    """A page that is fetched again and says the same costs no revision."""
    for body in (b"1", b"2", b"3"):
        put(store, page(body), article())
    assert len(store.history(1)) == 1


def test_an_unknown_article_has_no_history(store: Store) -> None:
    """No article, no revisions."""
    assert store.history(7) == []
