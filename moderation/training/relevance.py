"""Train how far a comment is about its article: how rare stems are, what shared ones weigh, how straying sounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from moderation.comment.relevance import NAMES, RARITY_BITS, Relevance, log_odds, rarity_slot, read_subject
from moderation.policy.values import Category
from moderation.text.language import function_words
from moderation.text.normalise import fold
from moderation.text.tokens import split_words, stem
from moderation.training.corpora import Example

MAX_FALSE_HOLD = 0.05


@dataclass(frozen=True, slots=True)
class FittedRelevance:
    """Rarity of stems in 255ths, the weighing, and the score from which a comment is held as off topic."""

    rarity: NDArray[np.uint8]
    weights: tuple[float, ...]
    intercept: float
    straying: float
    hold: float
    auc: float

    def for_card(self) -> dict[str, Any]:
        """Return what the card states."""
        named = dict(zip(NAMES, self.weights, strict=True))
        return {
            "weights": list(named.values()),
            "names": list(named),
            "intercept": self.intercept,
            "straying": self.straying,
            "auc": self.auc,
        }


def fit_relevance(
    own: Sequence[Example],
    texts: Sequence[Example],
    articles: Mapping[str, tuple[str, str]],
    strays: Sequence[float],
) -> FittedRelevance:
    """Fit on our own comments that stand under an article; thresholds on folds of articles not seen.

    :param strays: for each of our own comments the probability that it strays, by what saw nothing of its article.
    """
    rarity = measure_rarity([*(example.text for example in texts), *(text for _, text in articles.values())])
    blank = Relevance(rarity.astype(np.float32) / 255.0, (0.0,) * len(NAMES), 0.0)
    known = [
        (example, log_odds(odds))
        for example, odds in zip(own, strays, strict=True)
        if example.article in articles and Category.OFF_TOPIC in example.violates | example.keeps
    ]
    placed = [example for example, _ in known]
    subjects = {name: read_subject(*article) for name, article in articles.items()}
    rows = np.array([(*_measure(blank, example, subjects, articles), odds) for example, odds in known])
    about = np.array([Category.OFF_TOPIC not in example.violates for example in placed])
    model = LogisticRegression(C=1.0)
    honest = cross_val_predict(
        model, rows, about, groups=[example.article for example in placed], cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    model.fit(rows, about)
    hold = float(np.quantile(1.0 - honest[about], 1.0 - MAX_FALSE_HOLD))
    return FittedRelevance(
        rarity,
        tuple(round(float(weight), 5) for weight in model.coef_[0, :-1]),
        round(float(model.intercept_[0]), 5),
        round(float(model.coef_[0, -1]), 5),
        round(hold, 4),
        round(float(roc_auc_score(about, honest)), 4),
    )


def _measure(
    blank: Relevance, example: Example, subjects: Mapping[str, Any], articles: Mapping[str, tuple[str, str]]
) -> tuple[float, ...]:
    assert example.article is not None
    subject = subjects[example.article]
    if example.parent:
        title, text = articles[example.article]
        subject = read_subject(title, f"{text}\n{example.parent}")
    return blank.measure(split_words(fold(example.text)), subject)


def measure_rarity(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Return for every slot of stems how rare they are: 255 where never seen, 0 for function words."""
    counts = np.zeros(1 << RARITY_BITS)
    for text in texts:
        slots = {rarity_slot(stem(word)) for word in split_words(fold(text))}
        counts[list(slots)] += 1
    rarity = np.log((len(texts) + 1) / (counts + 1)) / log(len(texts) + 1)
    for language in ("de", "en"):
        for word in function_words(language):
            rarity[rarity_slot(stem(word))] = 0.0
    return np.round(255 * rarity.clip(0.0, 1.0)).astype(np.uint8)
