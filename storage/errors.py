"""The exceptions that this floor raises on purpose."""


class StoreError(Exception):
    """Storage cannot be used. `str()` is one line for a person: what is wrong, where, and what to do."""


class GoneError(StoreError):
    """The database cannot be reached just now, or ended our transaction: the same work may succeed later."""


class QueryError(StoreError):
    """A search that looks for nothing; the message is one line for a person."""


class RowError(Exception):
    """The database does not take a row as it is, such as a text beyond its limits. `str()` is one line."""
