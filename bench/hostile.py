"""Pages that are made to hang a cleaner: `python -m bench.hostile` measures each at two sizes, in processes of their own.

A page twice as large may take twice as long and, with the cost of a start, a little more: growth is printed as the
exponent of the time, 1.0 where time grows as the page does. The tests clean the same pages, smaller, and state laws.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from math import log2
from multiprocessing import get_context
from multiprocessing.connection import Connection

SECONDS = 120.0
_SENTENCE = "The harbour board met on Tuesday and agreed to mend the north pier before the winter storms arrive. "
_NODE = '{"\\u0040type":"NewsArticle","headline":"Pier to be mended","author":"Ada"}'
_PERSON = '{"name":"Ada Quill @"}'
_CIRCLE = '{"\\u0040id":"#@","\\u0040type":"NewsArticle","headline":"Pier to be mended","author":{"\\u0040id":"#@"}}'


def _html(body: str, head: str = "") -> bytes:
    """A page with an article in front of what is hostile."""
    article = (
        f"<article><h1>Pier to be mended</h1>{''.join(f'<p>{n}. {_SENTENCE * 2}</p>' for n in range(6))}</article>"
    )
    page = f"<!DOCTYPE html><html lang=en><head><title>Pier to be mended</title>{head}</head><body>{article}{body}</body></html>"
    return page.encode("utf-8", "surrogatepass")


def _ld(value: str) -> bytes:
    return _html("", f'<script type="application/ld+json">{value}</script>')


def _each(part: str, n: int, joint: str = "") -> str:
    """A part many times over, ``@`` in it being its number."""
    return joint.join(part.replace("@", str(number)) for number in range(n))


def _nested(tag: str) -> Callable[[int], bytes]:
    return lambda n: _html(f"<{tag}>" * n + "deep" + f"</{tag}>" * n)


def _tables(n: int) -> bytes:
    return _html("<table><tr><td>cell" * n + "</td></tr></table>" * n)


def _lists(n: int) -> bytes:
    return _html("<ul><li>item" * n + "</li></ul>" * n)


def _surrogates(n: int) -> bytes:
    return _html(f"<p>{chr(0xD800) * n} {_SENTENCE} &#xD800; &#xDFFF; &#55296;</p>")


#: What to repeat: the name, the page of a given size, and that size for the long run (about 5 to 10 MB or what is asked).
PAGES: dict[str, tuple[Callable[[int], bytes], int]] = {
    "nested div": (_nested("div"), 900_000),
    "nested span": (_nested("span"), 700_000),
    "nested font, never closed": (lambda n: _html("<font>x" * n), 700_000),
    "nested b and p": (lambda n: _html("<b><p>x" * n), 400_000),
    "paragraphs": (lambda n: _html("<p>Word and word.</p>" * n), 100_000),
    "long paragraphs": (lambda n: _html(f"<p>{_SENTENCE}</p>" * n), 50_000),
    "text between breaks": (lambda n: _html("line<br>" * n), 200_000),
    "empty elements": (lambda n: _html("<div></div>" * n), 200_000),
    "siblings in one row": (lambda n: _html("<div>" + "<span>a</span>" * n + "</div>"), 200_000),
    "attributes": (lambda n: _html(f"<p {_each('a@=v', n, ' ')}>{_SENTENCE}</p>"), 100_000),
    "one class, long": (lambda n: _html(f'<div class="{"date-author " * n}"><p>{_SENTENCE}</p></div>'), 430_000),
    "one class, one name": (lambda n: _html(f'<div class="{"a" * n}"><p>{_SENTENCE}</p></div>'), 5_000_000),
    "classes": (lambda n: _html(_each('<p class="byline-@ date-@">x@</p>', n)), 50_000),
    "style, long": (lambda n: _html(f'<div style="{"display : " * n}"><p>{_SENTENCE}</p></div>'), 500_000),
    "links": (lambda n: _html(_each('<a href="/story/@">Story @ goes on</a> ', n)), 50_000),
    "links in one list": (lambda n: _html(f"<ul>{_each('<li><a href=/s/@>Story @</a>', n)}</ul>"), 50_000),
    "author links": (lambda n: _html(_each("<a rel=author href=/author/@>Ada Quill</a>", n)), 50_000),
    "bylines": (lambda n: _html('<p class="byline">By <a href="/by/a">Ada Quill</a></p>' * n), 50_000),
    "said by": (lambda n: _html("<div>by <span>by</span> " + "by <i>x</i> " * n + "</div>"), 50_000),
    "headings": (lambda n: _html("<h1>Pier to be mended</h1>" * n), 30_000),
    "times": (lambda n: _html('<time datetime="2024-05-01">1 May 2024</time>' * n), 50_000),
    "date lines": (lambda n: _html("<p>Updated 1 May 2024</p>" * n), 50_000),
    "tables": (_tables, 1_000),
    "tables, deeper": (_tables, 20_000),
    "cells": (lambda n: _html("<table>" + "<tr><td>1</td><td>two</td></tr>" * n + "</table>"), 50_000),
    "lists": (_lists, 50_000),
    "quotes": (_nested("blockquote"), 50_000),
    "articles": (lambda n: _html(f"<article><h2>Pier</h2><p>{_SENTENCE}</p></article>" * n), 20_000),
    "nested articles": (lambda n: _html(f"<article><p>{_SENTENCE}</p>" * n), 20_000),
    "nested anchors": (lambda n: _html('<a href="/x">y<b>' * n), 50_000),
    "figures": (lambda n: _html("<figure><img src=x><figcaption>Photo: A. Quill</figcaption></figure>" * n), 30_000),
    "one long line": (lambda n: _html(f"<p>{'word ' * n}</p>"), 1_000_000),
    "one long word": (lambda n: _html(f"<p>{'w' * n}</p>"), 5_000_000),
    "one wide word": (lambda n: _html(f"<p>{'字' * n}</p>"), 2_000_000),
    "spaces": (lambda n: _html(f"<p>a{' ' * n}b</p><p>a{chr(0xA0) * (n // 4)}b</p>"), 4_000_000),
    "dots": (lambda n: _html(f"<p>{'. ' * n}</p>"), 1_000_000),
    "entities": (lambda n: _html(f"<p>{'&amp;&lt;&#x41;&nbsp;&bogus;' * n}</p>"), 200_000),
    "comments": (lambda n: _html("<!-- x -->" * n), 500_000),
    "open comment": (lambda n: _html("<!-- " + "x" * n), 5_000_000),
    "open tags": (lambda n: _html("<" * n), 2_000_000),
    "open attribute": (lambda n: _html('<a href="' + "x" * n), 5_000_000),
    "control characters": (lambda n: _html("<p>" + "a\x01\x08\x0b\x1f" * n + "</p>"), 500),
    "surrogates": (_surrogates, 500_000),
    "declarations": (lambda n: b"<?xml" + b" " * n + b"<p>" + _SENTENCE.encode(), 3_000_000),
    "scripts": (lambda n: _html("<script>var a = {datePublished: 1};</script>" * n), 100_000),
    "one script": (lambda n: _html('<script>"date_published' + '"published_' * n + "</script>"), 400_000),
    "metas": (lambda n: _html("", '<meta name="author" content="Ada Quill">' * n), 50_000),
    "meta keys": (lambda n: _html("", _each('<meta name="pub-date-@" content="2024-05-01">', n)), 50_000),
    "long title": (lambda n: _html("", f'<meta property="og:title" content="{"a | b - " * n}">'), 500_000),
    "long author": (lambda n: _html("", f'<meta name="author" content="{"Ada Quill, " * n}">'), 300_000),
    "long description": (lambda n: _html("", f'<meta name="description" content="{_SENTENCE * n}">'), 40_000),
    "JSON-LD, large": (lambda n: _ld(f"[{_each(_NODE, n, ',')}]"), 50_000),
    "JSON-LD, authors": (lambda n: _ld(_NODE.replace('"Ada"', f"[{_each(_PERSON, n, ',')}]")), 50_000),
    "JSON-LD, deep": (lambda n: _ld('{"@type":"NewsArticle","author":' + "[" * n + "]" * n + "}"), 1_000_000),
    "JSON-LD, deep objects": (lambda n: _ld('{"a":' * n + "1" + "}" * n), 500_000),
    "JSON-LD, in a circle": (lambda n: _ld(f"[{_each(_CIRCLE, n, ',')}]"), 20_000),
    "JSON-LD, broken": (lambda n: _ld('{"@type":"NewsArticle","headline":"' + 'a" "' * n), 500_000),
    "JSON-LD, escapes": (lambda n: _ld('{"@type":"NewsArticle","headline":"' + "\\x" * n + '"}'), 1_000_000),
    "JSON-LD, commas": (lambda n: _ld('{"@type":"NewsArticle",' + ", " * n + "}"), 1_000_000),
    "JSON-LD, open authors": (lambda n: _ld('"author" : [' * n), 300_000),
    "JSON-LD, body": (lambda n: _ld(f'{{"@type":"NewsArticle","articleBody":"{_SENTENCE * n}"}}'), 40_000),
    "base and links": (lambda n: _html("<base href='http://[/'>" + '<a href="http://[::1">x</a>' * n), 50_000),
    "text, lines": (lambda n: (_SENTENCE + "\n").encode() * n, 50_000),
    "text, short lines": (lambda n: b"Menu\n\n" * n, 100_000),
    "text, one line": (lambda n: _SENTENCE.encode() * n, 50_000),
    "text, one word": (lambda n: b"a" * n, 5_000_000),
    "text, dates": (lambda n: b"Published on 1 May 2024\nUpdated 2 May 2024 10:00\n" * n, 50_000),
    "text, names": (lambda n: b"By Ada Quill\n" * n, 50_000),
    "text, wrapped": (lambda n: b"words that were wrapped at a margin which is about here, as\n" * n, 50_000),
    "text, brackets": (lambda n: b"[" * n + b"](" * n, 1_000_000),
    "text, tables": (lambda n: b"| a | b | c |\n" * n, 50_000),
}  # fmt: skip


def _measured(pipe: Connection, name: str, size: int) -> None:
    """In a process of its own: seconds and megabytes that the page costs, beyond those of a page that is none."""
    from cleaners import Page, clean, load_rules

    rules = load_rules()
    clean(Page(body=_html(""), url="https://example.org/a"), rules)
    body = PAGES[name][0](size)
    kind = "text/plain" if name.startswith("text") else "text/html"
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    pipe.send("")
    clean(Page(body=body, url="https://example.org/a/pier-to-be-mended", content_type=f"{kind}; charset=utf-8"), rules)
    seconds = time.process_time() - start
    added = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    pipe.send((len(body), seconds, added))


def measure(name: str, size: int, seconds: float) -> tuple[int, float, float] | None:
    """Bytes, seconds and megabytes of one page, or None where it takes too long."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measured, args=(theirs, name, size))
    process.start()
    theirs.close()
    try:
        ours.recv()
        return ours.recv() if ours.poll(seconds) else None
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()


def rows(wanted: str, scale: float, seconds: float) -> Iterator[dict[str, object]]:
    """A row for every page whose name holds `wanted`."""
    for name, (_, size) in PAGES.items():
        if wanted in name:
            half, whole = (measure(name, max(1, int(size * part * scale)), seconds) for part in (0.5, 1))
            row: dict[str, object] = {"page": name, "megabytes": None, "seconds": None, "growth": None, "memory": None}
            if whole:
                row |= {"megabytes": whole[0] / 1e6, "seconds": whole[1], "memory": whole[2]}
            if whole and half:
                row["growth"] = log2(max(whole[1], 0.01) / max(half[1], 0.01))
            yield row


def main() -> None:
    """Print a line a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--scale", type=float, default=1.0, help="of the sizes")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="the most that a page may take")
    parser.add_argument("--json", action="store_true", help="an object a line")
    chosen = parser.parse_args()
    if not chosen.json:
        print(f"{'page':28}{'MB':>8}{'seconds':>9}{'growth':>8}{'MiB more':>10}")
    for row in rows(chosen.only, chosen.scale, chosen.seconds):
        if chosen.json:
            print(json.dumps(row), flush=True)
        else:
            cells = [f"{row[key]:.2f}" if row[key] is not None else "-" for key in ("megabytes", "seconds", "growth")]
            memory = "-" if row["memory"] is None else f"{row['memory']:.0f}"
            print(f"{row['page']:28}{cells[0]:>8}{cells[1]:>9}{cells[2]:>8}{memory:>10}", flush=True)


if __name__ == "__main__":
    main()
