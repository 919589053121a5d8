"""What Scrapy asks about each request and response; one component a file."""
