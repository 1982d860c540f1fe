"""The served model for separation: one classifier for articles alone, one for whole pages, each trained by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from moderation.article.classifier import ARTICLES, PAGES, BlockClassifier, arrays_of
from moderation.article.layout import Layout
from moderation.article.pages import PageClassifier

Head = BlockClassifier | PageClassifier


@dataclass(frozen=True, slots=True)
class Heads:
    """Both classifiers."""

    articles: Head
    pages: Head
    label: str

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], label: str) -> "Heads":
        """Return the heads of a stored model, whose arrays are named `head/array`.

        :raises KeyError: when an array is missing.
        :raises ValueError: when one has another shape than this program reads.
        """
        articles = BlockClassifier.from_arrays(arrays_of(arrays, ARTICLES), label)
        return cls(articles, PageClassifier.from_arrays(arrays_of(arrays, PAGES), label), label)

    def of(self, layout: Layout) -> Head:
        """Return the classifier for a page."""
        return self.articles if layout.plain else self.pages
