"""HTML to blocks, labels and metadata."""

from cleaners.html.read import read

__all__ = ["read"]
