"""What can keep a crawl from beginning. Every message is one line: where, what, what to do."""


class CrawlError(Exception):
    """The crawl cannot begin."""


class SourceError(CrawlError):
    """A source file, or the address of a source, cannot be used."""
