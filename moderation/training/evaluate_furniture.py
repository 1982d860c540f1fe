"""What sites put beside their articles, behind articles of other sites as a CMS sends them: what of it stays.

Real footers and real articles, both of sites that the judging head has not learnt from. The footers are what a list of
phrases takes for boilerplate on German pages, the articles their running text.
"""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from moderation.article.classifier import KINDS
from moderation.article.values import Label
from moderation.services.separator import Separator
from moderation.training.separation_endings import GLUED, HTML, LINES, ONE, Made, is_kept, make
from moderation.training.separation_labels import normal
from moderation.training.separation_material import Page
from moderation.training.separation_snippet import EDITORIAL

FORMS = (HTML, LINES, GLUED, ONE)
# What publishers put under an article most often; the rest is counted by itself.
FOOTERS = frozenset(map(KINDS.index, (Label.POLICY_NOTICE, Label.NEWSLETTER, Label.PAYWALL, Label.COPYRIGHT)))
LEAST_PARAGRAPH, FEWEST, MOST = 80, 4, 40
# Articles that each piece is put behind.
REPEATS = 3
SEED = 5


class Real(NamedTuple):
    """A page's article: its title, its paragraphs, and which of these people marked as the article's."""

    site: str
    paragraphs: list[str]
    marked: list[str]


def judge_furniture(separator: Separator, pages: Sequence[Page]) -> Iterator[tuple[str, float, int]]:
    """Return for each form the share of footers, and of other furniture, that stays, and of marked paragraphs kept.

    :param pages: of sites that the separator's head for articles has not seen.
    """
    german = [page for page in pages if page.corpus == "trafilatura" and page.gold["lang"] == "de"]
    articles = [article for article in map(_article_of, german) if FEWEST < len(article.paragraphs) <= MOST]
    pieces = [
        (page.site, piece) for page in german for piece in dict.fromkeys(page.furniture) if len(normal(piece.text)) > 3
    ]
    for form in FORMS:
        random = Random(SEED)  # noqa: S311
        kept: dict[bool, list[bool]] = {True: [], False: []}
        whole: list[bool] = []
        for site, piece in pieces:
            for article in random.sample([other for other in articles if other.site != site], REPEATS):
                made = make(article.paragraphs, [piece.text], form)
                text = separator.separate(made.source).text
                kept[piece.kind in FOOTERS].append(_stays(made, text))
                whole += [normal(paragraph) in normal(text) for paragraph in article.marked]
        yield f"real footers kept: {form}", _share(kept[True]), len(kept[True])
        yield f"other real furniture kept: {form}", _share(kept[False]), len(kept[False])
        yield f"marked paragraphs kept: {form}", _share(whole), len(whole)


def _article_of(page: Page) -> Real:
    kinds, weights = page.exact
    tags = page.layout.elements.tags
    texts = [
        run.text
        for run, kind, weight in zip(page.layout.runs, kinds.tolist(), weights.tolist(), strict=True)
        if kind == EDITORIAL and weight and run.element >= 0 and tags[run.element] == "p"
    ]
    texts = [text for text in texts if len(text) > LEAST_PARAGRAPH and "\n" not in text]
    segments = [normal(segment) for segment in page.gold["with"]]
    marked = [text for text in texts if any(segment in normal(text) for segment in segments)]
    return Real(page.site, [page.gold.get("title") or "", *texts], marked)


def _stays(made: Made, text: str) -> bool:
    return is_kept(made, text) or normal(text).endswith(normal(made.ending[0]))


def _share(values: Sequence[bool]) -> float:
    return sum(values) / max(1, len(values))
