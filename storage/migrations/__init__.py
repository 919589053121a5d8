"""Alembic's folder: `env.py` and `versions/`, run by `storage.migrate`, never from a command of its own."""
