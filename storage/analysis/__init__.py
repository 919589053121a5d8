"""What stored articles have to do with each other: copies, rewrites, events. All of it can be computed again."""
