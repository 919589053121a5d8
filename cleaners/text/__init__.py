"""Reads saved plain text: a copy of a page, the text of a PDF, a clipping service's mail."""

from cleaners.text.read import read

__all__ = ["read"]
