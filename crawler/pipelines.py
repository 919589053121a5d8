"""The item pipeline: every page goes to the sink and nowhere else."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.desk import Desk
from crawler.sink import Arrival
from crawler.spiders.outlet import OutletSpider


class SinkPipeline:
    """Waits for the sink, so that Scrapy pauses fetching while more than `queue_bytes` wait before it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(OutletSpider.of(crawler).desk)

    async def process_item(self, item: Arrival) -> Arrival:
        """Hand the page over and wait until it is stored."""
        await self._desk.ingest(item)
        return item
