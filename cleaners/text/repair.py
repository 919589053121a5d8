"""Text that was decoded wrongly on its way, repaired where that is certain (ftfy, Speer 2019)."""

import re

from ftfy import fix_encoding
from ftfy.badness import is_bad

#: Wrongly decoded characters are none of ASCII: only they and their neighbours are looked at, which saves most of a text.
_SUSPECT = re.compile(r"(?:[\x00-\x7f]{0,5}[^\x00-\x7f]++)++[\x00-\x7f]{0,5}")


def repair(text: str) -> str:
    """The text as it was meant: ``schÃ¶n`` becomes ``schön``; a text that shows no sign of it is returned as it is."""
    if text.isascii() or not is_bad("\n".join(_SUSPECT.findall(text))):
        return text
    return "".join(fix_encoding(line) if is_bad(line) else line for line in text.splitlines(keepends=True))
