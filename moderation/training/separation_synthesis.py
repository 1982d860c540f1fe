"""Articles as a CMS or an agency feed sends them, made from labelled pages and written footers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random

import numpy as np
from numpy.typing import NDArray

from moderation.article.classifier import KINDS
from moderation.article.layout import Layout, read_layout
from moderation.article.values import InputFormat, Label
from moderation.text.sentences import split_sentences
from moderation.training.separation_labels import REST
from moderation.training.separation_material import Page
from moderation.training.separation_snippet import EDITORIAL, Snippet

POLICY = KINDS.index(Label.POLICY_NOTICE)
MAX_PARAGRAPHS = 16
MADE_WEIGHT = 2.0
LOSS_WEIGHT = 3.0
_ENDINGS: tuple[str, ...] = (
    ("policy",) * 7 + ("closing",) * 9 + ("nothing",) * 6 + ("other",) * 5 + ("closing policy",) * 5
)
_ENDINGS += ("policy other",) * 2 + ("other policy",) + ("closing other",) * 3
_AGENCIES = ("afp", "dpa", "sda", "APA", "Reuters", "dpa/afp", "red", "epd", "sid", "AFP/dpa", "mit Material von dpa")


# What a CMS or a feed puts around the text of an article.
_SHELLS = (
    "{}",
    "{}",
    "<div>{}</div>",
    '<article><div class="content">{}</div></article>',
    "<html><head><title>{title}</title></head><body>{}</body></html>",
    "<html><head><title>{title}</title></head><body><main><article>{}</article></main></body></html>",
    '<html lang="de"><head><title>{title}</title></head><body><article><div class="entry-content">{}</div></article>',
    '<html amp><head><title>{title}</title></head><body><div class="amp-wp-article-content">{}</div></body></html>',
    '<table width="600" border="0"><tr><td valign="top">{}</td></tr></table>',
    '<div class="wrapper"><div class="row"><div class="col"><section>{}</section></div></div></div>',
)


@dataclass(frozen=True, slots=True)
class Example:
    """A page or a made article: its runs, and what each is."""

    layout: Layout
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]
    fold: int


def told(examples: Sequence[Example]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return what each run of all examples is, and how much it counts."""
    return (
        np.concatenate([example.kinds for example in examples]),
        np.concatenate([example.weights for example in examples]),
    )


@dataclass(frozen=True, slots=True)
class Stock:
    """What articles of one fold are made from; no text of another fold is in it."""

    articles: Sequence[Sequence[tuple[str, str]]]
    policies: Sequence[Snippet]
    grammar: Sequence[Snippet]
    others: Sequence[Snippet]
    closings: Sequence[Snippet]


def article_of(page: Page) -> list[tuple[str, str]]:
    """Return the editorial runs of a page as (tag, text)."""
    parts = []
    for run, kind, weight in zip(page.layout.runs, page.kinds, page.weights, strict=True):
        if kind != EDITORIAL or not weight or len(run.text) > 3_000:
            continue
        tag = page.layout.elements[run.element].tag if run.element >= 0 else "p"
        parts.append((tag if tag in ("h2", "h3", "li", "blockquote") else "p", run.text.replace("\n", " ")))
    return parts


def make_article(stock: Stock, fold: int, random: Random) -> Example:
    """Return one made article with an ending, in one of the forms articles are sent in."""
    pieces = _body(stock, random)
    for part in random.choice(_ENDINGS).split():
        pieces += _ending(part, stock, random)
    chance = random.random()
    if chance < 0.06:
        pieces = _ending("other", stock, random) + pieces
    elif chance < 0.10:
        place = random.randrange(len(pieces) + 1)
        pieces[place:place] = _ending("policy", stock, random)
    return _lay_out(pieces, fold, random)


def _body(stock: Stock, random: Random) -> list[tuple[str, str, int]]:
    if random.random() < 0.12:
        # Closings stand in the order of their stories: some in a row make an article about comments and rules.
        first = random.randrange(len(stock.closings))
        return [("p", closing.text, EDITORIAL) for closing in stock.closings[first : first + random.randint(3, 9)]]
    article = random.choice(stock.articles)
    length = random.randint(2, MAX_PARAGRAPHS)
    first = 0 if random.random() < 0.5 else random.randrange(max(1, len(article) - length))
    body = [(tag, text, EDITORIAL) for tag, text in article[first : first + length]]
    if body and random.random() < 0.25:
        # Articles often end in a sentence that stands alone.
        sentences = split_sentences(random.choice(article)[1])
        body.append(("p", random.choice(sentences).text, EDITORIAL))
    if body and random.random() < 0.2:
        tag, text, kind = body[-1]
        body[-1] = (tag, f"{text} ({random.choice(_AGENCIES)})", kind)
    if random.random() < 0.3:
        place = random.randrange(len(body) + 1)
        body.insert(place, ("p", random.choice(stock.closings).text, EDITORIAL))
    return body


def _ending(part: str, stock: Stock, random: Random) -> list[tuple[str, str, int]]:
    if part == "closing":
        return [("p", snippet.text, EDITORIAL) for snippet in random.sample(stock.closings, random.choice((1, 1, 2)))]
    if part == "other":
        return [("p", s.text, s.kind) for s in random.sample(stock.others, random.choice((1, 1, 2, 3)))]
    if part == "policy":
        return [("p", text, POLICY) for text in _policy(stock, random)]
    return []


def _policy(stock: Stock, random: Random) -> list[str]:
    """Return a footer in one or several blocks: as written, or sentences of several put together."""
    text = random.choice(random.choice((stock.policies, stock.grammar)) or stock.policies).text
    if random.random() < 0.3:
        drawn = [
            random.choice(split_sentences(random.choice(stock.policies).text)).text for _ in range(random.randint(1, 5))
        ]
        text = random.choice(("\n", " ")).join(drawn)
    lines = text.split("\n")
    if len(lines) == 1 and random.random() < 0.25:
        sentences = [sentence.text for sentence in split_sentences(text)]
        cut = random.randint(1, len(sentences))
        lines = [" ".join(part) for part in (sentences[:cut], sentences[cut:]) if part]
    return lines if random.random() < 0.6 else [" ".join(lines)]


def _lay_out(pieces: list[tuple[str, str, int]], fold: int, random: Random) -> Example:
    pieces = [(tag, " ".join(text.split()), kind) for tag, text, kind in pieces if text.split()]
    form = random.choice(
        ("html", "html", "html", "html", "lines", "lines", "sentences", "sentences", "tail", "tail", "marked")
    )
    if form == "html":
        return _example(_as_html(pieces, random), InputFormat.HTML, pieces, fold)
    if form == "sentences":
        pieces = [piece for part in pieces for piece in _exploded(part)]
    if form == "tail":
        cut = max(1, len(pieces) - random.randint(1, 4))
        pieces = pieces[:cut] + [piece for part in pieces[cut:] for piece in _exploded(part)]
    if form == "marked":
        pieces = _marked_down(pieces, random)
    return _example("\n".join(text for _, text, _ in pieces), InputFormat.TEXT, pieces, fold)


def _marked_down(pieces: Sequence[tuple[str, str, int]], random: Random) -> list[tuple[str, str, int]]:
    """Return the pieces with what is left of Markdown."""
    result: list[tuple[str, str, int]] = []
    for index, (tag, text, kind) in enumerate(pieces):
        if kind != EDITORIAL and (not result or result[-1][2] == EDITORIAL) and random.random() < 0.5:
            result.append(("p", random.choice(("---", "***", "___")), REST))
        mark = "# {}" if index == 0 and random.random() < 0.5 else _MARKS.get(tag, "{}")
        if kind != EDITORIAL:
            mark = random.choice(("{}", "*{}*", "_{}_", "**{}**", "> {}", "- {}", "### {}"))
        result.append((tag, mark.replace("{}", text), kind))
    return result


_MARKS = {"h2": "## {}", "h3": "### {}", "li": "- {}", "blockquote": "> {}"}


def _exploded(piece: tuple[str, str, int]) -> list[tuple[str, str, int]]:
    return [(piece[0], sentence.text, piece[2]) for sentence in split_sentences(piece[1])]


def _as_html(pieces: Sequence[tuple[str, str, int]], random: Random) -> str:
    if random.random() < 0.3:
        pieces = [("p", text, kind) for _, text, kind in pieces]
    if random.random() < 0.12:
        return "<p>" + "<br><br>\n".join(escape(text) for _, text, _ in pieces) + "</p>"
    tags = [tag for tag, _, _ in pieces]
    if random.random() < 0.4:
        tags[0] = "h1"
    body = "\n".join(f"<{tag}>{escape(text)}</{tag}>" for tag, (_, text, _) in zip(tags, pieces, strict=True))
    body = random.choice(_SHELLS).replace("{}", body).replace("{title}", escape(pieces[0][1][:120]))
    return body if random.random() < 0.9 else _stating(pieces, random) + body


def _stating(pieces: Sequence[tuple[str, str, int]], random: Random) -> str:
    """Return the article as linked data; what a system states there may hold its footer, or leave it out."""
    careless = random.random() < 0.5
    stated = " ".join(text for _, text, kind in pieces if careless or kind == EDITORIAL)
    article = {"@type": "NewsArticle", "articleBody": stated.replace("<", "(")}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


def _example(source: str, input_format: InputFormat, pieces: Sequence[tuple[str, str, int]], fold: int) -> Example:
    layout = read_layout(source, input_format)
    if len(layout.runs) != len(pieces):
        raise ValueError(f"{len(pieces)} pieces became {len(layout.runs)} runs")
    kinds = np.array([kind for _, _, kind in pieces])
    # A lost paragraph is worse than a footer that stays.
    return Example(layout, kinds, np.where(kinds == EDITORIAL, LOSS_WEIGHT, MADE_WEIGHT), fold)


def with_footer(page: Page, stock: Stock, fold: int, random: Random) -> Example | None:
    """Return the page with a footer as one more paragraph after its last editorial run; None where there is none."""
    editorial = np.flatnonzero((page.kinds == EDITORIAL) & (page.weights > 0))
    runs = page.layout.runs
    if not len(editorial):
        return None
    last = int(editorial[-1])
    tag = page.layout.elements[runs[last].element].tag if runs[last].element >= 0 else "p"
    text = " ".join(_policy(stock, random)).replace("\n", " ")
    cut = runs[last].end
    source = f"{page.source[:cut]}</{tag}><{tag}>{escape(text)}{page.source[cut:]}"
    layout = read_layout(source)._replace(lead=page.layout.lead)
    if len(layout.runs) != len(runs) + 1:
        return None
    kinds, weights = np.insert(page.kinds, last + 1, POLICY), np.insert(page.weights, last + 1, 2.0)
    return Example(layout, kinds, weights, fold)
