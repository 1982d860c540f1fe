"""What the classifier and what is known of the site make of the runs of a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from moderation.article.classifier import EDITORIAL_KIND, KINDS, Evidence
from moderation.article.features import Floats
from moderation.article.heads import Head
from moderation.article.layout import Layout
from moderation.article.notice import Piece
from moderation.article.odds import shifted
from moderation.article.prior import (
    NO_PHRASES,
    NOTHING,
    Phrases,
    Prior,
    find_priors,
    has_no_footer_words,
    is_standing,
    is_whole_sentence,
    speaks_of_comments,
)
from moderation.article.recurrence import Recurrence
from moderation.article.values import Label
from moderation.text.markup import Run

# From here on a run is rather an article's than not.
RATHER = 0.5
# On pages a compromise of leaks and losses, chosen over all folds of sites.
# On an article alone, what is not plainly boilerplate stays.
PAGE_THRESHOLD = 0.5
PLAIN_THRESHOLD = 0.55
# What sounds like comment rules may be an article about them.
PLAIN_RULES_THRESHOLD = 0.5
# Probability from which on a line is an article's where its words speak for it, or none against it.
PERHAPS = 0.4
# The same for what a newspaper repeats as part of its articles, whose words are much like those of boilerplate.
HARDLY = 0.02
# A sentence with words that footers are made of is spared for its repetition from this probability on, where the second
# reading hears neither rules nor other boilerplate in it; one without such words, where it hardly hears rules.
PLAINLY, PLAINLY_NO_RULES, PLAINLY_NO_OTHER, HARDLY_RULES = 0.85, -2.5, -1.5, -1.5
# An operator's word is as good as certain.
SURE = 0.99
# A phrase that takes less of a run of several sentences speaks of one of them.
MOST_OF_RUN = 0.6
MIN_DIVIDED = 80
_INNER_END = re.compile(r"[.!?…)][\"”“»«]*\s")

# What a named tuple's own constructor calls in the end, at half the price.
_as_piece = tuple.__new__
_LABELS = tuple(Label.PARAGRAPH if kind == EDITORIAL_KIND else Label(kind) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows about the page beside its source."""

    url: str | None = None
    title: str | None = None
    memory: Recurrence | None = None
    phrases: Phrases = NO_PHRASES


def judge(
    layout: Layout,
    classifier: Head,
    known: Known,
    evidence: Evidence | None = None,
    spared: Sequence[bool] | None = None,
) -> tuple[list[Piece], Evidence]:
    """Return each run with its verdict, and what words and markup said by themselves.

    :param evidence: what the classifier's `read` returns for the layout, where it is known already.
    :param spared: for each run whether its repetition on the site weighs nothing; found out without.
    """
    raw, evidence = classifier.judge_layout(layout, known.title, evidence)
    texts = [run.text for run in layout.runs]
    if spared is None and known.memory is not None and layout.plain:
        again = evidence.words[:, len(KINDS) :].tolist()
        spared = [_is_spared(*seen) for seen in zip(texts, raw[:, 0].tolist(), again, strict=True)]
    odds = _odds_of(evidence.words) if known.memory is not None else []
    priors = find_priors(texts, odds, known.memory, known.phrases, spared)
    if priors is not None:
        raw = shifted(
            raw,
            [0.0 if _is_elsewhere(run, prior) else prior.shift for run, prior in zip(layout.runs, priors, strict=True)],
        )
    probabilities = classifier.agree(raw)
    kinds = probabilities[:, 1:].argmax(axis=1) + 1
    rows = zip(layout.runs, *probabilities[:, :2].T.tolist(), kinds.tolist(), strict=True)
    pieces = [
        _as_piece(Piece, (run, editorial, _LABELS[kind], policy, index, NOTHING, None))
        for index, (run, editorial, policy, kind) in enumerate(rows)
    ]
    if priors is not None:
        pieces = [_with_prior(piece, prior) for piece, prior in zip(pieces, priors, strict=True)]
    return pieces, evidence


def _is_spared(text: str, editorial: float, again: Sequence[float]) -> bool:
    """Tell a text whose repetition weighs nothing: what newspapers repeat, and sentences that are plainly an article's.

    :param again: log-odds of the second reading, rules first, where the text was read again.
    """
    if editorial >= HARDLY and is_standing(text):
        return True
    rules, other = again or (PLAINLY_NO_RULES, PLAINLY_NO_OTHER)
    if editorial >= RATHER and has_no_footer_words(text):
        return rules < HARDLY_RULES
    plainly = editorial >= PLAINLY and rules <= PLAINLY_NO_RULES and other <= PLAINLY_NO_OTHER
    return plainly and bool(again) and is_whole_sentence(text) and not speaks_of_comments(text)


def _odds_of(words: Floats) -> list[float]:
    """Return the log-odds of being an article's by words alone; where they are read again, as rules they have less."""
    odds = [log_odds(exp(value)) for value in words[:, 0].tolist()]
    if words.shape[1] == len(KINDS):
        return odds
    return [min(first, -rules) for first, rules in zip(odds, words[:, len(KINDS)].tolist(), strict=True)]


def _is_elsewhere(run: Run, prior: Prior) -> bool:
    """Tell whether boilerplate stands in one sentence of a longer run: the sentence is judged by it, not the run."""
    return prior.word is False and prior.share < MOST_OF_RUN and has_sentences(run.text)


def _with_prior(piece: Piece, prior: Prior) -> Piece:
    if _is_elsewhere(piece.run, prior):
        return piece._replace(prior=prior._replace(word=None))
    if prior.word is None:
        return piece._replace(prior=prior)
    editorial = max(piece.editorial, SURE) if prior.word else min(piece.editorial, 1 - SURE)
    return piece._replace(editorial=editorial, prior=prior)


def log_odds(probability: float) -> float:
    """Return the logarithm of the odds, finite for certainty too."""
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return log(probability / (1 - probability))


def has_sentences(text: str) -> bool:
    """Tell whether a text is long enough and ends a sentence before its end."""
    return len(text) >= MIN_DIVIDED and _INNER_END.search(text) is not None


def threshold_of(layout: Layout, kind: Label) -> float:
    """Return the probability of editorial below which a run of a kind is taken for boilerplate."""
    if not layout.plain:
        return PAGE_THRESHOLD
    return PLAIN_RULES_THRESHOLD if kind is Label.POLICY_NOTICE else PLAIN_THRESHOLD
