"""Text that was decoded wrongly on its way, repaired where that is certain (ftfy, Speer 2019)."""

from ftfy import fix_encoding
from ftfy.badness import is_bad


def repair(text: str) -> str:
    """The text as it was meant: ``schÃ¶n`` becomes ``schön``; a text that shows no sign of it is returned as it is."""
    if not is_bad(text):
        return text
    return "".join(fix_encoding(line) if is_bad(line) else line for line in text.splitlines(keepends=True))
