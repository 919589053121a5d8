"""The numbers by which blocks are labelled: one row a block."""

from cleaners.html.features.known import Evidence
from cleaners.html.features.matrix import NAMES, Array, by_themselves, candidates, matrix, paragraphs

__all__ = ["NAMES", "Array", "Evidence", "by_themselves", "candidates", "matrix", "paragraphs"]
