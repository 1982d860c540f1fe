"""Quality of separation: pages of other sites, footers never seen, closings that merely look like footers.

The shipped model has seen the visible pages, so pages, and what stands on them put behind articles, are judged by
heads trained without one fold of sites. Written articles are judged by the shipped head: the footers, closings and
bodies were written apart from its training texts.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from moderation.article.classifier import ARTICLES, PAGES, BlockClassifier
from moderation.article.heads import Heads
from moderation.article.pages import PageClassifier
from moderation.article.recurrence import Recurrence, observe
from moderation.article.values import Label
from moderation.services.separator import Separator
from moderation.training.evaluate_furniture import judge_furniture
from moderation.training.pictures import Group, draw_bars
from moderation.training.separation import gather, train
from moderation.training.separation_endings import (
    BREAKS,
    FORMS,
    HTML,
    ONE,
    Endings,
    Extract,
    Made,
    is_kept,
    is_whole,
    load_endings,
    load_others,
    make,
    make_all,
    paragraphs_kept,
    written_articles,
)
from moderation.training.separation_labels import normal
from moderation.training.separation_material import Page

# The fold of sites that is left out unless another is asked for.
HELD_OUT = 1
SEED = 1
PICTURE = "separation.svg"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure; `peer` is trafilatura's in the same run."""

    what: str
    ours: float
    peer: float | None = None
    count: int = 0


def main(corpora: Path | None, jobs: int = 1, pictures: Path | None = None, held_out: int = HELD_OUT) -> list[Row]:
    """Print and return the table.

    :param corpora: the local mirror; without it only the written texts are judged, by the shipped model.
    :param pictures: the folder that the picture is written to, if any.
    :param held_out: the fold of sites that pages and furniture are judged on; the heads for it are trained without.
    """
    rows: list[Row] = []
    separator = Separator.load()
    if corpora is not None:
        material = gather(corpora)
        _, arrays = train(material, PAGES, seed=SEED, without=held_out, jobs=jobs)
        pages = PageClassifier.from_arrays(arrays, "without one fold of sites")
        _, arrays = train(material, ARTICLES, seed=SEED, without=held_out, jobs=jobs)
        without = Separator(Heads(BlockClassifier.from_arrays(arrays, pages.label), pages, pages.label))
        unseen = [page for page, fold in material.pages if fold == held_out]
        rows += judge_pages(without, unseen, read_blocks(corpora))
        rows += [Row(what, share, count=count) for what, share, count in judge_furniture(without, unseen)]
    rows += judge_endings(separator)
    for row in rows:
        peer = "" if row.peer is None else f"{row.peer:8.4f}"
        print(f"{row.what:64} {row.ours:8.4f} {peer:>8}  n={row.count}")  # noqa: T201
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        (pictures / PICTURE).write_text(draw(rows), "utf-8")
    return rows


def read_blocks(corpora: Path) -> dict[str, dict[str, list[str]]]:
    """Return by file what a list of phrases takes for boilerplate on the pages, by kind."""
    lines = (corpora / "pages" / "trafilatura" / "boilerplate_blocks.jsonl").read_text("utf-8").splitlines()
    return {record["file"]: record["blocks"] for record in map(json.loads, lines)}


def judge_pages(separator: Separator, pages: Sequence[Page], blocks: dict[str, dict[str, list[str]]]) -> list[Row]:
    """Return segment F1 and leaks on pages with segments, and the F1 of whole bodies on pages with full text."""
    german = [page for page in pages if page.corpus == "trafilatura" and page.gold["lang"] == "de"]
    bodies = [page for page in pages if page.corpus == "wcxb" and page.gold["main_content"]]
    texts, theirs = [[extract(page.source) for page in german] for extract in (_ours(separator), _peer)]
    found, peer = _segments(german, texts), _segments(german, theirs)
    names = ("segment F1", "precision", "recall", "pages with an unwanted segment")
    rows = [Row(f"German pages: {n}", a, b, len(german)) for n, a, b in zip(names, found, peer, strict=True)]
    rows += _leaks(german, texts, theirs, blocks)
    whole, peers = _bodies(bodies, _ours(separator)), _bodies(bodies, _peer)
    return [*rows, Row("English pages: F1 of the whole body", whole, peers, len(bodies))]


def _ours(separator: Separator) -> Extract:
    return lambda source: separator.separate(source).text


def _peer(source: str) -> str:
    return trafilatura.extract(source, include_comments=False) or ""


def _segments(pages: Sequence[Page], texts: Sequence[str]) -> tuple[float, float, float, float]:
    hit = missed = wrong = leaking = 0
    for page, extracted in zip(pages, texts, strict=True):
        text = normal(extracted)
        kept = [normal(segment) in text for segment in page.gold["with"]]
        leaked = sum(1 for segment in page.gold["without"] if normal(segment) in text)
        hit, missed, wrong = hit + sum(kept), missed + kept.count(False), wrong + leaked
        leaking += bool(leaked)
    precision, recall = hit / max(1, hit + wrong), hit / max(1, hit + missed)
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall, leaking / max(1, len(pages))


def _leaks(
    pages: Sequence[Page], texts: Sequence[str], theirs: Sequence[str], blocks: dict[str, dict[str, list[str]]]
) -> list[Row]:
    """Return the share of blocks of each kind that leak, and of pages on which any does."""
    totals: Counter[str] = Counter()
    leaked: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    leaking = [0, 0]
    for page, *extracted in zip(pages, texts, theirs, strict=True):
        kinds = blocks.get(page.gold["file"], {})
        totals.update({kind: len(some) for kind, some in kinds.items()})
        for side, text in enumerate(map(normal, extracted)):
            here = {kind: sum(1 for block in some if normal(block) in text) for kind, some in kinds.items()}
            leaked[side].update(here)
            leaking[side] += any(here.values())
    count = max(1, len(pages))
    rows = [Row("German pages: with a leaked block", leaking[0] / count, leaking[1] / count, len(pages))]
    for kind, total in sorted(totals.items()):
        rows.append(Row(f"leaked blocks: {kind}", leaked[0][kind] / total, leaked[1][kind] / total, total))
    return rows


def _bodies(pages: Sequence[Page], extract: Extract) -> float:
    """Return F1 as article-extraction-benchmark counts: of the means of precision and recall over pages.

    Each page is a bag of shingles of four words.
    """
    pairs = [(_shingles(extract(page.source)), _shingles(page.gold["main_content"])) for page in pages]
    common = [(found & wanted).total() for found, wanted in pairs]
    precision = _mean([both / found.total() for both, (found, _) in zip(common, pairs, strict=True)])
    recall = _mean([both / wanted.total() for both, (_, wanted) in zip(common, pairs, strict=True)])
    return 2 * precision * recall / max(1e-9, precision + recall)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = normal(text).split()
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def judge_endings(separator: Separator) -> list[Row]:
    """Return how often footers and boilerplate stay, and paragraphs and closings are lost, in each form."""
    endings = load_endings()
    sets = (endings, *load_others())
    rows = [row for some in sets for form in FORMS for row in _judge_form(separator, some, form)]
    rows += [_after_three(separator, endings, form) for form in (HTML, ONE)]
    return [*rows, *(_standing(separator, some) for some in sets if some.standing)]


def _judge_form(separator: Separator, endings: Endings, form: str) -> list[Row]:
    rows: list[Row] = []
    whole: tuple[list[float], list[float]] = ([], [])
    sets = (("comment rules kept", endings.footers), ("other boilerplate kept", endings.boilerplate))
    for what, some in [each for each in sets if each[1]]:
        kept: tuple[list[float], list[float]] = ([], [])
        for made in make_all(some, form, endings.articles):
            for side, text in enumerate((separator.separate(made.source).text, _peer(made.source))):
                kept[side].append(float(is_kept(made, text)))
                whole[side].extend(paragraphs_kept(made, text))
        rows.append(Row(f"{endings.author}{what}: {form}", _mean(kept[0]), _mean(kept[1]), len(kept[0])))
    rows.append(Row(f"{endings.author}true paragraphs kept: {form}", _mean(whole[0]), _mean(whole[1]), len(whole[0])))
    closings = [_closing_kept(separator, made) for made in make_all(endings.closings, form, endings.articles)]
    peer = [float(is_whole(made, _peer(made.source))) for made in make_all(endings.closings, form, endings.articles)]
    return [
        *rows,
        Row(f"{endings.author}look-alike closings kept: {form}", _mean(closings), _mean(peer), len(closings)),
    ]


def _closing_kept(separator: Separator, made: Made) -> float:
    separation = separator.separate(made.source)
    is_notice = any(block.label is Label.POLICY_NOTICE for block in separation.blocks)
    return float(is_whole(made, separation.text) and not is_notice)


def _after_three(separator: Separator, endings: Endings, form: str) -> Row:
    leaks = []
    articles = written_articles()
    for index, footer in enumerate(endings.footers):
        memory = _learnt(separator, footer, articles, index)
        made = make(articles[(index + 3) % len(articles)], footer, form)
        leaks.append(float(is_kept(made, separator.separate(made.source, site_memory=memory).text)))
    return Row(f"comment rules kept: {form}, after three articles of the site", _mean(leaks), count=len(leaks))


def _standing(separator: Separator, endings: Endings) -> Row:
    """Return how often an editorial line survives that every article of a site has."""
    kept = []
    articles = written_articles()
    for index, line in enumerate(endings.standing):
        memory = _learnt(separator, [line], articles, index)
        made = make(articles[(index + 3) % len(articles)], [line], HTML)
        kept.append(float(is_whole(made, separator.separate(made.source, site_memory=memory).text)))
    return Row(f"{endings.author}repeated editorial lines kept, after three articles", _mean(kept), count=len(kept))


def _learnt(separator: Separator, ending: Sequence[str], articles: Sequence[Sequence[str]], first: int) -> Recurrence:
    memory = Recurrence()
    for step in range(3):
        made = make(articles[(first + step) % len(articles)], ending, HTML)
        memory = observe(memory, separator.separate(made.source, site_memory=memory))
    return memory


def draw(rows: Sequence[Row]) -> str:
    """Return what stays of comment rules, form by form, as a picture."""
    what = "comment rules kept: "
    groups = []
    for row in [row for row in rows if row.what.startswith(what)]:
        form = row.what.removeprefix(what)
        # Who returns nothing for flat text leaves no rules, and no article.
        peer = 100 * row.peer if row.peer is not None and form in (HTML, BREAKS) else None
        groups.append(Group(form, [100 * row.ours, peer]))
    series = ["moderation", "trafilatura, which returns nothing for flat text"]
    return draw_bars("Comment rules left in the article, never seen before", series, groups, unit=" %")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
