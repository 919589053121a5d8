"""The numbers by which blocks are labelled: one row a block."""

from cleaners.html.features.known import Evidence
from cleaners.html.features.matrix import NAMES, Array, candidates, matrix, paragraphs

__all__ = ["NAMES", "Array", "Evidence", "candidates", "matrix", "paragraphs"]
