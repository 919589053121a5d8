"""The one exception that this floor raises on purpose."""


class StoreError(Exception):
    """Storage cannot be used. `str()` is one line for a person: what is wrong, where, and what to do."""
