"""Metadata of HTML pages: JSON-LD, Open Graph, meta elements, microdata and what stands near the headline."""

from cleaners.html.metadata.read import Facts, article_node, read_facts, read_metadata

__all__ = ["Facts", "article_node", "read_facts", "read_metadata"]
