"""How `newsmill clean` prints articles: one by one, in one of the forms of `--format`."""

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, Self

import click

from cleaners.types import Article, Rejected
from newsmill.cli.explain import explain
from newsmill.cli.screen import is_terminal
from newsmill.files import Document
from newsmill.markdown import as_markdown
from newsmill.render import as_dict, explained


class Output(AbstractContextManager["Output"], Protocol):
    """Where articles go: on the `screen` of a terminal, or to where a second run `resumes`.

    What was written before the context ends, by whatever, is whole.
    """

    resumes: bool

    @property
    def screen(self) -> bool: ...

    def done(self, name: str) -> bool:
        """Whether the document of that id was written, or refused, by an earlier run."""
        ...

    def write(self, document: Document, article: Article) -> None: ...

    def refuse(self, document: Document, rejected: Rejected) -> None: ...


@dataclass(slots=True, kw_only=True)
class Printed:
    """Prints to standard output, or nothing where `quiet`; `headings` tells several texts apart."""

    form: str
    explain: bool = False
    quiet: bool = False
    headings: bool = False
    resumes: bool = False
    _written: int = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.form == "json" and not self.quiet:
            click.echo("\n]" if self._written else "[]")

    @property
    def screen(self) -> bool:
        """Whether articles come on the screen."""
        return not self.quiet and is_terminal()

    def done(self, name: str) -> bool:
        """Nothing is done before."""
        return False

    def write(self, document: Document, article: Article) -> None:
        """Print one article."""
        if self.quiet:
            return
        if self.form == "jsonl":
            click.echo(as_json(document, article, explain=self.explain))
        elif self.form == "json":
            click.echo(
                ("," if self._written else "[") + "\n" + as_json(document, article, explain=self.explain), nl=False
            )
        else:
            self._write_text(document, article)
        self._written += 1

    def refuse(self, document: Document, rejected: Rejected) -> None:
        """Nothing to print of a document without an article."""

    def _write_text(self, document: Document, article: Article) -> None:
        headed = self.headings or document.part > 0
        if self._written and (headed or self.explain):
            click.echo()
        if self.explain:
            explain(article, f"{document.path}: {article.metadata.title or 'no title stated'}")
            return
        if headed:
            click.echo(f"==> {document.path} <==\n")
        click.echo(as_text(article, self.form))


def as_json(document: Document, article: Article, *, explain: bool) -> str:
    """An article as an object on one line; with `blocks`, every verdict, where `explain` asks for them."""
    value = as_dict(article, name=document.name, url=document.page.url)
    if explain:
        value["blocks"] = explained(article)
    return json.dumps(value, ensure_ascii=False)


def as_text(article: Article, form: str) -> str:
    """An article as text or as Markdown."""
    return as_markdown(article) if form == "markdown" else article.text
