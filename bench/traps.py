"""Strings that make a regular expression go back and forth, built from the expression itself.

`python -m bench.traps` measures every pattern of the cleaners on them at two lengths and prints those whose time grows
faster than the string. Backtracking matchers take polynomial or exponential time where a repetition can match one text in
several ways, or is tried from every place of it (Davis et al. 2018, "The Impact of Regular Expression Denial of
Service"): so each string is what leads up to a repetition, the repeated part many times, and a last character that
nothing matches.
"""

import argparse
import importlib
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

sre: Any = importlib.import_module("re._constants")  # the type stubs do not name them
parser: Any = importlib.import_module("re._parser")
MISS = "\x00"
_MOST = 40
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "x", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_SPACE: "x",
    sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: "-",
}  # fmt: skip
_TRIED = "aA1 -.,:;|/<>\"'([é字\n\t"


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of the cleaners with its name: constants of modules, rules, structure, phrases."""
    import cleaners
    from cleaners.rules import load_rules
    from cleaners.rules.phrases import _Table

    seen: set[tuple[str, int]] = set()
    for module in pkgutil.walk_packages(cleaners.__path__, "cleaners."):
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            for found in _inside(value):
                if (key := (found.pattern, found.flags)) not in seen:
                    seen.add(key)
                    yield f"{module.name}.{name}", found
    rules = load_rules()
    for language, phrases in rules.phrases._rules.items():
        table = _Table(phrases)
        yield f"phrases.{language} (start)", table.head
        yield f"phrases.{language} (end)", table.tail


def _inside(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _inside(one)
    elif isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from _inside(one)
    elif type(value).__name__ in ("Rule", "Structure"):
        for name in ("pattern", "words", "attributes"):
            yield from _inside(getattr(value, name, None))


def near_misses(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Strings of about that length which the pattern nearly matches."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = _sample(tree)
    for lead, part in {(lead[-60:], part) for lead, part in _pumps(tree, "") if part}:
        body = part * (length // len(part) + 1)
        yield (lead + body)[:length] + MISS
        yield (lead + body)[:length] + lead + MISS
        if lead:
            yield ((lead + part) * (length // len(lead + part) + 1))[:length] + MISS
    if whole:
        yield (whole * (length // len(whole) + 1))[:length] + MISS
        yield ((whole[:-1] or whole) * (length // max(len(whole) - 1, 1) + 1))[:length] + MISS
    for letter in " a1.":
        yield letter * length + MISS


def _pumps(tree: Any, lead: str) -> Iterator[tuple[str, str]]:
    """For each unbounded or long repetition: what leads up to it, and what it repeats (one sample for each branch)."""
    for op, argument in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, inner = argument
            if most >= _MOST:
                for sample in _samples(inner):
                    yield lead, sample
            yield from _pumps(inner, lead)
        elif op is sre.BRANCH:
            for branch in argument[1]:
                yield from _pumps(branch, lead)
        elif op in (sre.SUBPATTERN, sre.ATOMIC_GROUP):
            yield from _pumps(argument[-1] if op is sre.SUBPATTERN else argument, lead)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _pumps(argument[1], lead)
        lead += _one(op, argument)


def _samples(tree: Any) -> set[str]:
    """Texts that a part of a pattern matches, one for each of its branches."""
    found = {_sample(tree)}
    for number, (op, argument) in enumerate(tree):
        before, after = _sample(tree[:number]), _sample(tree[number + 1 :])
        if op is sre.SUBPATTERN:
            found |= {before + one + after for one in list(_samples(argument[-1]))[:8]}
        elif op is sre.BRANCH:
            found |= {before + _sample(branch) + after for branch in argument[1][:8]}
        elif op is sre.IN:
            found |= {before + letter + after for letter in _letters(argument)[:3]}
        elif op in (sre.ANY, sre.NOT_LITERAL):
            found |= {before + letter + after for letter in "a "}
    return {one for one in found if one}


def _sample(tree: Any) -> str:
    """The shortest text that a part of a pattern matches, as far as that is easily told."""
    return "".join(_one(op, argument) for op, argument in tree)


def _one(op: Any, argument: Any) -> str:
    if op is sre.LITERAL:
        return chr(argument)
    if op in (sre.NOT_LITERAL, sre.ANY):
        return "a" if argument != ord("a") else "b"
    if op is sre.IN:
        return next(iter(_letters(argument)), "")
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _sample(argument[2]) * int(argument[0])
    if op is sre.BRANCH:
        return _sample(argument[1][0])
    if op is sre.SUBPATTERN:
        return _sample(argument[-1])
    if op is sre.ATOMIC_GROUP:
        return _sample(argument)
    if op is sre.ASSERT and argument[0] == 1:
        return ""
    return ""


def _letters(items: Any) -> list[str]:
    """Characters of a class: some that are tried first, so that several repetitions share them, then its own."""
    accepted = [letter for letter in _TRIED if _accepts(items, letter)]
    own = [chr(value) if op is sre.LITERAL else chr(value[0]) for op, value in items if op in (sre.LITERAL, sre.RANGE)]
    return accepted + own


def _accepts(items: Any, letter: str) -> bool:
    negated = bool(items) and items[0][0] is sre.NEGATE
    text = "".join(
        re.escape(chr(value)) if op is sre.LITERAL
        else f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}" if op is sre.RANGE
        else _CATEGORY_TEXT[value]
        for op, value in items if op is not sre.NEGATE
    )  # fmt: skip
    return re.fullmatch(f"[{'^' if negated else ''}{text}]", letter) is not None


_CATEGORY_TEXT = {
    sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D", sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def slowest(pattern: re.Pattern[str], length: int, *, most: float = 5.0, anchored: bool = False) -> tuple[float, str]:
    """Seconds that the worst of the near misses costs a search, and that string's begin; `most` seconds end it.

    `anchored`: the pattern is only tried at the begin.
    """
    worst, why = 0.0, ""
    look = pattern.match if anchored else pattern.search
    before = signal.signal(signal.SIGVTALRM, _stop)
    for text in near_misses(pattern, length):
        start = time.process_time()
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, most)
            look(text)
        except TimeoutError:
            pass
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        spent = time.process_time() - start
        if spent > worst:
            worst, why = spent, text[:60]
        if worst > most:
            break
    signal.signal(signal.SIGVTALRM, before)
    return worst, why


def _stop(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Print the patterns that are slow, and how their time grows."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--length", type=int, default=2000)
    arguments.add_argument("--seconds", type=float, default=0.01, help="print what takes longer at twice the length")
    chosen = arguments.parse_args()
    count = 0
    for name, pattern in patterns():
        count += 1
        anchored = name.endswith("(start)")
        first, _ = slowest(pattern, chosen.length, anchored=anchored)
        second, why = slowest(pattern, 2 * chosen.length, anchored=anchored)
        if second > chosen.seconds:
            print(f"{name}: {first:.4f} s, {second:.4f} s (x{second / max(first, 1e-6):.1f}) {why!r}", flush=True)
    print(f"{count} patterns", file=sys.stderr)


if __name__ == "__main__":
    main()
