"""Numbers of things, in words."""


def count(number: int, one: str, several: str = "") -> str:
    """Return ``1 page``, ``2,000 pages``; `several` is the plural where it is not an s more."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
