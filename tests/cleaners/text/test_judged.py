"""What a judge's chances become when the page's address names the headline."""

from dataclasses import replace

import numpy as np

from cleaners import load_rules
from cleaners.draft import Draft
from cleaners.text import read
from cleaners.text.features.counts import Array
from cleaners.text.reading import Reading

HEADLINE, URL = "Wheel of the old mill turns again", "https://a.example/wheel-old-mill-turns-again"
STORY = [
    f"The mill by the river turned again on day {n}, and visitors came from every village of it." for n in range(9)
]


class Judge:
    """Takes each headline for the title and each sentence for body."""

    def judge(self, reading: Reading) -> tuple[Array, Array]:
        """The chances of each block."""
        titles = np.asarray([0.9 if text == HEADLINE else 0.0 for text in reading.texts])
        return titles, np.asarray([0.9 if closed else 0.0 for closed in reading.closed])


def kept(*lines: str) -> list[str]:
    """The body of a text of these lines."""
    draft: Draft = read("\n\n".join(lines), replace(load_rules(), text_model=Judge()), URL)
    return [block.text for block, label in zip(draft.blocks, draft.labels, strict=True) if label.reason is None]


def test_nothing_above_the_headline_is_body() -> None:
    """Teasers above the headline that the address names are none of the article."""
    assert (
        kept("Rain is expected in the whole valley until Friday, as the weather service says.", HEADLINE, *STORY)
        == STORY
    )


def test_a_link_to_the_page_at_its_end_takes_nothing_away() -> None:
    """A headline with nothing below it is no place where an article begins."""
    assert kept(*STORY, HEADLINE, "Share") == STORY
