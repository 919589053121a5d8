"""Articles for other programs: flat rows in order of id, streamed; as Arrow, Parquet, JSON Lines, CSV."""
