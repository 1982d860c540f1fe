"""Labelled comments for training and judging: the public corpora and our own, with their licences."""

import csv
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib import resources
from pathlib import Path

from moderation.errors import InvalidInput
from moderation.policy.values import Category
from moderation.text.normalise import fold
from moderation.text.tokens import split_words
from moderation.training.examples import Corpus, Example
from moderation.training.research_corpora import RESEARCH_CORPORA

__all__ = [
    "CORPORA",
    "Corpus",
    "Example",
    "authored_digest",
    "describe_corpora",
    "read_articles",
    "read_authored",
    "read_corpora",
    "read_corpus",
    "read_unseen",
]

csv.field_size_limit(10_000_000)

_TONE = (Category.INSULT, Category.DISCRIMINATION, Category.HATE, Category.VIOLENCE, Category.PROFANITY)


def read_corpora(mirror: Path, *, licence: str) -> list[Example]:
    """Return the examples of every corpus that a model of this licence may learn from.

    :param licence: `clear` for what ships, `research` for everything.
    :raises InvalidInput: when a corpus is missing from the mirror.
    """
    wanted = [corpus for corpus in CORPORA if corpus.teaches(licence)]
    return [example for corpus in wanted for example in read_corpus(mirror, corpus.name)]


def read_corpus(mirror: Path, name: str) -> list[Example]:
    """Return the examples of one corpus.

    :raises InvalidInput: when it is missing from the mirror.
    """
    corpus = next(corpus for corpus in CORPORA if corpus.name == name)
    path = mirror / "comments" / corpus.home / corpus.file
    if not path.is_file():
        raise InvalidInput(f"the corpus {name!r} is missing: no {path}")
    return list(corpus.read(path))


def describe_corpora(mirror: Path, *, licence: str) -> list[dict[str, str]]:
    """Return name, licence and digest of each corpus, for the card."""
    return [
        {
            "name": corpus.name,
            "licence": corpus.licence,
            "sha256": sha256((mirror / "comments" / corpus.home / corpus.file).read_bytes()).hexdigest(),
        }
        for corpus in CORPORA
        if corpus.teaches(licence)
    ]


def read_authored(split: str) -> list[Example]:
    """Return our own comments, written for this project.

    :param split: `train`, or `heldout` by another author.
    """
    folder = resources.files("moderation.training.data") / "comments" / split
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".jsonl")), key=lambda file: file.name)
    rows = (json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip())
    return [_authored(row, split) for row in rows]


def read_unseen() -> list[Example]:
    """Return our held-out comments but for those that stand, signs and case aside, among the ones for training too."""
    seen = {" ".join(split_words(fold(example.text))) for example in read_authored("train")}
    return [example for example in read_authored("heldout") if " ".join(split_words(fold(example.text))) not in seen]


def authored_digest(split: str) -> str:
    """Return the digest of our own comments, for the card."""
    folder = resources.files("moderation.training.data") / "comments" / split
    digest = sha256()
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".jsonl"):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def read_articles() -> dict[str, tuple[str, str]]:
    """Return title and text of the invented articles our own comments stand under, by id."""
    folder = resources.files("moderation.training.data") / "articles"
    rows = (
        json.loads(line)
        for file in folder.iterdir()
        if file.name.endswith(".jsonl")
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    )
    return {row["id"]: (row["title"], row["text"]) for row in rows}


def _authored(row: dict[str, object], split: str) -> Example:
    breaks = frozenset(map(Category, _names(row["violates"])))
    unsure = frozenset(map(Category, _names(row["unsure"])))
    kind = str(row.get("group") or "")
    article = row.get("article")
    return Example(
        id=str(row["id"]),
        text=str(row["comment"]),
        violates=breaks,
        keeps=frozenset(Category) - breaks - unsure,
        source=f"authored/{split}",
        group=f"{article or row['id']}",
        kind=kind,
        language=str(row.get("language") or "de"),
        article=str(article) if article else None,
        parent=str(row["parent"]) if row.get("parent") else None,
    )


def _names(value: object) -> Iterable[str]:
    return map(str, value) if isinstance(value, list) else ()


def _read_germeval2018(path: Path) -> Iterator[Example]:
    """GermEval 2018: abuse is what the guidelines call devaluation of a group, insult that of a person."""
    yield from _germeval(path, "germeval2018")


def _read_germeval2019(path: Path) -> Iterator[Example]:
    yield from _germeval(path, "germeval2019")


def _germeval(path: Path, source: str) -> Iterator[Example]:
    """Every kind of offence is also an aggressive tone: weak labels, which paid on comments of another kind."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines() if line.count("\t") >= 2)
    breaks = {
        "ABUSE": frozenset((Category.DISCRIMINATION, Category.AGGRESSION)),
        "INSULT": frozenset((Category.INSULT, Category.AGGRESSION)),
        "PROFANITY": frozenset((Category.PROFANITY, Category.AGGRESSION)),
    }
    keeps = {
        "OTHER": frozenset((*_TONE, Category.SEXUAL, Category.AGGRESSION)),
        "INSULT": frozenset(),
        "PROFANITY": frozenset((Category.INSULT, Category.DISCRIMINATION, Category.HATE)),
    }
    for number, (text, _, fine, *_rest) in enumerate(rows):
        yield Example(
            f"{source}-{number}",
            text.replace("|LBR|", "\n"),
            breaks.get(fine, frozenset()),
            keeps.get(fine, frozenset()),
            source,
            f"{source}-{number}",
        )


def _read_gahd(path: Path) -> Iterator[Example]:
    """GAHD: hate speech against groups; contrastive pairs stay together."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            hateful = row["label"] == "1"
            marked = frozenset((Category.DISCRIMINATION,))
            group = min(row["gahd_id"], row["contrastive_gahd_id"] or row["gahd_id"])
            cleared = frozenset() if hateful else frozenset((Category.DISCRIMINATION, Category.HATE))
            yield Example(row["gahd_id"], row["text"], marked if hateful else frozenset(), cleared, "gahd", group)


def _read_iwg(path: Path) -> Iterator[Example]:
    """IWG hate speech about refugees: only what both raters agree on."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file)):
            if number == 0 or len(row) < 3 or row[1] != row[2]:
                continue
            marked = frozenset((Category.DISCRIMINATION,))
            hateful = row[1] == "YES"
            cleared = frozenset() if hateful else frozenset((Category.DISCRIMINATION, Category.HATE))
            name = f"iwg-{number}"
            yield Example(name, row[0], marked if hateful else frozenset(), cleared, "iwg_refugees", name)


def _read_germeval2021(path: Path) -> Iterator[Example]:
    """GermEval 2021: toxic comments under a talk show's posts; what is not toxic keeps the rules of tone."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            toxic = row["Sub1_Toxic"] == "1"
            name = f"germeval2021-{row['comment_id']}"
            marked = frozenset((Category.AGGRESSION,)) if toxic else frozenset()
            cleared = frozenset() if toxic else frozenset((*_TONE, Category.AGGRESSION))
            yield Example(name, row["comment_text"], marked, cleared, "germeval2021", name)


CORPORA = (
    Corpus("germeval2018", "germeval2018.training.txt", "CC BY 4.0", True, _read_germeval2018),
    Corpus("gahd", "gahd_train_dev.csv", "CC BY 4.0", True, _read_gahd),
    Corpus("iwg_refugees", "german hatespeech refugees.csv", "CC BY-SA 3.0", True, _read_iwg),
    Corpus(
        "germeval2019",
        "germeval2019.training_subtask1_2_korrigiert.txt",
        "none stated",
        False,
        _read_germeval2019,
    ),
    Corpus("germeval2021", "GermEval21_TrainData.csv", "none stated", False, _read_germeval2021),
    *RESEARCH_CORPORA,
)
