"""Time of separation beside trafilatura, one process, the same pages."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import trafilatura

from moderation.article.values import Separation
from moderation.services.separator import Separator
from moderation.training.separation_endings import written_articles
from moderation.training.separation_material import sources

MAX_PAGES = 60
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds per page: median and mean over pages, the best of several rounds each.

    :ivar first: the mean of the first round, in which a page is new.
    """

    what: str
    median: float
    mean: float
    count: int
    first: float


def main(corpora: Path | None) -> list[Timing]:
    """Print and return the table.

    :param corpora: the local mirror for full pages; without it only CMS articles are timed.
    """
    separator = Separator.load()
    works: dict[str, Callable[[str], object]] = {
        "moderation, text": separator.separate,
        "moderation, all": lambda page: _all_of(separator.separate(page)),
        "trafilatura": trafilatura.extract,
    }
    rows = _timed("CMS article", works, [_as_html(article) for article in written_articles()])
    if corpora is not None:
        of_pages = text, whole, peer = _timed("full page", works, sources(corpora)[:MAX_PAGES])
        rows += of_pages
        for what, row in (("text", text), ("with blocks, reasons and metadata", whole)):
            best, first = row.mean / peer.mean, row.first / peer.first
            print(f"full page, {what} : trafilatura = {best:.3f}, at first sight {first:.3f}")  # noqa: T201
    for row in rows:
        times = f"median {row.median:8.2f} ms   mean {row.mean:8.2f} ms   first {row.first:8.2f} ms"
        print(f"{row.what:32} {times}   n={row.count}")  # noqa: T201
    return rows


def _all_of(separation: Separation) -> object:
    """Ask for what is worked out on demand only; trafilatura returns text alone."""
    return separation.blocks, separation.language, separation.metadata


def _as_html(article: Sequence[str]) -> str:
    return f"<h1>{escape(article[0])}</h1>" + "".join(f"<p>{escape(text)}</p>" for text in article[1:])


def _timed(what: str, works: dict[str, Callable[[str], object]], pages: Sequence[str]) -> list[Timing]:
    """Time all in turns, so that what else the machine does falls on each of them."""
    times: dict[str, list[list[float]]] = {name: [] for name in works}
    for work in works.values():
        work(pages[0])
    for page in pages:
        rounds = [[_once(work, page) for work in works.values()] for _ in range(ROUNDS)]
        for name, own in zip(works, zip(*rounds, strict=True), strict=True):
            times[name].append(list(own))
    return [_summed_up(f"{what}: {name}", own) for name, own in times.items()]


def _summed_up(what: str, times: Sequence[Sequence[float]]) -> Timing:
    best = [min(rounds) for rounds in times]
    first = statistics.fmean(rounds[0] for rounds in times)
    return Timing(what, statistics.median(best), statistics.fmean(best), len(best), first)


def _once(work: Callable[[str], object], page: str) -> float:
    start = time.perf_counter()
    work(page)
    return (time.perf_counter() - start) * 1000
