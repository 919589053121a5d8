"""Reads saved plain text: a copy of a page, the text of a PDF, a clipping service's mail."""

from cleaners.text.read import read
from cleaners.text.split import split

__all__ = ["read", "split"]
