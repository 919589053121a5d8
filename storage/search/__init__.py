"""Full-text search in titles and texts: FTS5 on SQLite, `tsvector` on PostgreSQL."""
