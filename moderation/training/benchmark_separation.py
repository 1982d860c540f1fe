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
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds per page: median and mean over pages, the best of several rounds each."""

    what: str
    median: float
    mean: float
    count: int


def main(corpora: Path | None) -> list[Timing]:
    """Print and return the table.

    :param corpora: the local mirror for full pages; without it only CMS articles are timed.
    """
    separator = Separator.load()
    articles = [_as_html(article) for article in written_articles()]
    rows = [_timed("CMS article: moderation", separator.separate, articles)]
    rows.append(_timed("CMS article: trafilatura", trafilatura.extract, articles))
    if corpora is not None:
        pages = sources(corpora)[:MAX_PAGES]
        peer = _timed("full page: trafilatura", trafilatura.extract, pages)
        text = _timed("full page: moderation, text", separator.separate, pages)
        whole = _timed("full page: moderation, all", lambda page: _all_of(separator.separate(page)), pages)
        rows += [text, whole, peer]
        print(f"full page, moderation : trafilatura = {text.mean / peer.mean:.3f}")  # noqa: T201
        print(f"the same with blocks, reasons and metadata = {whole.mean / peer.mean:.3f}")  # noqa: T201
    for row in rows:
        print(f"{row.what:32} median {row.median:8.2f} ms   mean {row.mean:8.2f} ms   n={row.count}")  # noqa: T201
    return rows


def _all_of(separation: Separation) -> object:
    """Ask for what is worked out on demand only; trafilatura returns text alone."""
    return separation.blocks, separation.language, separation.metadata


def _as_html(article: Sequence[str]) -> str:
    return f"<h1>{escape(article[0])}</h1>" + "".join(f"<p>{escape(text)}</p>" for text in article[1:])


def _timed(what: str, work: Callable[[str], object], pages: Sequence[str]) -> Timing:
    work(pages[0])
    best = [min(_once(work, page) for _ in range(ROUNDS)) for page in pages]
    return Timing(what, statistics.median(best), statistics.fmean(best), len(pages))


def _once(work: Callable[[str], object], page: str) -> float:
    start = time.perf_counter()
    work(page)
    return (time.perf_counter() - start) * 1000
