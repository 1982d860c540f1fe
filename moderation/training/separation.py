"""Training of the block classifier: scikit-learn fits, plain arrays are what is kept."""

import logging
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from moderation.article.classifier import (
    ARTICLES,
    KINDS,
    PAGES,
    BlockClassifier,
    Evidence,
    assemble,
    titles_of,
)
from moderation.article.features import TEXT_SLOTS, WORD_SLOTS
from moderation.article.markup_tokens import MARKUP_SLOTS
from moderation.article.pages import Network, PageClassifier
from moderation.article.phrasing import Phrases
from moderation.article.starts import Starts
from moderation.text.sentences import split_sentences
from moderation.training.separation_folds import FOLDS, fold_of, fold_of_snippet
from moderation.training.separation_labels import GOLD_WEIGHT
from moderation.training.separation_material import (
    Page,
    load_articles,
    load_closings,
    load_pages,
    load_snippets,
    manner_of,
    marked_paragraphs,
)
from moderation.training.separation_matrices import markup_matrix, word_matrix
from moderation.training.separation_networks import Size, arrays_of_layers, fit_networks, merged
from moderation.training.separation_pages import fit_looks
from moderation.training.separation_phrasing import fit_phrases
from moderation.training.separation_rules import PUT_TOGETHER
from moderation.training.separation_snippet import EDITORIAL, Snippet
from moderation.training.separation_synthesis import POLICY, Example, Stock, article_of, make_article, told, with_footer

# Shorter rules found on pages are links to them.
LEAST_RULES = 40
# What the linear models of a head are fitted without, one part after the other.
PARTS = {ARTICLES: FOLDS, PAGES: 5}
MADE_PER_FOLD = 12_000
WORDS_C = 4.0
WORDS_STEPS = 24
# Of the runs and sentences of pages, this part is read for words; there are far more of them than of written texts.
PAGE_SHARE = {ARTICLES: 0.25, PAGES: 1.0}
# Written articles, often about comments and rules, are taken for bodies this often for each page that is once.
WRITTEN_ARTICLES = 4
# Whole pages are told as well without letters, in half the time.
SLOTS = {ARTICLES: TEXT_SLOTS, PAGES: WORD_SLOTS}
MARKUP_C = {ARTICLES: 0.3, PAGES: 0.03}
NETWORKS = Size(networks=10, hidden=40, epochs=6)
LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything training reads, each part with its fold."""

    pages: Sequence[tuple[Page, int]]
    snippets: Sequence[tuple[Snippet, int]]
    closings: Sequence[tuple[Snippet, int]]
    articles: Sequence[tuple[Sequence[tuple[str, str]], int]] = ()


@dataclass(frozen=True, slots=True)
class Linear:
    """The models that read a run by itself; the second reading of its words is the articles' head's alone."""

    words: LogisticRegression
    markup: LogisticRegression
    phrases: Phrases | None = None


@dataclass(frozen=True, slots=True)
class Fitted:
    """The scikit-learn estimators."""

    linear: Linear
    networks: Sequence[MLPClassifier]


def site_of(page: Page) -> str:
    """Return the registered domain, near enough."""
    host = urlsplit(page.site).netloc or page.site
    parts = host.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def gather(corpora: Path) -> Material:
    """Read pages and written texts; sites, and hands that wrote, are the units of the folds."""
    return Material(
        [(page, fold_of(site_of(page))) for page in load_pages(corpora)],
        [(snippet, fold_of_snippet(snippet)) for snippet in load_snippets()],
        [(closing, fold_of_snippet(closing)) for closing in load_closings()],
        [(article, fold_of(manner_of(article))) for article in load_articles()],
    )


def train(
    material: Material, head: str, *, seed: int, without: int | None = None, jobs: int = 1
) -> tuple[Fitted, Mapping[str, NDArray[Any]]]:
    """Fit one head; the network learns from evidence of linear models that did not see the text in question.

    :param head: what it is for: articles alone, or whole pages.
    :param without: a fold of sites to leave out altogether, for evaluation; written texts all take part, since
        those they are judged by were never among them.
    """
    random = Random(seed)  # noqa: S311
    folds = [fold for fold in range(FOLDS) if fold != without]
    material = _kept(material, folds)
    if head == PAGES:
        material, folds = _exactly(_in_parts(material, PARTS[head])), list(range(PARTS[head]))
    examples = _examples(material, folds, random, head)
    evidence: list[Evidence] = [_no_evidence(example) for example in examples]
    seen = [[other for other in folds if other != fold] for fold in folds]
    partial = Parallel(n_jobs=jobs)(delayed(_fit_linear)(material, own, seed, head) for own in seen)
    LOG.info("linear models fitted")
    if head == PAGES:
        # The mean of the models is as sure of a new text as each was of those it had not seen.
        linear = _mean_of(partial)
        readers = dict(zip(folds, map(_reader, partial), strict=True))
        networks, layers = fit_looks(examples, readers, seed, jobs)
        return Fitted(linear, networks), {**_arrays(linear, examples), **layers}
    for fold, linear in zip(folds, partial, strict=True):
        for index, example in enumerate(examples):
            if example.fold == fold:
                evidence[index] = _read(linear, example)
    X = np.concatenate([_features(example, seen) for example, seen in zip(examples, evidence, strict=True)])
    networks, mean, scale = fit_networks(X, *told(examples), NETWORKS, seed, jobs)
    LOG.info("networks fitted")
    # The second reading counts beside the network too, so it is to know all texts.
    linear = replace(_mean_of(partial), phrases=_fit_phrases(material, folds, seed))
    arrays = {"mean": mean, "scale": scale, "temperature": np.array(1.0), **_arrays(linear, examples)}
    return Fitted(linear, networks), arrays | arrays_of_layers("layer", merged(networks))


def _in_parts(material: Material, count: int) -> Material:
    """Return the material in another number of folds."""
    return Material(
        [(page, fold_of(site_of(page), count)) for page, _ in material.pages],
        [(snippet, fold_of(_unit(snippet), count)) for snippet, _ in material.snippets],
        [(closing, fold_of(_unit(closing), count)) for closing, _ in material.closings],
        [(article, fold_of(article[0][1], count)) for article, _ in material.articles],
    )


def _exactly(material: Material) -> Material:
    """Return the material with the closer labels of pages."""
    pages = [(replace(page, kinds=page.exact[0], weights=page.exact[1]), fold) for page, fold in material.pages]
    return replace(material, pages=pages)


def _unit(snippet: Snippet) -> str:
    return snippet.manner if snippet.manner.startswith("grammar") else snippet.text


def _kept(material: Material, folds: Sequence[int]) -> Material:
    """Return the pages of the folds, and all written texts, spread over the folds."""
    return Material(
        [(page, fold) for page, fold in material.pages if fold in folds],
        [(snippet, folds[fold % len(folds)]) for snippet, fold in material.snippets],
        [(closing, folds[fold % len(folds)]) for closing, fold in material.closings],
        [(article, folds[fold % len(folds)]) for article, fold in material.articles],
    )


def _examples(material: Material, folds: Sequence[int], random: Random, head: str) -> list[Example]:
    pages = [(page, fold) for page, fold in material.pages if fold in folds and (head == PAGES or page.layout.plain)]
    examples = [Example(page.layout, page.kinds, page.weights, fold) for page, fold in pages]
    for fold in folds:
        stock = stock_of(material, fold)
        if head != PAGES:
            examples += [make_article(stock, fold, random) for _ in range(MADE_PER_FOLD)]
            continue
        own = [page for page, its in pages if its == fold and page.corpus == "trafilatura"]
        made = [with_footer(page, stock, fold, random) for page in own]
        examples += [example for example in made if example is not None]
    return [example for example in examples if example.layout.runs]


def stock_of(material: Material, fold: int) -> Stock:
    """Return what articles of one fold are made from."""
    pages = [(article_of(page), page.corpus == "trafilatura") for page, its in material.pages if its == fold]
    articles = [article for article, its in material.articles if its == fold] * WRITTEN_ARTICLES
    articles += [article for article, mostly_german in pages for _ in range(3 if mostly_german else 1)]
    snippets = [snippet for snippet, its in material.snippets if its == fold and snippet.manner != PUT_TOGETHER]
    snippets += [
        snippet
        for snippet in _furniture(material, [fold])
        if len(snippet.text) >= LEAST_RULES or snippet.kind != POLICY
    ]
    closings = [closing for closing, its in material.closings if its == fold and closing.manner != PUT_TOGETHER]
    closings += [text for page, its in material.pages if its == fold for text in marked_paragraphs(page)]
    return Stock(
        [article for article in articles if len(article) > 2],
        [snippet for snippet in snippets if snippet.kind == POLICY and not snippet.manner.startswith("grammar")],
        [snippet for snippet in snippets if snippet.kind == POLICY and snippet.manner.startswith("grammar")],
        [snippet for snippet in snippets if snippet.kind != POLICY],
        closings,
    )


def _furniture(material: Material, folds: Sequence[int]) -> list[Snippet]:
    """Return what stands beside the articles of pages, each text once."""
    found = [snippet for page, fold in material.pages if fold in folds for snippet in page.furniture]
    return [*dict.fromkeys(found)]


def _no_evidence(example: Example) -> Evidence:
    empty = np.zeros((len(example.layout.runs), len(KINDS)), np.float32)
    return Evidence(empty, empty)


def _fit_linear(material: Material, folds: Sequence[int], seed: int, head: str) -> Linear:
    examples = [Example(page.layout, page.kinds, page.weights, fold) for page, fold in material.pages if fold in folds]
    texts, kinds, weights = _word_material(material, folds, examples, Random(seed), head)  # noqa: S311
    words = LogisticRegression(C=WORDS_C, max_iter=WORDS_STEPS, tol=1e-3)
    words.fit(word_matrix(texts, SLOTS[head]), kinds, sample_weight=weights)
    all_kinds = np.concatenate([example.kinds for example in examples])
    all_weights = np.concatenate([example.weights for example in examples])
    # One run with every kind keeps all columns, whatever the pages hold.
    matrix = sparse.vstack(
        [markup_matrix(examples), sparse.csr_matrix((len(KINDS), MARKUP_SLOTS), dtype=np.float32)]
    ).tocsr()
    markup = LogisticRegression(C=MARKUP_C[head], max_iter=18, tol=1e-3)
    labels = np.concatenate([all_kinds, np.arange(len(KINDS))])
    markup.fit(matrix, labels, sample_weight=np.concatenate([all_weights, np.full(len(KINDS), 1e-3)]))
    return Linear(words, markup, _fit_phrases(material, folds, seed) if head == ARTICLES else None)


def _fit_phrases(material: Material, folds: Sequence[int], seed: int) -> Phrases:
    written = [snippet for snippet, fold in (*material.snippets, *material.closings) if fold in folds]
    pages = [page for page, fold in material.pages if fold in folds]
    return fit_phrases([*_furniture(material, folds), *written], pages, Random(seed))  # noqa: S311


def _word_material(
    material: Material, folds: Sequence[int], examples: Sequence[Example], random: Random, head: str
) -> tuple[list[str], NDArray[np.int64], NDArray[np.float64]]:
    rows: dict[tuple[str, int], float] = {}
    for example in examples:
        for run, kind, weight in zip(
            example.layout.runs, example.kinds.tolist(), example.weights.tolist(), strict=True
        ):
            if not weight or (weight < GOLD_WEIGHT and random.random() > PAGE_SHARE[head]):
                continue
            rows.setdefault((run.text, kind), weight)
            if kind == EDITORIAL and len(run.text) > 150:
                for sentence in split_sentences(run.text)[:3]:
                    rows.setdefault((sentence.text, kind), weight * 0.5)
    written = [snippet for snippet, fold in (*material.snippets, *material.closings) if fold in folds]
    for snippet in (*(_furniture(material, folds) if head == ARTICLES else ()), *written):
        if snippet.manner != PUT_TOGETHER:
            heavy = 1.0 if snippet.manner.startswith("grammar") else 5.0
            rows[(snippet.text, snippet.kind)] = heavy
            for sentence in split_sentences(snippet.text):
                rows[(sentence.text, snippet.kind)] = heavy
    for kind in range(len(KINDS)):
        rows.setdefault((KINDS[kind], kind), 1e-3)
    texts = [text for text, _ in rows]
    return texts, np.array([kind for _, kind in rows]), np.array(list(rows.values()))


def _mean_of(models: Sequence[Linear]) -> Linear:
    """Return one of each with the mean of the weights, without a second reading."""
    return Linear(
        _mean_estimator([model.words for model in models]), _mean_estimator([model.markup for model in models])
    )


def _mean_estimator(models: Sequence[LogisticRegression]) -> LogisticRegression:
    mean = copy(models[0])
    mean.coef_ = np.mean([model.coef_ for model in models], axis=0)
    mean.intercept_ = np.mean([model.intercept_ for model in models], axis=0)
    return mean


def _read(linear: Linear, example: Example) -> Evidence:
    words, markup = _table(linear.words), _table(linear.markup)
    served = BlockClassifier(
        words[0],
        words[1],
        markup[0],
        markup[1],
        *(np.zeros(1, np.float32),) * 2,
        (),
        np.zeros((2, 2), np.float32),
        1.0,
        "",
        linear.phrases,
    )
    return served.read(example.layout)


def _table(model: LogisticRegression) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return np.ascontiguousarray(model.coef_.T.astype(np.float32)), model.intercept_.astype(np.float32)


def _reader(linear: Linear) -> PageClassifier:
    """Return what reads pages as the served head does, before it can judge."""
    nothing, (markup, offset) = Network(()), _table(linear.markup)
    return PageClassifier(
        *_table(linear.words), Starts(markup), offset, nothing, nothing, np.zeros((2, 2), np.float32), ""
    )


def _features(example: Example, evidence: Evidence) -> NDArray[np.float32]:
    return assemble(example.layout, evidence, titles_of(example.layout))


def _arrays(linear: Linear, examples: Sequence[Example]) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {"transitions": _transitions(examples)}
    arrays["words"], arrays["words_offset"] = _table(linear.words)
    arrays["markup"], arrays["markup_offset"] = _table(linear.markup)
    return arrays if linear.phrases is None else arrays | linear.phrases.to_arrays()


def _transitions(examples: Sequence[Example]) -> NDArray[np.float32]:
    """Return smoothed log-probabilities; pulled to even, since the network has seen the neighbours already."""
    counts = np.ones((2, 2))
    for example in examples:
        editorial = (example.kinds == EDITORIAL).astype(int)
        np.add.at(counts, (editorial[:-1], editorial[1:]), 1)
    shares = np.sqrt(np.sqrt(counts / counts.sum(axis=1, keepdims=True)))
    logarithms: NDArray[np.float32] = np.log(shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
    return logarithms
