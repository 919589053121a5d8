"""What changed between two texts: sentences of any script, and the size of the step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.changes import Size, compare, diff
from storage.sentences import sentences, words

LONG = " ".join(f"The council met on day {number} and heard {number + 7} people speak." for number in range(40))
texts = st.text(st.sampled_from("ab .!?。,\n\"'ABĐกข天雨1"), max_size=80)


@given(text=texts)
def test_sentences_lose_nothing(text: str) -> None:
    """The sentences together are the text, but for white space."""
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(before=texts, after=texts)
def test_a_diff_leads_from_one_text_to_the_other(before: str, after: str) -> None:
    """Without what the hunks took and brought, both texts hold the same sentences in the same order."""
    left, right = sentences(before), sentences(after)
    for hunk in diff(before, after):
        assert hunk.before != hunk.after
        for sentence in hunk.before:
            left.remove(sentence)
        for sentence in hunk.after:
            right.remove(sentence)
    assert sorted(left) == sorted(right)


@given(text=texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    """Equal texts have no hunks and a cosmetic step of no words."""
    change = compare(text, text + "\n ")
    assert (change.hunks, change.size, change.words_added, change.words_removed) == ((), Size.COSMETIC, 0, 0)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It cost 3.5 million. J. Smith paid it.", ["It cost 3.5 million.", "J. Smith paid it."]),
        ('"Really?" she asked. He did.', ['"Really?" she asked.', "He did."]),
        ("See example.org for more! Or not…", ["See example.org for more!", "Or not…"]),
        ("今天下雨。明天晴！「好。」他说。", ["今天下雨。", "明天晴！", "「好。」", "他说。"]),
        ("ฝนตก หนักมาก", ["ฝนตก", "หนักมาก"]),
        ("मौसम साफ है। कल बारिश होगी।", ["मौसम साफ है।", "कल बारिश होगी।"]),
        ("هل جاء؟ نعم جاء.", ["هل جاء؟", "نعم جاء."]),
        ("Title\n\nFirst line", ["Title", "First line"]),
    ],
)
def test_sentences_of_many_scripts(text: str, parts: list[str]) -> None:
    """Sentences end where readers of the script see them end."""
    assert sentences(text) == parts


def test_words_of_scripts_without_spaces_are_characters() -> None:
    """A Chinese or Thai text has as many words as characters; marks and emoji are none."""
    assert words("Don’t, 北京！ 🚢 ฝน") == ["don", "t", "北", "京", "ฝ", "น"]


@pytest.mark.parametrize(
    ("before", "after", "size"),
    [
        ("The harbour opend on Monday.", "The harbour opened, on “Monday”.", Size.COSMETIC),
        (LONG, LONG.replace("day 7 ", "day 8 "), Size.MINOR),
        (LONG, LONG.replace("heard 7 people", "heard no people"), Size.MINOR),
        ("今天下雨，明天晴，后天有风，大后天有雪。", "今天下雨，明天晴，后天有雾，大后天有雪。", Size.MINOR),
        ("Ships came in.", "Nobody came in.", Size.SUBSTANTIAL),
        (LONG * 20, LONG * 20 + " New" * 100, Size.SUBSTANTIAL),
        (LONG * 20, LONG * 20 + " New" * 20, Size.MINOR),
    ],
)
def test_sizes(before: str, after: str, size: Size) -> None:
    """Spelling is cosmetic, a number is not; a tenth of the words, or a hundred, are substantial."""
    assert compare(before, after).size is size


def test_a_new_title_is_minor() -> None:
    """A reworded title counts although the text is the same; one that is spelt anew does not."""
    assert compare(LONG, LONG, titles=("Harbour opens", "Harbour closes today")).size is Size.MINOR
    assert compare(LONG, LONG, titles=("Harbour opens", "HARBOUR OPENS!")).size is Size.COSMETIC


def test_texts_that_repeat_themselves_take_no_time() -> None:
    """Where every sentence equals every other there is still an answer, and it counts the words that came."""
    change = compare("Again it says so. " * 5000, "X " + "Again it says so. " * 5000 + "And more now.")
    assert (change.words_added, change.words_removed) == (4, 0)
