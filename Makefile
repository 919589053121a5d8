.DEFAULT_GOAL := help
PY := .venv/bin/python
BENCH ?= ../shared/bench

.PHONY: help setup demo test lint bench bench-speed bench-crawl soak bench-store bench-api faults screenshots figures hostile world

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/.ready: pyproject.toml constraints.txt
	python3 -m venv .venv
	$(PY) -m pip install --quiet --upgrade pip
	$(PY) -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

setup: .venv/.ready ## prepare .venv with everything pinned

demo: setup ## crawl the sample outlet, clean the saved documents, show the table
	$(PY) -m newsmill.demo

lint: setup ## format check, lint, types, import contracts
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: lint ## lint, then all tests, then the quality gate
	$(PY) -m pytest -n auto
	$(PY) -m bench.gate $(BENCH)

bench: setup ## the quality figures beside trafilatura's
	@for set in articles publishers snippets articles-text publishers-text; do \
	  $(PY) -m bench.quality $(BENCH)/$$set; done

bench-speed: setup ## pages per CPU-second beside other extractors
	$(PY) -m bench.speed $(BENCH)

world: setup ## fifty outlets with real pages on loopback, some hostile, crawled three times with a kill
	$(PY) -m tests.world.full $(BENCH)

faults: setup ## kill an ingest at 50 random moments, stop a database server under one, and look what is there
	$(PY) -m bench.faults

hostile: setup ## clean pages made to hang a cleaner, and measure how time grows; the patterns' traps too
	$(PY) -m bench.hostile
	$(PY) -m bench.traps

bench-crawl: setup ## a crawl's pages per CPU-second beside Scrapy, newspaper4k and news-please, on loopback
	$(PY) -m bench.crawl $(BENCH)

soak: setup ## 20,000 real fetches on loopback in one crawl: the slope of memory
	$(PY) -m bench.crawl $(BENCH) --soak 20000 --fast

bench-store: setup ## the store beside the least that could do it: rows, look-ups, archive, share of an ingest, memory, export
	$(PY) -m bench.store $(BENCH)

screenshots: setup ## docs/pages/*.png of the service's pages, from a crawl of the sample outlet; needs chromium
	$(PY) -m docs.screenshots

bench-api: setup ## the HTTP API over 100,000 articles beside Datasette: requests a second, p50, p99
	$(PY) -m bench.api

figures: setup ## measure, and write the README's table of figures
	$(PY) -m bench.figures $(BENCH)
