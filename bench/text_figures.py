"""Figures of text cleaning with judges that have not seen the outlet of a page."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.folds import fold, outlet
from bench.score import score, summary
from bench.sets import read_gold, read_page
from cleaners import Article, clean
from cleaners.rules import load_rules
from cleaners.text.model import TextModel

SETS = ("articles-text", "publishers-text")


def figures(bench: Path, judges: Sequence[str]) -> None:
    """Print the figures of both sets of texts; `judges` are those of the folds, in order."""
    rules = load_rules()
    models = [replace(rules, text_model=TextModel(text)) for text in judges]
    for name in SETS:
        gold = read_gold(bench / name)
        found, removed = {}, Counter[str]()
        for row in gold:
            result = clean(read_page(bench / name, row), models[fold(outlet(row["url"] or row["id"]))])
            found[row["id"]] = {"id": row["id"], "text": ""}
            if isinstance(result, Article):
                facts = result.metadata
                day = facts.published_at.isoformat() if facts.published_at else None
                found[row["id"]] |= {
                    "text": result.text,
                    "title": facts.title,
                    "authors": [*facts.authors],
                    "date": day,
                }
                removed.update(removal.reason.value for removal in result.removals)
        print(name, json.dumps(summary(score(gold, found))))
        print("   not-main-text", round(removed["not-main-text"] / max(removed.total(), 1), 3), removed.most_common(8))
