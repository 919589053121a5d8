"""The forms of a page that the judges of lines learn from."""

from bench.text_pages import bare


def test_bare_text_has_no_indents_bullets_and_empty_lines() -> None:
    """What tools print around the words of a line is gone, the words stay."""
    assert bare("  * One\n\n    Two\n") == "One\nTwo"
