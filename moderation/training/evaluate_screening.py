"""How well screening does on what it has not seen: our held-out comments by another author, and public corpora."""

import csv
import lzma
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_matrix
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from moderation.comment.decision import NEVER
from moderation.comment.values import Comment, Decision, Outcome
from moderation.policy.catalogue import OFFENSIVE, entry
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category, Clause, Polarity, Policy, Strength
from moderation.services.screener import Screener
from moderation.training.calibration import calibration_error
from moderation.training.corpora import Example, read_articles, read_corpus, read_unseen
from moderation.training.evaluate_further import show_further
from moderation.training.evaluate_offence import show_automation, show_functions, show_offence
from moderation.training.screening_features import CommentFeatures, SteppedLogisticRegression

FOOTER = (
    "Herzlichen Dank für Ihr Interesse an unserer Debatte. Bitte sehen Sie von Unterstellungen, Schimpfwörtern, "
    "aggressiven Formulierungen und Werbelinks ab. Solche Beiträge schalten wir nicht frei. Das gilt auch für "
    "abschweifende Kommentare ohne konkreten Bezug zum jeweiligen Artikel. Kommentare erscheinen erst nach "
    "einer Prüfung."
)
_SAMPLE = 3_000
# How the ids of those begin that were written by manner.
_BY_MANNER = {
    "dh-": "by manner: threats, sources, short questions, quotations, small trade",
    "eh-": "by manner: threats without a deed, insults without a name, straying, and what looks like them",
}


def main(corpora: Path, jobs: int) -> None:
    """Print every table.

    :param corpora: the local mirror; `jobs` processes for the corpora's own folds.
    """
    screener = Screener.load()
    held_out = read_unseen()
    decisions = judge(screener, held_out, every_clause())
    show_clauses(screener, held_out, decisions)
    show_outcomes(held_out, decisions)
    show_quads(held_out, decisions)
    show_manners(screener, held_out)
    show_further(screener, every_clause(but=frozenset({Category.LINKS})))
    show_functions(screener)
    show_automation(screener, held_out)
    show_offence(screener, corpora)
    show_transfer(corpora, jobs)
    show_newspaper(screener, corpora)


def every_clause(but: frozenset[Category] = frozenset()) -> Policy:
    """Return a policy that states every category outright, `but` some."""
    clauses = tuple(
        Clause(category, Polarity.FORBID, Strength.MUST, entry(category).name_de, 0, 1, 1.0, entry(category).screenable)
        for category in Category
        if category not in but
    )
    return Policy(text="", version="every", clauses=clauses)


def judge(screener: Screener, examples: Sequence[Example], policy: Policy) -> list[Decision]:
    """Return the decision about each example under a policy, with its article and parent."""
    articles = read_articles()
    return [
        screener.screen(
            Comment(example.text, parent=example.parent),
            policy=policy,
            article=dict(zip(("title", "text"), articles[example.article], strict=True))
            if example.article in articles
            else None,
        )
        for example in examples
    ]


def show_clauses(screener: Screener, examples: Sequence[Example], decisions: Sequence[Decision]) -> None:
    """Print precision and recall of holding, precision of refusing, AUC and calibration error for each clause."""
    columns = ("positive", "precision", "recall", "AUC", "ECE", "refused", "right when refused")
    table = Table("clause", *columns, title="held-out comments, every clause stated")
    for category in Category:
        rows = [
            (category in example.violates, decision.scores.get(category, 0.0), _action(decision, category))
            for example, decision in zip(examples, decisions, strict=True)
            if category in example.violates or category in example.keeps
        ]
        truth = np.array([row[0] for row in rows])
        scores = np.array([row[1] for row in rows])
        if not 0 < truth.sum() < len(truth):
            continue
        hold = min(screener.thresholds[category].hold if category in screener.thresholds else 0.5, NEVER)
        flagged = scores >= hold
        refused = np.array([row[2] is Outcome.REJECT for row in rows])
        table.add_row(
            category.value,
            str(truth.sum()),
            _share(truth[flagged]),
            _share(flagged[truth]),
            f"{roc_auc_score(truth, scores):.3f}",
            f"{calibration_error(truth, scores):.3f}",
            str(refused.sum()),
            _share(truth[refused]),
        )
    Console().print(table)


def show_outcomes(examples: Sequence[Example], decisions: Sequence[Decision]) -> None:
    """Print outcomes of what breaks rules and of each kind of clean comment, and how often the first citation fits."""
    table = Table("kind", "comments", "approve", "hold", "reject", title="outcomes, every clause stated")
    kinds: dict[str, list[Outcome]] = {}
    right = []
    for example, decision in zip(examples, decisions, strict=True):
        kind = "pair" if example.kind.startswith("pair") else example.kind
        kinds.setdefault("breaks a rule" if example.violates else f"clean: {kind}", []).append(decision.outcome)
        if decision.outcome is Outcome.REJECT:
            right.append(decision.violations[0].category in example.violates)
    for kind, outcomes in sorted(kinds.items(), key=lambda item: -len(item[1])):
        shares = [f"{np.mean([outcome is one for outcome in outcomes]):.3f}" for one in Outcome]
        table.add_row(kind, str(len(outcomes)), *shares)
    Console().print(table)
    Console().print(f"right clause cited first when refused: {_share(np.array(right))} of {len(right)}")


def show_quads(examples: Sequence[Example], decisions: Sequence[Decision]) -> None:
    """Print on how many minimal pairs around insinuation every comment is judged rightly."""
    groups: dict[str, list[bool]] = {}
    about: set[str] = set()
    for example, decision in zip(examples, decisions, strict=True):
        if not example.kind.startswith("pair"):
            continue
        name = f"{example.id.split('-')[0]} {example.kind}"
        insinuates = Category.INSINUATION in example.violates
        groups.setdefault(name, []).append((_action(decision, Category.INSINUATION) is not None) == insinuates)
        if insinuates:
            about.add(name)
    quads = [all(groups[name]) for name in about if len(groups[name]) >= 3]
    Console().print(f"insinuation groups with every comment right: {_share(np.array(quads))} of {len(quads)}")


def show_manners(screener: Screener, examples: Sequence[Example]) -> None:
    """Print outcomes by manner for the comments written for that, every clause but that about links stated."""
    for beginning, title in _BY_MANNER.items():
        _show_manners(screener, [example for example in examples if example.id.startswith(beginning)], title)


def _show_manners(screener: Screener, chosen: Sequence[Example], title: str) -> None:
    decisions = judge(screener, chosen, every_clause(but=frozenset({Category.LINKS})))
    table = Table("manner", "comments", *Outcome, "right clause", title=title)
    for manner, broken in sorted({(_manner(example), bool(example.violates)) for example in chosen}):
        rows = [
            (decision, any(item.category in example.violates for item in decision.violations))
            for example, decision in zip(chosen, decisions, strict=True)
            if (_manner(example), bool(example.violates)) == (manner, broken)
        ]
        shares = [f"{np.mean([decision.outcome is one for decision, _ in rows]):.2f}" for one in Outcome]
        right = f"{np.mean([cited for _, cited in rows]):.2f}" if broken else ""
        table.add_row(f"{manner}{'' if broken else ' (clean)'}", str(len(rows)), *shares, right)
    Console().print(table)


def _manner(example: Example) -> str:
    return example.kind.partition(":")[0]


def show_transfer(corpora: Path, jobs: int) -> None:
    """Print how offence is found within a corpus (folds) and across corpora (train on one, test on another)."""
    table = Table("trained on", "tested on", "macro F1", "AUC", title="offence: folds within, transfer across")
    names = ("germeval2018", "gahd", "germeval2019", "germeval2021")
    data = {name: _offence(read_corpus(corpora, name)) for name in names}
    for name, (rows, truth) in data.items():
        folds = StratifiedKFold(4, shuffle=True, random_state=0)
        model = SteppedLogisticRegression()
        scores = cross_val_predict(model, rows, truth, cv=folds, method="predict_proba", n_jobs=jobs)[:, 1]
        table.add_row(name, "itself", *_offence_figures(truth, scores))
    for name in names[:2]:
        model = SteppedLogisticRegression().fit(*data[name])
        for other in names:
            if other != name:
                rows, truth = data[other]
                table.add_row(name, other, *_offence_figures(truth, model.predict_proba(rows)[:, 1]))
    Console().print(table)


def show_newspaper(screener: Screener, corpora: Path) -> None:
    """Print how many posts that a newspaper's moderators left online would be held or refused under a short footer."""
    path = corpora / "comments" / "omp" / "posts_labeled.csv.xz"
    if not path.is_file():
        Console().print("newspaper posts: not in the mirror")
        return
    posts = list(_online_posts(path))
    chosen = [posts[number] for number in np.random.default_rng(0).permutation(len(posts))[:_SAMPLE]]
    decisions = screener.screen_many(chosen, policy=parse_policy(FOOTER))
    held = np.mean([decision.outcome is Outcome.HOLD for decision in decisions])
    refused = np.mean([decision.outcome is Outcome.REJECT for decision in decisions])
    Console().print(f"newspaper posts left online: {len(chosen)}, held {held:.3f}, refused {refused:.4f}")


def _online_posts(path: Path) -> Iterator[str]:
    seen: set[str] = set()
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = f"{row['Headline']}\n{row['Body']}".strip()
            if row["Status"] == "online" and row["ID_Post"] not in seen and text:
                seen.add(row["ID_Post"])
                yield text


def _offence(examples: Iterable[Example]) -> tuple[csr_matrix, NDArray[np.bool_]]:
    kept = [example for example in examples if example.violates or example.keeps]
    return CommentFeatures().transform([example.text for example in kept]), np.array(
        [not example.violates.isdisjoint(OFFENSIVE) for example in kept]
    )


def _offence_figures(truth: NDArray[np.bool_], scores: NDArray[np.float64]) -> tuple[str, str]:
    """Return macro F1 at a threshold that flags as many as there are, and the AUC."""
    threshold = np.quantile(scores, 1.0 - truth.mean())
    return f"{f1_score(truth, scores >= threshold, average='macro'):.3f}", f"{roc_auc_score(truth, scores):.3f}"


def _action(decision: Decision, category: Category) -> Outcome | None:
    """Return what a category alone would do: its score against the threshold is not enough, it must be cited."""
    return next((item.action for item in decision.violations if item.category is category), None)


def _share(values: NDArray[np.bool_]) -> str:
    return f"{values.mean():.3f}" if len(values) else "–"
