"""The learning curve on decisions that real moderators made: how much a newsroom's own reviews are worth.

One Million Posts (Schabus, Skowron and Trapp 2017): posts of a newspaper's readers that its moderators deleted or left
online. For evaluation only: nothing of it is in a shipped model.
"""

import csv
import lzma
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from moderation.training.review_shards import make_shard
from moderation.training.reviews_file import ReviewGiven
from moderation.training.site_fitting import fit_refusal
from moderation.training.site_material import Material, material_in_memory

SIZES = (200, 500, 1_000, 5_000)
REPEATS = {200: 8, 500: 8, 1_000: 6, 5_000: 4}
LATER, CHOSEN_ON = 0.2, 0.4
_CHANCE = 7
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
        for split in splits(posts)
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
    _show(figures)
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


def splits(posts: Sequence[ReviewGiven]) -> tuple[Split, ...]:
    """Return two splits in which no article is on both sides: by chance, and by time.

    The articles on which the settings of the fit were chosen (`development`) are in neither test.
    """
    articles = np.array([str(post.article) for post in posts])
    chosen, later = development(articles)
    by_chance = ~(chosen | later)
    return tuple(
        Split(name, np.flatnonzero(~test), np.flatnonzero(test))
        for name, test in (("new articles", by_chance), ("later articles", later))
    )


def development(articles: NDArray[np.str_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which posts settings may be chosen on, and which stand under the latest articles.

    :param articles: of each post, in the order of time.
    """
    counted = Counter(articles.tolist())
    middle = {name: float(np.median(np.flatnonzero(articles == name))) for name in sorted(counted)}
    later = _first(sorted(middle, key=lambda name: -middle[name]), counted, LATER * len(articles))
    others = [name for name in middle if name not in later]
    order = np.random.default_rng(_CHANCE).permutation(len(others))
    chosen = _first([others[place] for place in order], counted, CHOSEN_ON * len(articles))
    return np.isin(articles, list(chosen)), np.isin(articles, list(later))


def _first(names: Sequence[str], counted: Mapping[str, int], posts: float) -> set[str]:
    """Return so many of the first articles that they hold so many posts."""
    taken: set[str] = set()
    size = 0
    for name in names:
        if size >= posts:
            break
        taken.add(name)
        size += counted[name]
    return taken


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
        _NAMES[2]: model.refusal_odds(material, test),
    }


def _material(posts: Sequence[ReviewGiven]) -> Material:
    shard = make_shard(posts, Screener.load().classifier)
    return material_in_memory(shard, shard.columns.articles.astype(np.int64))


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


def _show(figures: Mapping[tuple[str, int, str], Sequence[float]]) -> None:
    columns = ("reviews", "split", *_NAMES, "runs", "worst run beside the base", "beside the plain one")
    table = Table(*columns, title="AUC on held-back decisions, means of the runs")
    for size in SIZES:
        for split in dict.fromkeys(split for split, of_size, _ in figures if of_size == size):
            base, plain, own = (np.array(figures[split, size, name]) for name in _NAMES)
            means = [f"{values.mean():.3f}" for values in (base, plain, own)]
            worst = [f"{(own - others).min():+.3f}" for others in (base, plain)]
            table.add_row(f"{size:,}", split, *means, str(len(own)), *worst)
    Console().print(table)


def _picture(means: Mapping[tuple[str, int, str], float]) -> str:
    lines = [
        Line(
            name, [(size, means["new articles", size, name]) for size in SIZES if ("new articles", size, name) in means]
        )
        for name in _NAMES
    ]
    return line_chart("AUC on comments under new articles, by number of reviews", lines, logarithmic=True)
