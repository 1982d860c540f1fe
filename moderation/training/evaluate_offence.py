"""Offence and hatred by function and on corpora that taught nothing; and what may run alone under a promise."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import f1_score, recall_score, roc_auc_score

from moderation.comment.guarantee import Promise, Share, guarantee
from moderation.comment.values import ArticleText, Comment, Decision, Outcome
from moderation.errors import InvalidInput
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category
from moderation.services.screener import Screener
from moderation.training.corpora import Example, read_articles, read_corpus
from moderation.training.functions import read_functions

# The clauses of tone, stated outright.
TONE_POLICY = (
    "Beleidigungen, Diskriminierung, Hetze, Gewaltaufrufe, Schimpfwörter und aggressive Formulierungen sind nicht "
    "erlaubt. Solche Kommentare veröffentlichen wir nicht."
)
HATEFUL = frozenset((Category.DISCRIMINATION, Category.HATE, Category.VIOLENCE))
OFFENSIVE = HATEFUL | {Category.INSULT, Category.PROFANITY, Category.SEXUAL, Category.AGGRESSION}
_UNSEEN = ("germeval2019", "germeval2021", "hasoc2019_de")
_SAMPLE = 2_000
_EVEN = 0.5
_PROMISES = (Promise(), Promise(0.05, 0.05), Promise(0.1, 0.1), Promise(0.01, 0.1, of=Share.ALL))


def show_functions(screener: Screener) -> None:
    """Print how sentences by function are judged: as hatred where a clause about it is cited."""
    examples = read_functions("heldout")
    decisions = screener.screen_many([example.text for example in examples], policy=parse_policy(TONE_POLICY))
    hateful = np.array([not example.violates.isdisjoint(HATEFUL) for example in examples])
    cited = np.array([any(item.category in HATEFUL for item in decision.violations) for decision in decisions])
    scored = np.array([score(decision, HATEFUL) >= _EVEN for decision in decisions])
    refused = np.array([decision.outcome is Outcome.REJECT for decision in decisions])
    table = Table("function", "sentences", "hateful", "cited", "score ≥ .5", "refused", title="sentences by function")
    for kind in sorted({example.kind for example in examples}):
        chosen = np.array([example.kind == kind for example in examples])
        shares = [f"{values[chosen].mean():.2f}" for values in (hateful, cited, scored, refused)]
        table.add_row(kind, str(chosen.sum()), *shares)
    Console().print(table)
    for name, found in (("cited", cited), ("score ≥ .5", scored)):
        Console().print(f"hatred by {name}: {_figures(hateful, found)}")


def show_offence(screener: Screener, corpora: Path) -> None:
    """Print how offence is told on corpora, by the largest score of a clause of tone and by outcome."""
    table = Table(
        "corpus", "comments", "largest score ≥ .5", "AUC", "not approved", title="offence, the model as it is"
    )
    policy = parse_policy(TONE_POLICY)
    for name in _UNSEEN:
        try:
            examples = [example for example in read_corpus(corpora, name) if example.violates or example.keeps]
        except InvalidInput:
            continue
        order = np.random.default_rng(0).permutation(len(examples))[:_SAMPLE]
        chosen = [examples[number] for number in order if examples[number].text.strip()]
        decisions = screener.screen_many([example.text for example in chosen], policy=policy)
        truth = np.array([not example.violates.isdisjoint(OFFENSIVE) for example in chosen])
        scores = np.array([score(decision, OFFENSIVE) for decision in decisions])
        stopped = np.array([decision.outcome is not Outcome.APPROVE for decision in decisions])
        auc = f"{roc_auc_score(truth, scores):.3f}"
        table.add_row(name, str(len(chosen)), _figures(truth, scores >= _EVEN), auc, _figures(truth, stopped))
    Console().print(table)


def show_automation(screener: Screener, examples: Sequence[Example]) -> None:
    """Print how much may run alone under a promise, were our held-out comments a newsroom's decided ones."""
    policy = parse_policy(TONE_POLICY)
    stated = {clause.category for clause in policy.clauses}
    articles = {name: ArticleText(*article) for name, article in read_articles().items()}
    doubts = [
        screener.weigh(Comment(example.text), policy=policy, article=articles.get(example.article or ""))
        for example in examples
    ]
    refused = [not stated.isdisjoint(example.violates) for example in examples]
    for promise in _PROMISES:
        found = guarantee([one.refuse for one in doubts], [one.release for one in doubts], refused, promise)
        Console().print(
            f"alone under {promise.wrongly_refused:.0%} / {promise.wrongly_released:.0%} of {promise.of}: "
            f"{found.automatic:.3f} of {found.comments}. {found.statement}"
        )


def score(decision: Decision, categories: frozenset[Category]) -> float:
    """Return the largest score of some categories."""
    return max(decision.scores.get(category, 0.0) for category in categories)


def _figures(truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> str:
    macro = f1_score(truth, found, average="macro")
    return f"macro F1 {macro:.3f}, recalls {recall_score(truth, found):.2f} / {recall_score(~truth, ~found):.2f}"
