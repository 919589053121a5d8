"""Text that was hurt on its way, repaired where that is certain: wrongly decoded (ftfy, Speer 2019), or its initials parted."""

import re
from collections import Counter

from ftfy import fix_encoding
from ftfy.badness import is_bad

#: Wrongly decoded characters are none of ASCII: only they and their neighbours are looked at, which saves most of a text.
_SUSPECT = re.compile(r"(?:[\x00-\x7f]{0,5}[^\x00-\x7f]++)++[\x00-\x7f]{0,5}")

#: A paragraph's large initial and the rest of its word, which the layout set apart.
_INITIAL = re.compile(r"^([^\w\n]*)([^\W\d_])[ \t]+([^\W\d_]+)(?=[^\n]{80})", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]+")


def repair(text: str) -> str:
    """The text as it was meant: ``schÃ¶n`` becomes ``schön``, ``T ogether`` is one word again; else it is as it was."""
    return _with_initials(_decoded(text))


def _with_initials(text: str) -> str:
    """Initials put back where the text has the whole word elsewhere, and the rest of it nowhere else."""
    parted = [found.groups() for found in _INITIAL.finditer(text)]
    wanted = {word for _, one, rest in parted if one.isupper() and rest.islower() for word in (rest, one + rest)}
    if not wanted:
        return text
    times = Counter(word for word in _WORD.findall(text) if word in wanted)

    def joined(found: re.Match[str]) -> str:
        before, one, rest = found.groups()
        return f"{before}{one}{rest}" if times[one + rest] and times[rest] == 1 else found[0]

    return _INITIAL.sub(joined, text)


def _decoded(text: str) -> str:
    if text.isascii() or not is_bad("\n".join(_SUSPECT.findall(text))):
        return text
    return "".join(fix_encoding(line) if is_bad(line) else line for line in text.splitlines(keepends=True))
