"""How `newsmill clean` writes articles: one by one, in one of the forms of `--format`."""

import json
from dataclasses import dataclass

import click

from cleaners.types import Article
from newsmill.cli.explain import explain
from newsmill.files import Document
from newsmill.markdown import as_markdown
from newsmill.render import as_dict, explained


@dataclass(slots=True, kw_only=True)
class Output:
    """Writes to standard output; `written` counts the articles, also where `quiet` prints none of them."""

    form: str
    explain: bool = False
    quiet: bool = False
    headings: bool = False
    written: int = 0

    def write(self, document: Document, article: Article) -> None:
        """Write one article."""
        if self.quiet:
            pass
        elif self.form in ("json", "jsonl"):
            self._write_json(document, article)
        else:
            self._write_text(document, article)
        self.written += 1

    def close(self) -> None:
        """Write what ends the output."""
        if self.form == "json" and not self.quiet:
            click.echo("\n]" if self.written else "[]")

    def _write_text(self, document: Document, article: Article) -> None:
        if self.written and (self.headings or self.explain):
            click.echo()
        if self.explain:
            explain(article, f"{document.path}: {article.metadata.title or 'no title stated'}")
            return
        if self.headings:
            click.echo(f"==> {document.path} <==\n")
        click.echo(as_markdown(article) if self.form == "markdown" else article.text)

    def _write_json(self, document: Document, article: Article) -> None:
        value = as_dict(article, name=document.name, url=document.page.url)
        if self.explain:
            value["blocks"] = explained(article)
        line = json.dumps(value, ensure_ascii=False)
        if self.form == "jsonl":
            click.echo(line)
        else:
            click.echo(("," if self.written else "[") + "\n" + line, nl=False)
