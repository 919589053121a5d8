"""Finding an outlet's articles: feeds, sitemaps, and the links of section pages as a last resort."""

from crawler.discovery.search import Discovery

__all__ = ["Discovery"]
