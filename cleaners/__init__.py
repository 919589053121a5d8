"""Floor 1: pure cleaning. Bytes or text in, an article out; no network, no database, no clock."""
