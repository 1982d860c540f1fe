"""Fit all heads of a site model, and choose the thresholds of those that stand for a clause."""

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from moderation.comment.site_classifier import REFUSAL
from moderation.policy.catalogue import entry
from moderation.policy.values import Category
from moderation.services.screener import Screener
from moderation.training.review_shards import clause_bit
from moderation.training.screening_thresholds import choose_thresholds
from moderation.training.site_context import context_effects
from moderation.training.site_heads import Head, fit_head
from moderation.training.site_material import Floats, Material
from moderation.training.site_model import SiteModel, rounded

NEVER = 1.01
MIN_NAMED = 40
# One more column for each head: with these the table of weights is not wider than the base's own.
MOST_CLAUSES = 5
FALSE_HOLDS = 0.02
Limits = dict[str, dict[str, float]]


def fit_refusal(material: Material, rows: NDArray[np.int64], seed: int) -> SiteModel:
    """Fit on some reviews what tells refused comments from approved ones, named clauses or not."""
    head = rounded(fit_head(material, rows, material.columns.refused, material.base, balanced=True, seed=seed))
    return SiteModel({REFUSAL: head}, *_contexts(material, rows, head))


def fit_site_model(
    material: Material, rows: NDArray[np.int64], screener: Screener, seed: int
) -> tuple[SiteModel, Limits]:
    """Fit every head on some reviews, and choose the thresholds of those that stand for a clause."""
    refusal = fit_refusal(material, rows, seed)
    heads = dict(refusal.heads)
    thresholds: Limits = {}
    for category in _named(material, rows, screener):
        fitted = _fit_clause(material, rows, category, screener, seed)
        if fitted is not None:
            heads[category.value], thresholds[category.value] = fitted
    return SiteModel(heads, refusal.keys, refusal.effects), thresholds


def _fit_clause(
    material: Material, rows: NDArray[np.int64], category: Category, screener: Screener, seed: int
) -> tuple[Head, dict[str, float]] | None:
    """Fit the head of one clause; None where it judges unseen comments no better than the base."""
    columns = material.columns
    column = screener.classifier.categories.index(category)
    base = material.scores[:, column].astype(float)
    truth = (columns.clauses & np.uint64(clause_bit(category))) != 0
    # Who refuses without a clause may have meant this one.
    known = rows[truth[rows] | ~columns.refused[rows] | (columns.clauses[rows] != 0)]
    head = rounded(fit_head(material, known, truth, base, balanced=False, seed=seed))
    seen = np.isfinite(head.honest)
    labels, honest = truth[known][seen], head.honest[seen]
    if labels.all() or not labels.any() or roc_auc_score(labels, honest) < roc_auc_score(labels, base[known][seen]):
        return None
    approved = ~columns.refused[known][seen]
    scores = 1.0 / (1.0 + np.exp(-honest))
    hold, reject = choose_thresholds(scores, labels.astype(int), approved, FALSE_HOLDS)
    known_limits = screener.thresholds.get(category)
    if known_limits is None or known_limits.reject > 1.0:
        reject = NEVER
    return head, {"hold": hold, "reject": reject}


def _named(material: Material, rows: NDArray[np.int64], screener: Screener) -> list[Category]:
    """Return the clauses that were named often enough, the most frequent first."""
    clauses, weights = material.columns.clauses[rows], material.weights[rows]
    counted = {
        category: float(weights[(clauses & np.uint64(clause_bit(category))) != 0].sum())
        for category in screener.classifier.categories
        if not entry(category).never_automatic
    }
    often = [category for category, count in counted.items() if count >= MIN_NAMED]
    return sorted(often, key=lambda category: -counted[category])[:MOST_CLAUSES]


def _contexts(material: Material, rows: NDArray[np.int64], refusal: Head) -> tuple[NDArray[np.uint32], Floats]:
    honest = np.where(np.isfinite(refusal.honest), refusal.honest, refusal.odds(material, material.base, rows))
    share = float(np.average(material.columns.refused[rows], weights=material.weights[rows]))
    usual = np.log(share / (1.0 - share))
    return context_effects(material.columns, rows, material.weights[rows], 1.0 / (1.0 + np.exp(-(honest + usual))))
