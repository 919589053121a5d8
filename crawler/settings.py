"""Scrapy's settings for this project, the same for every run; `scrapy.cfg` points here.

What differs from run to run or from source to source is added by `crawler.process`.
"""

from importlib.metadata import version

BOT_NAME = "newsmill"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = f"newsmill/{version('newsmill')}"
ROBOTSTXT_USER_AGENT = "newsmill"

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Both listen on a port and run what they are sent; the first is on by default since Scrapy 2.19.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Without this Scrapy parses a callback's source again for every response.
WARN_ON_GENERATOR_RETURN_VALUE = False

CONCURRENT_ITEMS = 1  # a page is one item; Scrapy starts so many tasks for each answer, whatever comes of it

ROBOTSTXT_OBEY = True
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
CONCURRENT_REQUESTS_PER_DOMAIN = 2
CONCURRENT_REQUESTS = 4  # of one source; what is on its way is not held back by a sink that falls behind
DOWNLOAD_DELAY = 1.0
DOWNLOAD_WARNSIZE = 0
TWISTED_DNS_RESOLVER = (
    "scrapy.resolver.CachingHostnameResolver"  # both families; how long it may take: network.endpoint
)
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5  # longer ones are pages that reload themselves
DEPTH_LIMIT = 3

# Without Scrapy's "Accept-Language: en": an outlet is read in its own language.
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

# Nothing but the web, and of that the public part: a feed must not make us read a file or ask a router.
DOWNLOAD_HANDLERS = {
    "http": "crawler.network.handler.GuardedHandler",
    "https": "crawler.network.handler.GuardedHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}
HTTPPROXY_ENABLED = False  # a proxy would resolve the names, and nobody could check what it connects to

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.outlet.OutletMiddleware": 50,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.conditional.ConditionalMiddleware": 150,
    "crawler.middlewares.redirects.BriefMetaRefreshMiddleware": 580,
    "crawler.middlewares.compression.PlainCompressionMiddleware": 590,
    "crawler.middlewares.redirects.PatientRedirectMiddleware": 600,
    "crawler.middlewares.credentials.CredentialsMiddleware": 630,
    "crawler.middlewares.daily.DailyCapMiddleware": 640,
    "crawler.middlewares.backoff.BackoffMiddleware": 650,
    "crawler.middlewares.cookies.BoundedCookiesMiddleware": 700,
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawler.middlewares.throttle.PoliteThrottle": 0,
    "crawler.middlewares.content_type.ContentTypeGate": 0,
    "crawler.middlewares.codings.ContentCodingGate": 0,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
ITEM_PIPELINES = {"crawler.pipelines.SinkPipeline": 100}
