"""A world of outlets on loopback, crawled three times: small in the tests, with fifty outlets by `make world`."""
