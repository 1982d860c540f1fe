"""A served head gives the probabilities of the scikit-learn model whose weights it has."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from moderation.comment.reading import read_comment
from moderation.comment.site_classifier import REFUSAL, pool
from moderation.policy.values import Category
from moderation.services.screener import Screener
from moderation.text.hashing import SLOTS
from moderation.training.corpora import read_authored
from moderation.training.retraining import assemble
from moderation.training.review_shards import make_shard
from moderation.training.reviews_file import ReviewGiven
from moderation.training.screening_features import SHAPES_END, CommentFeatures
from moderation.training.site_fitting import fit_site_model
from moderation.training.site_material import material_in_memory
from moderation.training.site_model import SiteModel
from tests.integration.training.newsroom import decisions

NEVER = {"hold": 1.01, "reject": 1.01}
TEXTS = [*(example.text for example in read_authored("heldout")[:200]), "!!!", "a", "ß" * 300, "🙂 🙂"]


@pytest.fixture(scope="module")
def served() -> tuple[Screener, Screener, SiteModel]:
    base = Screener.load()
    lines = decisions(500, named=True)
    reviews = [ReviewGiven(line["id"], line["comment"], line["outcome"], line["categories"]) for line in lines]
    shard = make_shard(reviews, base.classifier)
    material, rows = material_in_memory(shard), np.arange(len(reviews))
    model, thresholds = fit_site_model(material, rows, base, seed=1)
    return base, assemble(base, model, {**thresholds, REFUSAL: NEVER}), model


def _columns(base: Screener, texts: list[str]) -> tuple[NDArray[np.float64], csr_matrix]:
    """Return the base's log-odds, and n-grams with features by the transformer, not by the scorer."""
    readings = [read_comment(text, base.classifier.words) for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        # Taken before they become probabilities: next to 1 those have lost the digits that tell the odds.
        patch.setattr(type(base.classifier), "probabilities", lambda _, odds: odds)
        odds = base.classifier.score_many(readings)
    return odds, CommentFeatures().transform(texts)


def _as_scikit_learn(weights: NDArray[np.float64], intercept: float) -> LogisticRegression:
    regression = LogisticRegression()
    regression.classes_ = np.array([False, True])
    regression.coef_, regression.intercept_ = weights[None, :], np.array([intercept])
    return regression


def test_every_head_gives_the_probabilities_of_predict_proba(served: tuple[Screener, Screener, SiteModel]) -> None:
    base, site, model = served
    odds, rows = _columns(base, TEXTS)
    readings = [read_comment(text, site.classifier.words) for text in TEXTS]
    together = site.classifier.score_many(readings)
    alone = np.stack([site.classifier.score(reading) for reading in readings])

    assert set(model.heads) == {REFUSAL, Category.INSULT.value}
    for name, head in model.heads.items():
        own = pool(odds) if name == REFUSAL else odds[:, base.classifier.categories.index(Category(name))]
        X = hstack((csr_matrix(own[:, None]), csr_matrix(odds), rows[:, SLOTS:SHAPES_END], rows[:, :SLOTS])).tocsr()
        theirs = _as_scikit_learn(np.concatenate(([head.base], head.scores, head.slots)), head.intercept)
        expected = theirs.predict_proba(X)[:, 1]
        column = [str(category) for category in site.classifier.categories].index(name)
        assert np.abs(together[:, column] - expected).max() < 1e-6
        assert np.abs(alone[:, column] - expected).max() < 1e-6
        assert np.ptp(expected) > 0.1
