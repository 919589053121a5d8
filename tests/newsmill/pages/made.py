"""A database for the pages: the sample outlet's stories, a copy of one, a text, and a page that attacks its readers."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import cleaners
from cleaners.types import Article, Metadata, Page, Rejected, Why
from newsmill.ingest import ingest
from newsmill.sample_server import HOME
from storage import Item, Store, Stored
from storage.memory import Memory
from storage.runs import CrawlRow

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LEDGER, POST, EVIL = "harbourledger.example", "riverpost.example", "evil.example"
FERRY = f"https://{LEDGER}/harbour/ferry-timetable"
RUN = "window.ran = (window.ran || 0) + 1; top.ran = 1; fetch('{OTHER}/fetched')"
ATTACK = f'"><img src=x onerror="{RUN}"><script>{RUN}</script>\'`{{{{7*7}}}}</textarea></title></style>'
"""What breaks out of an attribute, a text or a template, where it is not escaped."""
HOSTILE = """<!DOCTYPE html><html lang='en"onmouseover="ran=1'><head><title>Weir {ATTACK}</title>
<meta http-equiv="refresh" content="0;url={OTHER}/refreshed"><base href="{OTHER}/"><link rel="stylesheet" href="{OTHER}/a.css">
<link rel="preconnect" href="{OTHER}"><link rel="prefetch" href="{OTHER}/prefetched"><script>{RUN}</script>
<script src="{OTHER}/a.js"></script><style>@import url("{OTHER}/b.css"); body {{ background: url({OTHER}/b.png) }}</style></head>
<body onload="{RUN}" data-newsmill="title">
<nav><ul><li onclick="{RUN}"><a href="javascript:{RUN}">Home {ATTACK}</a></li></ul></nav>
<article><h1>Weir {ATTACK}</h1><p class="byline">By <a rel="author" href="javascript:{RUN}">Ada {ATTACK} Brook</a></p>
<p>Engineers took the last stones out of the old weir on Monday {ATTACK}, and by the evening the river had found the bed
it left in 1935. A crowd of <a href="javascript:{RUN}">about two hundred</a> watched from the footbridge.</p>
<p>The river board had argued for the work since a survey found that <a href="{OTHER}/fine">not one salmon</a> had passed
the mill in twenty years, and the owner of the café said that he would miss the sound of it.</p>
<img src="{OTHER}/c.png" onerror="{RUN}"><svg onload="{RUN}"><script>{RUN}</script></svg>
<iframe src="{OTHER}/frame" srcdoc="<script>{RUN}</script>"></iframe><object data="{OTHER}/d"></object>
<p>Gravel will be laid along four hundred metres of the bank before the autumn, and the footpath stays closed until the
end of May. The board will count fish at the mill every spring for ten years.</p></article>
<form action="{OTHER}/sent"><button autofocus onfocus="{RUN}">Subscribe to our newsletter</button></form>
<math><mtext></form><form><mglyph><style></math><img src onerror="{RUN}"></body></html>"""


def hostile(other: str) -> str:
    """The attacking page; `other` is the host that it would reach."""
    filled = HOSTILE.replace("{ATTACK}", ATTACK).replace("{RUN}", RUN)
    return filled.replace("{OTHER}", other).replace("{{", "{").replace("}}", "}")


@cache
def rules() -> cleaners.Rules:
    """The rules, loaded once a process."""
    return cleaners.load_rules()


def take(store: Store, body: str, url: str, source: str, *, kind: str = "text/html", at: datetime = AT) -> int:
    """Have a page take its way into the store; return its article's id."""
    page = Page(body=body.encode(), url=url, content_type=f"{kind}; charset=utf-8", fetched_at=at, source=source)
    outcome = ingest(page, store, lambda one: cleaners.clean(one, rules()))
    assert hasattr(outcome, "article_id"), outcome
    return int(outcome.article_id)


def sample(name: str, base: str) -> str:
    """A page of the sample outlet."""
    return (HOME / "site" / f"{name}.html").read_text(encoding="utf-8").replace("{{BASE}}", base)


def fill(store: Store, other: str = "https://other.example") -> dict[str, int]:
    """Store everything; return the ids by name."""
    ledger = f"https://{LEDGER}"
    ids = {"ferry": take(store, sample("harbour/ferry-timetable", ledger), FERRY, LEDGER)}
    take(store, sample("harbour/ferry-timetable.2", ledger), FERRY, LEDGER, at=AT + timedelta(hours=3))
    for name in ("business/oyster-prices", "harbour/fog-signal"):
        ids[name] = take(store, sample(name, ledger), f"{ledger}/{name}", LEDGER)
    ids["fog"] = ids["harbour/fog-signal"]
    ids["copy"] = take(store, sample("harbour/fog-signal", f"https://{POST}"), f"https://{POST}/fog", POST)
    notes = (HOME.parent / "samples" / "glass-recycling.txt").read_text(encoding="utf-8")
    ids["text"] = take(store, notes, f"https://{POST}/glass.txt", POST, kind="text/plain")
    ids["hostile"] = take(store, hostile(other), f"https://{EVIL}/weir", EVIL)
    ids["odd"] = _odd(store)
    _crawls(store)
    return ids


def _odd(store: Store) -> int:
    """An article whose every field is an attack, as a database filled by something else may hold it; without bytes."""
    script = "javascript:window.ran=1"
    meta = Metadata(
        title=ATTACK,
        description=ATTACK,
        authors=(ATTACK,),
        section=ATTACK,
        tags=(ATTACK,),
        language='en" onclick="ran=1',
        site_name=ATTACK,
        canonical_url=script,
        image_url=script,
        evidence={"title": ATTACK},
    )
    page = Page(body=b"", url=f"https://{EVIL}/odd", source=f"{EVIL}/{ATTACK}")
    article = Article(metadata=meta, blocks=(), removals=(), paywall_evidence=(ATTACK,), warnings=(ATTACK,))
    (outcome,) = store.save_all([Item(page=page, archived=None, article=article)])
    assert isinstance(outcome, Stored)
    return outcome.article_id


def _crawls(store: Store) -> None:
    """Crawls of four days, the last of which brought less; refusals and failures."""
    memory = Memory(store.database)
    for day, new in enumerate((9, 8, 10, 1)):
        values: dict[str, Any] = {
            "found": 20,
            "new": new,
            "refused": 2,
            "texts": new,
            "titles": new,
            "dates": new,
            "authors": new,
        }
        memory.note_run(CrawlRow(source=LEDGER, started_at=AT - timedelta(days=4 - day), seconds=2.5, **values))
    for why in (Why.LISTING, Why.TOO_SHORT):
        page = Page(body=b"x", url=f"https://{LEDGER}/{why.value}", source=LEDGER)
        store.refuse(page, None, Rejected(why=why, detail="nothing to read"))
    store.fail(f"javascript:{ATTACK}", "http-status", ATTACK, source=LEDGER)
    seeds = Path("seeds")
    seeds.mkdir(exist_ok=True)
    lines = ['name = "The Harbour Ledger"', f'url = "https://{LEDGER}"']
    (seeds / f"{LEDGER}.toml").write_text("\n".join(lines), encoding="utf-8")
