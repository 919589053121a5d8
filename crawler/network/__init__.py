"""The wire under Scrapy: which addresses may be connected to, and how much of an answer's head is read."""
