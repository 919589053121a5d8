"""The one spider that crawls every outlet."""
