"""Articles out to other tools: one way from the database to files of every form."""
