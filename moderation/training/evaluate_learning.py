"""The learning curve on decisions that real moderators made: how much a newsroom's own reviews are worth.

One Million Posts (Schabus, Skowron and Trapp 2017): posts of a newspaper's readers that its moderators deleted or left
online. For evaluation only: nothing of it is in a shipped model.
"""

import csv
import lzma
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from moderation.errors import InvalidInput
from moderation.services.screener import Screener
from moderation.training.learning_pictures import Line, line_chart
from moderation.training.review_shards import Columns, make_shard, pooled
from moderation.training.reviews_file import ReviewGiven
from moderation.training.site_fitting import fit_refusal
from moderation.training.site_heads import Grams, Material

SIZES = (200, 500, 1_000, 5_000)
REPEATS = {200: 4, 500: 4, 1_000: 3, 5_000: 1}
TESTED = 0.37
SPLITS = 3
PICTURE = "learning-curve.svg"
_NAMES = ("base model", "TF-IDF and logistic regression", "retrained")

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Split:
    """Which posts may be learnt from, and which judge."""

    name: str
    pool: Rows
    test: Rows


def main(corpora: Path, output: Path | None, *, seed: int = 0) -> None:
    """Print the curve, and draw it.

    :param output: folder for the picture; None draws none.
    """
    posts = read_posts(corpora)
    material = _material(posts)
    texts = [post.comment for post in posts]
    figures: dict[tuple[str, int, str], list[float]] = {}
    tasks = [
        (split, size, repeat)
        for split in splits(posts, seed)
        for size in SIZES
        for repeat in range(REPEATS[size])
        if size <= len(split.pool)
    ]
    for split, size, repeat in track(tasks, "learning", console=Console(stderr=True)):
        rows = np.random.default_rng(1_000 * seed + repeat).choice(split.pool, size, replace=False)
        for name, scores in compare(material, texts, np.sort(rows), split.test, seed).items():
            auc = float(roc_auc_score(material.columns.refused[split.test], scores))
            figures.setdefault((split.name, size, name), []).append(auc)
    means = {key: float(np.mean(values)) for key, values in figures.items()}
    _show(means, _smallest_gain(figures))
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        (output / PICTURE).write_text(_picture(means), "utf-8")
        Console().print(f"picture: {output / PICTURE}")


def read_posts(corpora: Path) -> list[ReviewGiven]:
    """Return the posts as reviews, in the order in which they were written; the article is its number alone.

    :raises InvalidInput: when the corpus is not in the mirror.
    """
    path = corpora / "comments" / "omp" / "posts_labeled.csv.xz"
    if not path.is_file():
        raise InvalidInput(f"the corpus is missing: no {path}")
    posts = {row["ID_Post"]: row for row in _rows(path)}
    ordered = sorted(posts.values(), key=lambda row: (row["CreatedAt"], int(row["ID_Post"])))
    return [_review(row, posts) for row in ordered if _text(row)]


def splits(posts: Sequence[ReviewGiven], seed: int) -> Iterator[Split]:
    """Yield splits in which no article is on both sides: at random, and one by time."""
    articles = np.array([str(post.article) for post in posts])
    counted = Counter(articles.tolist())
    names = sorted(counted)
    for number in range(SPLITS):
        order = np.random.default_rng(100 * seed + number).permutation(len(names))
        yield _split("new articles", articles, [names[place] for place in order], counted)
    middle = {name: float(np.median(np.flatnonzero(articles == name))) for name in names}
    yield _split("later articles", articles, sorted(names, key=lambda name: -middle[name]), counted)


def compare(
    material: Material, texts: Sequence[str], rows: Rows, test: Rows, seed: int
) -> Mapping[str, NDArray[np.float64]]:
    """Return scores for the test rows: by the base, by a plain classifier, and by the retrained model."""
    refused = material.columns.refused
    vectorizer = TfidfVectorizer()
    plain = LogisticRegression(class_weight="balanced", max_iter=1_000)
    plain.fit(vectorizer.fit_transform([texts[row] for row in rows]), refused[rows])
    model = fit_refusal(material, rows, seed)
    return {
        _NAMES[0]: material.base[test],
        _NAMES[1]: plain.decision_function(vectorizer.transform([texts[row] for row in test])),
        _NAMES[2]: model.refusal_odds(material)[test],
    }


def _split(name: str, articles: NDArray[np.str_], order: Sequence[str], counted: Mapping[str, int]) -> Split:
    tested: set[str] = set()
    size = 0
    for article in order:
        if size >= TESTED * len(articles):
            break
        tested.add(article)
        size += counted[article]
    test = np.isin(articles, list(tested))
    return Split(name, np.flatnonzero(~test), np.flatnonzero(test))


def _material(posts: Sequence[ReviewGiven]) -> Material:
    screener = Screener.load()
    shard = make_shard(posts, screener.classifier)
    columns: Columns = replace(shard.columns)
    return Material(
        columns=columns,
        weights=np.ones(len(posts)),
        base=pooled(shard).astype(float),
        scores=np.hstack((shard.odds, shard.shape)),
        categories=len(screener.classifier.categories),
        groups=columns.articles.astype(np.int64),
        grams=Grams([shard], len(posts)),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _text(row: Mapping[str, str]) -> str:
    return f"{row['Headline']}\n{row['Body']}".strip()


def _review(row: Mapping[str, str], posts: Mapping[str, Mapping[str, str]]) -> ReviewGiven:
    parent = posts.get(row["ID_Parent_Post"])
    return ReviewGiven(
        id=row["ID_Post"],
        comment=_text(row),
        outcome="reject" if row["Status"] == "deleted" else "approve",
        article=row["ID_Article"],
        parent=_text(parent) if parent else None,
        decided_at=row["CreatedAt"],
    )


def _smallest_gain(figures: Mapping[tuple[str, int, str], Sequence[float]]) -> float:
    """Return the least by which the retrained model was above both others, in any single run."""
    gains: list[float] = []
    for split, size in {(split, size) for split, size, _ in figures}:
        base, plain, own = (figures[split, size, name] for name in _NAMES)
        gains += [mine - max(others) for mine, *others in zip(own, base, plain, strict=True)]
    return min(gains)


def _show(means: Mapping[tuple[str, int, str], float], gain: float) -> None:
    table = Table("reviews", "split", *_NAMES, "above the plain one", title="AUC on held-back decisions")
    for size in SIZES:
        for split in dict.fromkeys(split for split, of_size, _ in means if of_size == size):
            base, plain, own = (means[split, size, name] for name in _NAMES)
            table.add_row(f"{size:,}", split, f"{base:.3f}", f"{plain:.3f}", f"{own:.3f}", f"{own - plain:+.3f}")
    Console().print(table)
    Console().print(f"in the worst single run the retrained model was {gain:+.3f} AUC beside the better of the two")


def _picture(means: Mapping[tuple[str, int, str], float]) -> str:
    lines = [
        Line(
            name, [(size, means["new articles", size, name]) for size in SIZES if ("new articles", size, name) in means]
        )
        for name in _NAMES
    ]
    return line_chart("AUC on comments under new articles, by number of reviews", lines, logarithmic=True)
