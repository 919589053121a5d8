"""Runs the cleaner over a quality set, writes what came out, prints the figures beside trafilatura's.

    python -m bench.quality GOLD_DIR [--predictions OUT.jsonl] [--worst N] [--fast] [--no-url]

GOLD_DIR has the form described in bench/README.md. A page of an outlet that the models were trained on is judged by a
model that has not seen that outlet. Pages per second are those of one process, on the clock of the CPU.
"""

import argparse
import json
import time
from collections import Counter
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import trafilatura

from bench.models import Judges
from bench.score import score, summary
from bench.sets import read_gold, read_page
from cleaners import Article, Rejected, clean
from cleaners.types import Page

_JUDGES: list[Judges] = []


def _start() -> None:
    _JUDGES.append(Judges())


def _work(job: tuple[str, dict[str, Any], bool, bool, bool]) -> dict[str, Any]:
    folder, row, peer, fast, url = job
    page = read_page(Path(folder), row)
    rules = _JUDGES[0].rules(page.url, text=page.content_type == "text/plain")
    page = page if url else replace(page, url="")
    started = time.process_time()
    result = clean(page, rules, fast=fast)
    seconds = time.process_time() - started
    removed = Counter(removal.reason.value for removal in result.removals) if isinstance(result, Article) else Counter()
    return {
        "prediction": _prediction(row["id"], result),
        "seconds": seconds,
        "removed": removed,
        "peer": _trafilatura(row["id"], page) if peer else None,
    }


def _prediction(name: str, result: Article | Rejected) -> dict[str, Any]:
    if isinstance(result, Rejected):
        return {"id": name, "rejected": result.why.value, "text": ""}
    metadata = result.metadata
    return {
        "id": name,
        "text": result.text,
        "title": metadata.title,
        "authors": list(metadata.authors),
        "date": metadata.published_at.isoformat() if metadata.published_at else None,
        "description": metadata.description,
        "language": metadata.language,
        "paywall": result.paywall.value,
    }


def _trafilatura(name: str, page: Page) -> dict[str, Any]:
    html = page.body.decode("utf-8", "replace")
    started = time.process_time()
    document = trafilatura.bare_extraction(html, url=page.url, with_metadata=True, include_comments=False)
    seconds = time.process_time() - started
    if document is None or isinstance(document, dict):
        return {"seconds": seconds, "prediction": {"id": name}}
    authors = (document.author or "").split("; ")
    found = {"id": name, "text": document.text, "title": document.title, "date": document.date, "authors": authors}
    return {"seconds": seconds, "prediction": found}


def run(
    folder: Path, *, peer: bool = True, fast: bool = False, url: bool = True
) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Clean every page of a set: the figures, the predictions, and the score of each page.

    `peer` has trafilatura's besides, `fast` cleans fast, and without `url` the cleaner is not told the pages' addresses.
    """
    gold = read_gold(folder)
    first = read_page(folder, gold[0])  # the models of the folds are trained once, before the processes start
    Judges().rules(first.url, text=first.content_type == "text/plain")
    with get_context("spawn").Pool(initializer=_start) as pool:
        results = list(pool.imap(_work, [(str(folder), row, peer, fast, url) for row in gold], chunksize=4))
    predictions = [result["prediction"] for result in results]
    removed: Counter[str] = sum((result["removed"] for result in results), Counter())
    figures: dict[str, Any] = {"newsmill": _figures(gold, predictions, [r["seconds"] for r in results])}
    figures["newsmill"]["not_main_text_share"] = round(removed["not-main-text"] / max(removed.total(), 1), 3)
    figures["removed"] = dict(removed.most_common())
    if peer:
        figures["trafilatura"] = _figures(
            gold, [r["peer"]["prediction"] for r in results], [r["peer"]["seconds"] for r in results]
        )
    rows = [] if "type" in gold[0] else score(gold, {p["id"]: p for p in predictions})
    return figures, predictions, rows


def _figures(gold: list[dict[str, Any]], predictions: list[dict[str, Any]], seconds: list[float]) -> dict[str, Any]:
    by_id = {p["id"]: p for p in predictions}
    if "type" in gold[0]:
        figures: dict[str, Any] = _taken(gold, by_id)
    else:
        figures = summary(score(gold, by_id))
    return figures | {"pages_per_second": round(len(gold) / sum(seconds), 1)}


def _taken(gold: list[dict[str, Any]], predictions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The shares of articles taken and of other pages refused."""
    articles = [row["id"] for row in gold if row["type"] == "article"]
    others = [row["id"] for row in gold if row["type"] != "article"]
    return {
        "pages": len(gold),
        "taken": round(sum(not predictions[i].get("rejected") for i in articles) / max(len(articles), 1), 4),
        "refused": round(sum(bool(predictions[i].get("rejected")) for i in others) / max(len(others), 1), 4),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold_dir", type=Path)
    parser.add_argument("--predictions", type=Path, help="write one JSON object a page")
    parser.add_argument("--worst", type=int, default=0, help="also list the N pages of lowest F1")
    parser.add_argument("--no-peer", action="store_true", help="leave trafilatura out")
    parser.add_argument("--fast", action="store_true", help="take the figures of fast cleaning")
    parser.add_argument("--no-url", action="store_true", help="as if the addresses of the pages were not known")
    arguments = parser.parse_args()
    figures, predictions, rows = run(
        arguments.gold_dir, peer=not arguments.no_peer, fast=arguments.fast, url=not arguments.no_url
    )
    if arguments.predictions:
        with arguments.predictions.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in predictions)
    for name, row in figures.items():
        print(f"{name:12}", json.dumps(row))
    for row in sorted(rows, key=lambda row: row["f1"])[: arguments.worst]:
        print("  ", row["id"], {key: round(v, 3) for key, v in row.items() if isinstance(v, int | float)})


if __name__ == "__main__":
    main()
