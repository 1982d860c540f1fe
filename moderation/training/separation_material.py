"""What separation is trained from: pages with weak labels, and snippets written for the purpose."""

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import trafilatura
from numpy.typing import NDArray

from moderation.article.classifier import KINDS
from moderation.article.layout import Layout, read_layout
from moderation.article.metadata import read_stated, with_lead
from moderation.article.values import Label
from moderation.text.decoding import decode_page
from moderation.text.markup import Run
from moderation.training.separation_grammar import parse_grammar, speak
from moderation.training.separation_labels import (
    GOLD_WEIGHT,
    NAVIGATION,
    REST,
    Labels,
    agreed,
    align,
    mark_lead,
    mark_unwanted,
    mark_wanted,
    normal,
)
from moderation.training.separation_newsrooms import newsroom_closings, newsroom_snippets
from moderation.training.separation_rules import rules_closings, rules_snippets
from moderation.training.separation_snippet import EDITORIAL, Snippet

WEAK_WEIGHT = 0.4
# The same teacher, asked to be careful and to be generous.
TEACHERS: tuple[dict[str, Any], ...] = ({}, {"favor_precision": True}, {"favor_recall": True})
SPOKEN = 400
# The manner of what a list of phrases takes for boilerplate on pages.
FOUND = "found"
# Characters of a paragraph that may stand at the end of an article by itself.
LEAST_MARKED, MOST_MARKED = 60, 1_500
KIND_OF = {"comment_policy": Label.POLICY_NOTICE, "agency": Label.AGENCY_CREDIT}

# A label of a clause, or the mode, beside the text of rules.
_NOTE = re.compile(r"- \S+(?: \S+){0,3} \||mode:")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, what each of its runs is, and how far to trust that (weight 0: unknown).

    :ivar gold: the corpus' own record, for evaluation.
    :ivar exact: kinds and weights by another, closer look, which the head for whole pages learns from.
    :ivar furniture: its blocks of boilerplate by kind, as they would stand behind an article alone.
    """

    site: str
    source: str
    layout: Layout
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]
    gold: dict[str, Any]
    corpus: str
    exact: Labels
    furniture: Sequence[Snippet] = ()


def load_pages(corpora: Path) -> list[Page]:
    """Return every visible page of the corpora, labelled."""
    return [*_trafilatura_pages(corpora / "pages" / "trafilatura"), *_wcxb_pages(corpora / "pages" / "wcxb")]


def _trafilatura_pages(folder: Path) -> Iterator[Page]:
    blocks = {}
    for line in (folder / "boilerplate_blocks.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        blocks[record["file"]] = record["blocks"]
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        gold = json.loads(line)
        source = _source(folder / "html" / (gold["file"] + ".gz"))
        taught = [trafilatura.extract(source, include_comments=False, **how) or "" for how in TEACHERS]
        layout = _layout(source)
        own = {KINDS.index(KIND_OF.get(name, name)): texts for name, texts in blocks.get(gold["file"], {}).items()}
        exact = _exact_labels(layout, taught, gold, own)
        kinds, weights = _labels(layout.runs, taught[0], WEAK_WEIGHT)
        for kind, texts in own.items():
            _mark(layout.runs, texts, kind, (kinds, weights), 1.5)
        _mark(layout.runs, gold.get("without", ()), REST, (kinds, weights), GOLD_WEIGHT, keep_kind=True)
        _mark(layout.runs, gold.get("comments", ()), KINDS.index(Label.READER_COMMENT), (kinds, weights), GOLD_WEIGHT)
        _mark(layout.runs, gold.get("with", ()), EDITORIAL, (kinds, weights), GOLD_WEIGHT)
        found = [Snippet(" ".join(text.split()), kind, FOUND) for kind, texts in own.items() for text in texts]
        yield Page(gold["site"], source, layout, kinds, weights, gold, "trafilatura", exact, found)


def marked_paragraphs(page: Page) -> list[Snippet]:
    """Return the paragraphs of a German page that people marked as the article's."""
    if page.corpus != "trafilatura" or page.gold["lang"] != "de":
        return []
    runs = zip(page.layout.runs, page.kinds.tolist(), page.weights.tolist(), strict=True)
    texts = [run.text for run, kind, weight in runs if kind == EDITORIAL and weight >= GOLD_WEIGHT]
    return [
        Snippet(" ".join(text.split()), EDITORIAL, FOUND) for text in texts if LEAST_MARKED <= len(text) <= MOST_MARKED
    ]


def _layout(source: str) -> Layout:
    layout = read_layout(source)
    return with_lead(layout, read_stated(layout))


def _exact_labels(layout: Layout, taught: Sequence[str], gold: dict[str, Any], blocks: dict[int, list[str]]) -> Labels:
    runs = layout.runs
    labels = agreed([align(runs, text, WEAK_WEIGHT) for text in taught])
    mark_lead(layout, labels)
    for kind, texts in blocks.items():
        _mark(runs, texts, kind, labels, 1.5)
    mark_unwanted(runs, gold.get("without", ()), labels)
    _mark(runs, gold.get("comments", ()), KINDS.index(Label.READER_COMMENT), labels, GOLD_WEIGHT)
    mark_wanted(runs, gold.get("with", ()), labels)
    return labels


def _wcxb_pages(folder: Path) -> Iterator[Page]:
    with gzip.open(folder / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            source = _source(folder / "html" / f"{gold['id']}.html.gz")
            layout = _layout(source)
            body, site = gold["main_content"] or "", gold.get("site") or gold.get("url") or gold["id"]
            kinds, weights = _labels(layout.runs, body, 1.0 if body else 0.0)
            exact = align(layout.runs, body, 1.0 if body else 0.0)
            yield Page(site, source, layout, kinds, weights, gold, "wcxb", exact)


def sources(corpora: Path) -> list[str]:
    """Return the decoded pages of the German and English gold, in the order of their names."""
    return [_source(path) for path in sorted((corpora / "pages" / "trafilatura" / "html").glob("*.gz"))]


def _source(path: Path) -> str:
    return decode_page(gzip.decompress(path.read_bytes()).replace(b"\0", b""))


def _labels(runs: list[Run], content: str, weight: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Label runs by whether the extracted content holds them."""
    lines = {normal(line) for line in content.splitlines()}
    whole = f" {normal(content)} "
    kinds = np.full(len(runs), REST)
    for index, run in enumerate(runs):
        text = normal(run.text)
        if text in lines or (len(text) > 25 and f" {text} " in whole) or _mostly_in(text, whole):
            kinds[index] = EDITORIAL
        elif run.linked >= len(run.text) * 0.9 and len(run.text) < 60:
            kinds[index] = NAVIGATION
    weights = np.full(len(runs), weight)
    weights[[index for index, run in enumerate(runs) if not normal(run.text)]] = 0
    return kinds, weights


def _mostly_in(text: str, whole: str) -> bool:
    words = text.split()
    if len(words) < 12:
        return False
    shingles = [" ".join(words[i : i + 5]) for i in range(0, len(words) - 4, 3)]
    return sum(1 for shingle in shingles if shingle in whole) > 0.7 * len(shingles)


def _mark(
    runs: list[Run],
    texts: Any,
    kind: int,
    labels: tuple[NDArray[np.int64], NDArray[np.float64]],
    weight: float,
    *,
    keep_kind: bool = False,
) -> None:
    kinds, weights = labels
    wanted = [normal(text) for text in texts]
    for index, run in enumerate(runs):
        text = normal(run.text)
        if not text:
            continue
        if any((w and w in text) or (len(text) > 15 and text in w) for w in wanted):
            if not (keep_kind and kinds[index] != EDITORIAL):
                kinds[index] = kind
            weights[index] = weight


def load_snippets() -> list[Snippet]:
    """Return the footers, small boilerplate and look-alike closings that were written for training."""
    data = files("moderation.training.data")
    found = []
    for path in sorted((data / "footers").iterdir(), key=lambda entry: entry.name):
        name = path.name.removesuffix(".txt")
        if name.startswith("grammar"):
            found += _spoken(path.read_text("utf-8"), KINDS.index(Label.POLICY_NOTICE), name)
            continue
        text = path.read_text("utf-8").strip()
        if name.startswith("policy"):
            found += [Snippet(part.strip(), KINDS.index(Label.POLICY_NOTICE), name) for part in text.split("\n\n")]
            continue
        kind = KINDS.index(Label(name.partition("-")[0]))
        found += [Snippet(line, kind, name) for line in text.splitlines() if line.strip()]
    return [*found, *_policies(), *_independent_snippets(), *rules_snippets(), *newsroom_snippets()]


def _policies() -> list[Snippet]:
    """Return the rules that the policy reader is developed with; they are footers as well."""
    text = (files("moderation.training.data") / "policies" / "develop" / "policies.txt").read_text("utf-8")
    found = []
    for record in text.split("\n@ ")[:]:
        lines = [line for line in record.splitlines()[1:] if line.strip() and not _NOTE.match(line)]
        if lines:
            found.append(Snippet("\n".join(lines), KINDS.index(Label.POLICY_NOTICE), "policies"))
    return found


def _independent(name: str) -> list[dict[str, Any]]:
    text = (files("moderation.training.data") / "independent" / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _independent_snippets() -> list[Snippet]:
    policy = KINDS.index(Label.POLICY_NOTICE)
    footers = ["\n".join(record["paragraphs"]) for record in _independent("footers.jsonl")]
    footers += [record["text"] for record in _independent("policies.jsonl")]
    others = [record for record in _independent("boilerplate.jsonl") if record["label"] in KINDS]
    return [
        *(Snippet(text, policy, "independent") for text in footers),
        *(Snippet(record["text"], KINDS.index(record["label"]), "independent") for record in others),
    ]


def load_articles() -> list[list[tuple[str, str]]]:
    """Return written articles as (tag, text); each begins with its title."""
    tags = {"headline": "h1", "subheading": "h2", "list": "li", "quote": "blockquote"}
    blocks = [
        [(tags.get(block["label"], "p"), block["text"].replace("\n", " ")) for block in record["blocks"]]
        for record in _independent("articles.jsonl")
    ]
    text = (files("moderation.training.data") / "articles" / "a.jsonl").read_text("utf-8")
    plain = [
        [("h1", record["title"]), *(("p", part) for part in record["text"].split("\n\n"))]
        for record in map(json.loads, text.splitlines())
    ]
    return [*blocks, *plain]


def manner_of(article: Sequence[tuple[str, str]]) -> str:
    """Return what holds an article and its paragraphs together."""
    return f"article {article[0][1]}"


def load_closings() -> list[Snippet]:
    """Return editorial closings that look like footers, and the paragraphs of written articles."""
    found = [Snippet(record["text"], EDITORIAL, "independent") for record in _independent("closings.jsonl")]
    found += [
        Snippet(text, EDITORIAL, manner_of(article))
        for article in load_articles()
        for tag, text in article
        if tag == "p"
    ]
    for path in sorted((files("moderation.training.data") / "closings").iterdir(), key=lambda entry: entry.name):
        if path.name.startswith("grammar"):
            found += _spoken(path.read_text("utf-8"), EDITORIAL, path.name)
            continue
        lines = path.read_text("utf-8").splitlines()
        found += [Snippet(line, EDITORIAL, path.name) for line in lines if line.strip()]
    return [*found, *rules_closings(), *newsroom_closings()]


def _spoken(grammar: str, kind: int, name: str) -> list[Snippet]:
    """Return texts of a grammar, in as many manners as there are folds."""
    rules, random = parse_grammar(grammar), Random(name)  # noqa: S311
    return [Snippet(speak(rules, random), kind, f"{name}-{index % 4}") for index in range(SPOKEN)]
