"""Articles on their way from a cleaning process."""

import pickle
from dataclasses import FrozenInstanceError

import pytest

from cleaners.types import Article, Block, Kind, Link, Metadata, Paywall, Reason, Removal
from newsmill.wire import packed, unpacked

LINKS = (Link(start=0, end=3, url="https://news.example/a"), Link(start=4, end=9, url="https://news.example/b"))


def article(number: int) -> Article:
    """An article with so many blocks that stay, and as many that go."""
    blocks = [
        Block(index=at, text=f"Text {at}.", kind=[*Kind][at % len(Kind)], path=f"/p[{at}]", links=LINKS[: at % 3])
        for at in range(2 * number)
    ]
    removals = [
        Removal(block=block, reason=[*Reason][at % len(Reason)], rule=f"generic/{at}")
        for at, block in enumerate(blocks[1::2])
    ]
    metadata = Metadata(title="Title", authors=("A. Writer",))
    return Article(
        metadata=metadata, blocks=tuple(blocks[::2]), removals=tuple(removals), paywall=Paywall.TEASER, warnings=("w",)
    )


@pytest.mark.parametrize("number", [0, 1, 7, 60])
def test_what_arrives_is_what_was_sent(number: int) -> None:
    """Blocks, links and removals of all kinds come out as they went in, in their order."""
    sent = article(number)
    assert unpacked(pickle.loads(pickle.dumps(packed(sent)))) == sent


def test_what_arrives_is_frozen() -> None:
    """What was made of columns is of the types' own kind: it can be hashed and shown, and not changed."""
    (block, *_) = unpacked(packed(article(3))).blocks
    assert hash(block) == hash(article(3).blocks[0]) and repr(block) == repr(article(3).blocks[0])
    with pytest.raises(FrozenInstanceError):
        block.text = "other"  # type: ignore[misc]
