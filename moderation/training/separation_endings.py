"""Articles with something at their end, in every form articles are sent in: what stays, what goes, what is lost.

The footers, closings, small boilerplate and articles were written apart from the training texts and are in neither.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files
from random import Random

from moderation.article.classifier import EDITORIAL_KIND
from moderation.article.values import Label
from moderation.training.separation_labels import normal
from moderation.training.separation_newsrooms import HELD_OUT, read_newsrooms

SEED = 1
HTML, BREAKS, LINES, BLANK, GLUED, ONE = "HTML paragraphs", "HTML breaks", "lines", "blank lines", "glued", "one line"
FORMS = (HTML, BREAKS, LINES, BLANK, GLUED, ONE)
MIN_HELD = 12

Extract = Callable[[str], str]
_AUTHORS = (
    ("blind", "another"),
    ("further", "a further"),
    ("third", "a third"),
    ("fourth", "a fourth"),
    ("fifth", "a fifth"),
    ("sixth", "a sixth"),
)


@dataclass(frozen=True, slots=True)
class Endings:
    """What is put at the end of articles, each in paragraphs, and the articles: title, then paragraphs.

    :ivar author: how their author is named before the figures; empty for those of the project's own.
    """

    author: str
    articles: Sequence[Sequence[str]]
    footers: Sequence[Sequence[str]]
    boilerplate: Sequence[Sequence[str]]
    closings: Sequence[Sequence[str]]
    standing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Made:
    """An article with something appended, in one form."""

    source: str
    paragraphs: Sequence[str]
    ending: Sequence[str]


def load_endings() -> Endings:
    """Return the endings of `data/fresh` and `data/unseen`."""
    unseen = _written("unseen", "")
    return replace(
        unseen,
        footers=[*_fresh("footers.jsonl"), *unseen.footers],
        boilerplate=[*_fresh("boilerplate.jsonl"), *unseen.boilerplate],
        closings=[*_fresh("closings.jsonl"), *unseen.closings],
    )


def load_others() -> list[Endings]:
    """Return those by five authors who never saw the program, short notices, and terse furniture."""
    others = [_by_another(part, f"{name} author, ") for part, name in _AUTHORS]
    folder = files("moderation.training.data") / "terse"
    furniture, closings = (
        [
            [line.rpartition("\t")[2]]
            for line in (folder / f"{name}.txt").read_text("utf-8").splitlines()
            if line.strip()
        ]
        for name in ("furniture", "closings")
    )
    terse = Endings("terse, ", written_articles(), [], furniture, closings, standing=())
    return [*others, _written("apart", "short notices, "), terse, load_held_out()]


def load_held_out() -> Endings:
    """Return what invented newsrooms that no model learns from put under articles, and end them with."""
    lines = [(label, text.split("\n")) for _, label, text in read_newsrooms(HELD_OUT)]
    footers = [parts for label, parts in lines if label == Label.POLICY_NOTICE]
    others = [parts for label, parts in lines if label not in (Label.POLICY_NOTICE, EDITORIAL_KIND)]
    closings = [parts for label, parts in lines if label == EDITORIAL_KIND]
    return Endings("held-out newsrooms, ", written_articles(), footers, others, closings, standing=())


def _written(part: str, author: str) -> Endings:
    folder = files("moderation.training.data") / part
    lines = {
        name: [line for line in (folder / f"{name}.txt").read_text("utf-8").splitlines() if line.strip()]
        for name in ("closings", "other", "standing")
    }
    footers = [notice.splitlines() for notice in (folder / "footers.txt").read_text("utf-8").strip().split("\n\n")]
    others = [[text] for line in lines["other"] if (text := line.partition("\t")[2])]
    closings = [[line] for line in lines["closings"]]
    return Endings(author, written_articles(), footers, others, closings, lines["standing"])


def _by_another(part: str, author: str) -> Endings:
    plain = (files("moderation.training.data") / part / "articles.jsonl").read_text("utf-8").splitlines()
    articles = [[record["title"], *record["paragraphs"]] for record in map(json.loads, plain)]
    footers, boilerplate, closings = (_fresh(f"{name}.jsonl", part) for name in ("footers", "boilerplate", "closings"))
    return Endings(author, articles, footers, boilerplate, closings, standing=())


def _fresh(name: str, part: str = "fresh") -> list[list[str]]:
    lines = (files("moderation.training.data") / part / name).read_text("utf-8").splitlines()
    return [record.get("paragraphs") or [record["text"]] for record in map(json.loads, lines)]


def written_articles() -> list[list[str]]:
    """Return the written articles that no model is trained on: title, then paragraphs."""
    data = files("moderation.training.data")
    plain = (data / "articles" / "b.jsonl").read_text("utf-8").splitlines()
    found = [[record["title"], *record["text"].split("\n\n")] for record in map(json.loads, plain)]
    blocks = (data / "fresh" / "articles.jsonl").read_text("utf-8").splitlines()
    return found + [[block["text"] for block in json.loads(line)["blocks"]] for line in blocks]


def make_all(endings: Sequence[Sequence[str]], form: str, articles: Sequence[Sequence[str]]) -> Iterator[Made]:
    """Return one of the articles for each ending; which one is the same in every run."""
    random = Random(SEED)  # noqa: S311
    for ending in endings:
        yield make(random.choice(articles), ending, form)


def make(article: Sequence[str], ending: Sequence[str], form: str) -> Made:
    """Return an article with an ending in one of the `FORMS`."""
    parts = [*article[1:], *ending]
    if form == HTML:
        body = "\n".join(f"<p>{escape(text)}</p>" for text in parts)
        return Made(f"<article><h1>{escape(article[0])}</h1>\n{body}</article>", article, ending)
    if form == BREAKS:
        body = "<br><br>\n".join(map(escape, parts))
        return Made(f"<h1>{escape(article[0])}</h1>\n<div>{body}</div>", article, ending)
    if form == GLUED:
        return Made("\n".join([*article[:-1], " ".join((article[-1], *ending))]), article, ending)
    joint = {LINES: "\n", BLANK: "\n\n", ONE: " "}[form]
    return Made(joint.join((*article, *ending)), article, ending)


def is_kept(made: Made, text: str) -> bool:
    """Tell whether any paragraph of the ending, or half of one, stands in an extracted text."""
    lines = {normal(line) for line in text.splitlines()}
    whole = f" {normal(text)} "
    return any(_is_held(normal(part), whole, lines) for part in made.ending if len(normal(part)) > 3)


def _is_held(part: str, whole: str, lines: set[str]) -> bool:
    words = part.split()
    middle = max(1, len(words) // 2)
    halves = " ".join(words[:middle]), " ".join(words[middle:])
    return part in lines or any(f" {half} " in whole for half in halves if len(half) > MIN_HELD)


def paragraphs_kept(made: Made, text: str) -> list[float]:
    """Return 1.0 for each paragraph of the article that stands whole in an extracted text, else 0.0."""
    whole = normal(text)
    return [float(normal(part) in whole) for part in made.paragraphs]


def is_whole(made: Made, text: str) -> bool:
    """Tell whether the whole ending stands in an extracted text."""
    whole = normal(text)
    return all(normal(part) in whole for part in made.ending)
