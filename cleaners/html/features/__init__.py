"""The numbers by which blocks are labelled: one row a block."""

from cleaners.html.features.known import Evidence
from cleaners.html.features.matrix import NAMES, Array, by_themselves, candidates, layout, matrix, paragraphs
from cleaners.html.features.place import Layout

__all__ = ["NAMES", "Array", "Evidence", "Layout", "by_themselves", "candidates", "layout", "matrix", "paragraphs"]
