"""Speed of screening beside the plain scikit-learn pipeline, and equality of the scores, in one run."""

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_union

import moderation
from moderation.policy.values import Category
from moderation.training.corpora import read_authored

FOOTER = (
    "Bitte verzichten Sie auf Beleidigungen, Unterstellungen, Schimpfwörter, aggressive Formulierungen und Werbung. "
    "Solche Kommentare veröffentlichen wir nicht."
)
_ROUNDS = 5
_SINGLES = 150


def main(_corpora: Path | None = None) -> None:
    """Print CPU time per comment, single and batched, and the ratios; our own held-out comments are measured."""
    texts = [example.text for example in read_authored("heldout") if 120 <= len(example.text) <= 500]
    plain = plain_pipeline()
    screener = moderation.Screener.load()
    policy = moderation.parse_policy(FOOTER)
    single = texts[:_SINGLES]
    screener.screen_many(texts, policy=policy)
    figures = {
        "scikit-learn": (
            _least(lambda: [plain.predict_proba([text]) for text in single], len(single)),
            _least(lambda: plain.predict_proba(texts), len(texts)),
        ),
        "screen": (
            _least(lambda: [screener.screen(text, policy=policy) for text in single], len(single)),
            _least(lambda: screener.screen_many(texts, policy=policy), len(texts)),
        ),
        "scores alone": (_least(lambda: [screener.scores(text) for text in single], len(single)), float("nan")),
    }
    table = Table("screening, CPU µs a comment", "single", "batched", "× single", "× batched")
    base = figures["scikit-learn"]
    for name, (one, many) in figures.items():
        table.add_row(name, f"{one:.0f}", f"{many:.0f}", f"{base[0] / one:.1f}", f"{base[1] / many:.1f}")
    Console().print(table)
    Console().print(f"{len(texts)} comments of {sum(map(len, texts)) / len(texts):.0f} characters on average")


def plain_pipeline() -> Pipeline:
    """Return what one would write first: TF-IDF of words and characters into a logistic regression, fitted."""
    examples = read_authored("train")
    broken = [Category.AGGRESSION in example.violates for example in examples]
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    pipeline = Pipeline([("features", features), ("judge", LogisticRegression(C=4.0, max_iter=300))])
    return pipeline.fit([example.text for example in examples], broken)


def _least(work: Callable[[], Sequence[object]], comments: int) -> float:
    """Return the least CPU microseconds a comment over some rounds."""
    gc.collect()
    least = float("inf")
    for _ in range(_ROUNDS):
        begin = time.process_time()
        work()
        least = min(least, time.process_time() - begin)
    return 1e6 * least / comments
