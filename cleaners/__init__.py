"""Floor 1: pure cleaning. Bytes or text in, an article out; no network, no database, no clock.

The types are at hand at once; the machinery (lxml, trafilatura, the models) is imported when it is first asked for, so
that whoever only needs the types stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cleaners.types import Article, Block, Kind, Link, Metadata, Page, Paywall, Reason, Rejected, Removal, Why

if TYPE_CHECKING:
    from cleaners.pipeline import CLEANER_VERSION, clean, cleaner_version
    from cleaners.rules import Rule, RuleError, Rules, load_rules

_LAZY = {
    "CLEANER_VERSION": "cleaners.pipeline",
    "clean": "cleaners.pipeline",
    "cleaner_version": "cleaners.pipeline",
    "Rule": "cleaners.rules",
    "RuleError": "cleaners.rules",
    "Rules": "cleaners.rules",
    "load_rules": "cleaners.rules",
}

__all__ = [
    "CLEANER_VERSION",
    "Article",
    "Block",
    "Kind",
    "Link",
    "Metadata",
    "Page",
    "Paywall",
    "Reason",
    "Rejected",
    "Removal",
    "Rule",
    "RuleError",
    "Rules",
    "Why",
    "clean",
    "cleaner_version",
    "load_rules",
]


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'cleaners' has no attribute {name!r}")
    return getattr(import_module(_LAZY[name]), name)
