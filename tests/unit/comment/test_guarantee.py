import numpy as np
import pytest
from scipy.stats import beta, binom

from moderation.comment.guarantee import ALWAYS, NEVER, Promise, Share, _tail, guarantee, upper_bound


def decisions(count, seed, *, sharp=3.0):
    """Return calibrated scores and what moderators decided."""
    generator = np.random.default_rng(seed)
    scores = 1.0 / (1.0 + np.exp(-(sharp * generator.normal(size=count) - 1.5)))
    return scores, generator.random(count) < scores


@pytest.mark.parametrize(("wrong", "comments"), [(0, 299), (3, 1000), (50, 400), (0, 1)])
def test_the_bound_is_that_of_clopper_and_pearson(wrong, comments):
    assert upper_bound(wrong, comments, 0.05) == pytest.approx(beta.ppf(0.95, wrong + 1, comments - wrong), abs=1e-9)


def test_the_bound_of_no_comments_promises_nothing():
    assert upper_bound(0, 0, 0.05) == 1.0


@pytest.mark.parametrize(("wrong", "comments", "share"), [(0, 500, 0.01), (7, 900, 0.02), (300, 4000, 0.1)])
def test_the_tail_is_that_of_the_binomial_distribution(wrong, comments, share):
    assert _tail(wrong, comments, share) == pytest.approx(binom.cdf(wrong, comments, share), rel=1e-9)


@pytest.mark.parametrize("of", list(Share))
def test_unseen_decisions_break_the_promise_no_more_often_than_stated(of):
    promise = Promise(0.03, 0.06, 0.9, of)
    unseen, verdicts = decisions(50_000, 10_000)
    broken = 0
    for seed in range(60):
        scores, known = decisions(3_000, seed)
        found = guarantee(scores, scores, known, promise)
        refused, released = unseen >= found.refuse.threshold, unseen < found.release.threshold
        broken += (
            _rate(refused & ~verdicts, refused, ~verdicts, of) > promise.wrongly_refused
            or _rate(released & verdicts, released, verdicts, of) > promise.wrongly_released
        )

    # Six of 60 are allowed on average; more than twelve would be a one in a hundred chance.
    assert broken <= 12


def _rate(wrong, decided, deserving, of):
    base = {Share.DECIDED: decided.sum(), Share.DESERVING: deserving.sum()}.get(of, len(decided))
    return wrong.sum() / max(base, 1)


def test_much_is_decided_where_the_scores_are_sharp():
    scores, verdicts = decisions(20_000, 1, sharp=8.0)

    found = guarantee(scores, scores, verdicts)

    assert found.refuse.supported
    assert found.release.supported
    assert found.automatic > 0.5
    assert found.release.threshold <= found.refuse.threshold


def test_a_laxer_promise_decides_no_less():
    scores, verdicts = decisions(8_000, 2)

    strict = guarantee(scores, scores, verdicts, Promise(0.01, 0.02))
    lax = guarantee(scores, scores, verdicts, Promise(0.05, 0.1))

    assert lax.automatic >= strict.automatic


def test_too_few_decisions_say_so_and_hold_everything():
    scores, verdicts = decisions(100, 3)

    found = guarantee(scores, scores, verdicts)

    assert (found.refuse.threshold, found.release.threshold) == (NEVER, ALWAYS)
    assert found.automatic == 0.0
    assert "do not support" in found.statement
    assert str(found.refuse.needed) in found.statement


def test_scores_without_meaning_decide_nothing():
    generator = np.random.default_rng(4)
    scores, verdicts = generator.random(5_000), generator.random(5_000) < 0.3

    assert guarantee(scores, scores, verdicts).automatic == 0.0


def test_no_decisions_at_all_decide_nothing():
    assert guarantee([], [], []).automatic == 0.0


def test_where_all_agree_everything_is_decided():
    scores = np.array([0.999] * 2_000 + [0.001] * 2_000)

    found = guarantee(scores, scores, scores > 0.5)

    assert found.automatic == 1.0
    assert (found.refuse.wrong, found.release.wrong) == (0, 0)
    assert "0 of 2000" in found.statement


@pytest.mark.parametrize(
    ("scores", "verdicts"), [([0.5, float("nan")], [True, False]), ([2.0], [True]), ([0.5], [True, False])]
)
def test_what_is_no_score_is_refused(scores, verdicts):
    with pytest.raises(ValueError, match="scores"):
        guarantee(scores, scores, verdicts)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_promise_lies_between_nothing_and_all(share):
    with pytest.raises(ValueError, match="between 0 and 1"):
        Promise(wrongly_refused=share)
