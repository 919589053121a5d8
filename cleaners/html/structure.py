"""What the structure of a page says of a block: flags that its elements, roles and class names hand down to it.

What sets them are the `[[structure]]` rules of cleaners/rules/generic.toml.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace

from cleaners.draft import Label
from cleaners.rules.structure import package_structure

_RULES = [(1 << number, rule) for number, rule in enumerate(package_structure())]

#: Facts that all blocks inside an element inherit, by the rules' ids: `Flag.NAV` of ``nav``, `Flag.C_AD` of ``class-ad``.
#: They are plain integers, since enum arithmetic costs ten times as much.
Flag = SimpleNamespace(**{rule.id.replace("class-", "c-").replace("-", "_").upper(): flag for flag, rule in _RULES})
#: Structure that says why a block is not body, the most telling first.
STRUCTURE: tuple[tuple[int, Label], ...] = tuple(
    (flag, Label(reason=rule.reason, rule=f"generic/{rule.id}")) for flag, rule in _RULES if rule.reason is not None
)


def _flags_by_name(which: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for flag, rule in _RULES:
        for name in getattr(rule, which):
            found[name] = found.get(name, 0) | flag
    return found


ELEMENTS, _ROLES = _flags_by_name("elements"), _flags_by_name("roles")
_ATTRIBUTES: dict[str, list[tuple[re.Pattern[str], int]]] = {}
for _flag, _rule in _RULES:
    for _name, _pattern in _rule.attributes.items():
        _ATTRIBUTES.setdefault(_name, []).append((_pattern, _flag))
#: The attributes that say something of an element, besides its class and its id.
TELLING = frozenset(("role", *_ATTRIBUTES))

_NOT = "".join(f"(?<!(?<![^-]){word}-)" for word in ("no", "not", "non"))


def _in_name(words: str) -> re.Pattern[str]:
    """Finds the words as whole parts, or two parts in a row, of a name whose parts a hyphen joins; not what "no-" denies."""
    return re.compile(rf"(?<![^-]){_NOT}(?:{words})(?![^-])")


_WORDS = [(flag, _in_name(rule.words.pattern)) for flag, rule in _RULES if rule.words is not None]
_ANY_WORD = _in_name("|".join(rule.words.pattern for _, rule in _RULES if rule.words is not None))
_PART = re.compile(r"[^\W_]+")
#: WordPress gives an article's own element the names of its categories and tags (`get_post_class`).
_POST, _FILED = (
    re.compile(r"(?<!\S)(?:hentry|type-post|status-publish)(?!\S)"),
    re.compile(r"(?<!\S)(?:category|tag|author|topics?)-\S+"),
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def element_flags(tag: str, get: Callable[[str], str | None]) -> int:
    """What an element's name, role and attributes say; `get` gives the value of an attribute, or None."""
    flags = ELEMENTS.get(tag, 0)
    if role := get("role"):
        flags |= _ROLES.get(role, 0)
    for name, tests in _ATTRIBUTES.items():
        if (value := get(name)) is not None:
            for pattern, flag in tests:
                if pattern.search(value):
                    flags |= flag
    return flags


def class_flags(name: str, ident: str) -> int:
    """What the class names and the id of an element say."""
    flags = _name_flags(name[:600]) if name else 0
    return flags | _name_flags(ident[:100]) if ident else flags


@lru_cache(maxsize=65536)
def _name_flags(name: str) -> int:
    if _POST.search(name):
        name = _FILED.sub("", name)
    parted = "-".join(_PART.findall(name if name.islower() else _CAMEL.sub("-", name).lower()))
    if _ANY_WORD.search(parted) is None:  # most names
        return 0
    return sum(flag for flag, pattern in _WORDS if pattern.search(parted))
