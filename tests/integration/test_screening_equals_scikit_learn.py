import numpy as np
import pytest
from scipy.sparse import csr_matrix

from moderation.comment.classifier import make_classifier
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment
from moderation.policy.values import Category
from moderation.text.hashing import SLOTS
from moderation.training.corpora import read_authored
from moderation.training.screening import arrays_of
from moderation.training.screening_features import WIDTH, CommentFeatures, SteppedLogisticRegression, partition

CATEGORIES = (Category.AGGRESSION, Category.INSINUATION, Category.ADVERTISING)


@pytest.fixture(scope="module")
def fitted():
    examples = read_authored("train")[::4]
    rows = CommentFeatures().transform([example.text for example in examples])
    models = [
        SteppedLogisticRegression(max_iter=50)
        .fit(rows, np.array([category in example.violates for example in examples]))
        .calibrate(0.8, -0.3)
        for category in CATEGORIES
    ]
    return models, make_classifier(CATEGORIES, arrays_of(models))


def test_served_scores_equal_the_fitted_models_own(fitted):
    models, classifier = fitted
    texts = [*(example.text for example in read_authored("heldout")[:300]), "!!!", "a", "ß" * 300, "🙂 🙂"]
    rows = CommentFeatures().transform(texts)

    theirs = np.stack([model.predict_proba(rows)[:, 1] for model in models], axis=1)
    readings = [read_comment(text, lexicon()) for text in texts]

    assert np.abs(classifier.score_many(readings) - theirs).max() < 1e-6
    assert np.abs(np.stack([classifier.score(reading) for reading in readings]) - theirs).max() < 1e-6


def test_every_weight_fits_into_a_byte(fitted):
    models, classifier = fitted

    assert classifier.table.dtype == np.int8
    assert np.abs(classifier.table).max() == 127
    assert all(model.step_ > 0 for model in models)


def test_an_n_gram_that_parts_the_classes_weighs_more_than_one_that_both_have():
    rows = csr_matrix(np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 1.0, 1.0]]))
    rows.resize((4, WIDTH))

    scale = partition(rows, np.array([1, 1, 0, 0]), np.ones(4))

    assert scale[0] == pytest.approx(scale[1])
    assert scale[0] > scale[2] == pytest.approx(0.0)
    assert scale[SLOTS] == 1.0
