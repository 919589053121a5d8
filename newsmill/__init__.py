"""newsmill: news articles in, clean text out, with a reason for every block left out.

`from newsmill import clean, Article` is the face for other programs, and `newsmill.open(db)` to what is stored; the
command line is `newsmill`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleaners.types import Article, Block, Metadata, Paywall, Reason, Rejected, Removal, Why
    from newsmill.face import clean
    from newsmill.library import open

__all__ = ["Article", "Block", "Metadata", "Paywall", "Reason", "Rejected", "Removal", "Why", "clean", "open"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: the command line must not wait for the cleaners (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    from newsmill.startup import check

    check()
    home = {"clean": "newsmill.face", "open": "newsmill.library"}.get(name, "cleaners.types")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
