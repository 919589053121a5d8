"""What readers say of blocks."""

from datetime import UTC, datetime

import pytest

from storage.forgetting import delete_articles
from storage.service import judgements
from storage.service.judgements import Said
from storage.store import Store
from tests.storage.made import article, page, put

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_judgement_holds_what_the_cleaner_said(store: Store) -> None:
    """A reader's word stands beside the label, the reason and the rule that it is about, for kept and removed blocks."""
    put(store, page(), article())
    kept = Said(article_id=1, number=1, block_index=0, verdict="remove", verdict_reason="caption")
    removed = Said(article_id=1, number=1, block_index=1, verdict="keep", note="It belongs here.", reader="ada")
    first = store.database.write(judgements.add, kept, AT)
    second = store.database.write(judgements.add, removed, AT)
    assert first is not None and second is not None
    assert (first.label, first.reason, first.rule, first.verdict_reason) == ("kept", None, None, "caption")
    assert (second.label, second.reason, second.rule) == ("removed", "share", "generic/share-bar")
    assert (second.text, second.note, second.reader, second.created_at) == (
        "Share this story",
        "It belongs here.",
        "ada",
        AT,
    )
    assert store.database.read(judgements.of_article, 1) == [second, first]


def test_a_second_word_replaces_the_first(store: Store) -> None:
    """A reader who changes their mind has one judgement of a block; it can be taken back."""
    put(store, page(), article())
    for note in ("first", "second"):
        said = Said(article_id=1, number=1, block_index=1, verdict="keep", note=note)
        store.database.write(judgements.add, said, AT)
    (only,) = store.database.read(judgements.all_of)
    assert only.note == "second"
    assert store.database.write(judgements.remove, only.id)
    assert not store.database.write(judgements.remove, only.id)


def test_what_is_not_there_cannot_be_judged(store: Store) -> None:
    """An unknown article, revision or block gives nothing; an unknown verdict is an error."""
    put(store, page(), article())
    for article_id, number, index in ((2, 1, 0), (1, 2, 0), (1, 1, 9)):
        said = Said(article_id=article_id, number=number, block_index=index, verdict="keep")
        assert store.database.write(judgements.add, said, AT) is None
    with pytest.raises(ValueError, match="no verdict"):
        store.database.write(judgements.add, Said(article_id=1, number=1, block_index=0, verdict="burn"), AT)


def test_judgements_go_with_their_article(store: Store) -> None:
    """Deleting an article leaves none of its text in a judgement."""
    put(store, page(), article())
    store.database.write(judgements.add, Said(article_id=1, number=1, block_index=0, verdict="remove"), AT)
    delete_articles(store, [1])
    assert store.database.read(judgements.all_of) == []
