"""The second reading is served as it was fitted, and what one hand wrote is held out together."""

from random import Random

import numpy as np
import pytest

from moderation.article.classifier import KINDS
from moderation.article.manner import marks, sums_of_frames
from moderation.article.phrasing import log_odds, words_of
from moderation.training.separation_folds import fold_of_snippet
from moderation.training.separation_material import load_closings, load_snippets
from moderation.training.separation_phrasing import fit_phrases, frame_matrix, matrix
from moderation.training.separation_rules import POLICY, rules_closings, rules_snippets
from moderation.training.separation_snippet import EDITORIAL, Snippet

TEXTS = [
    Snippet("Beleidigende Kommentare löschen wir.", POLICY, "policy-d1"),
    Snippet("Bitte bleiben Sie sachlich.\nIhre Redaktion", POLICY, "policy-e1"),
    Snippet("Newsletter kostenlos bestellen", 4, "newsletter-d"),
    Snippet("Alle Rechte vorbehalten", 10, "copyright-d"),
    Snippet("Der Rat vertagte sich auf Montag.", EDITORIAL, "d-short.txt"),
    Snippet("Die Brücke bleibt gesperrt.", EDITORIAL, "f-endings.txt"),
]


def test_served_log_odds_equal_the_fitted_sums():
    phrases = fit_phrases(TEXTS, [], Random(1))
    texts = [snippet.text for snippet in TEXTS]

    said = log_odds([words_of(text) for text in texts], phrases.words)
    how = sums_of_frames(texts, phrases.frames) + marks(texts) @ phrases.marks

    assert np.allclose(said, matrix(texts) @ phrases.words, atol=1e-5)
    assert np.allclose(sums_of_frames(texts, phrases.frames), frame_matrix(texts) @ phrases.frames, atol=1e-5)
    served = said + how + phrases.offset
    assert served[:2, 0].min() > served[2:, 0].max()
    assert served[2:4, 1].min() > np.delete(served, [2, 3], axis=0)[:, 1].max()


def test_what_one_hand_wrote_is_in_one_fold():
    folds: dict[str, set[int]] = {}
    for snippet in [*load_snippets(), *load_closings()]:
        folds.setdefault(snippet.manner, set()).add(fold_of_snippet(snippet))

    assert {len(own) for manner, own in folds.items() if manner != "invented"} == {1}


@pytest.mark.parametrize(
    ("first", "second"), [("newsletter-h", "h-pairs.txt"), ("policy-d6", "d-short.txt"), ("policy-k1", "k-short.txt")]
)
def test_footers_and_closings_of_one_hand_are_held_out_together(first, second):
    assert fold_of_snippet(Snippet("", POLICY, first)) == fold_of_snippet(Snippet("", EDITORIAL, second))


def test_rules_of_other_places_are_an_articles_unless_listed():
    closings = {snippet.text: snippet for snippet in rules_closings()}
    others = [snippet for snippet in rules_snippets() if snippet.manner == "elsewhere"]

    assert any(text.startswith("Im Schwimmbad ist das Rennen") for text in closings)
    assert {KINDS[snippet.kind] for snippet in others} >= {"newsletter", "copyright", "comment_form"}
