"""The block classifier: arrays in, a probability for every kind of every run out.

Two linear models (words; markup) score each run by itself, a small network then judges it with its shape, its place
and its neighbours. A forward-backward pass makes neighbours agree on editorial or not. Whole pages have a classifier of
their own (`pages.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.article.agreement import agreed
from moderation.article.facts import Facts, Numbers
from moderation.article.features import (
    TEXT_SLOTS,
    WORD_SLOTS,
    Floats,
    letter_features,
    summed,
    word_features,
)
from moderation.article.layout import Layout
from moderation.article.markup_tokens import MARKUP_SLOTS, MAX_TELLING_DEPTH, slots_of
from moderation.article.odds import log_softmax, shifted
from moderation.article.phrasing import UNREAD, Phrases, read_again
from moderation.article.products import product
from moderation.article.shape import count_texts, numeric_features
from moderation.article.skimming import is_asked, skimmed
from moderation.article.values import Label
from moderation.article.vocabulary import Vocabulary
from moderation.text.markup import Elements, Run
from moderation.text.tags import Step

FORMAT = "separation/4"
# Weights for articles as a CMS or a feed sends them, flat text among them; and for whole pages.
ARTICLES, PAGES = "articles", "pages"
HEADS = (ARTICLES, PAGES)
EDITORIAL_KIND = "editorial"
KINDS = (
    EDITORIAL_KIND,
    Label.POLICY_NOTICE,
    Label.COMMENT_FORM,
    Label.READER_COMMENT,
    Label.NEWSLETTER,
    Label.PAYWALL,
    Label.COOKIE,
    Label.RELATED,
    Label.AUTHOR_BOX,
    Label.AGENCY_CREDIT,
    Label.COPYRIGHT,
    Label.SHARE,
    Label.NAVIGATION,
    Label.ADVERTISING,
    Label.BOILERPLATE,
)
POLICY = KINDS.index(Label.POLICY_NOTICE)
NEAR = 1
FAR = 4
# Characters whose words are read on a page; beyond it of each run no more than its share of them, or the least.
MOST_READ, SHORTEST_READ = 1_000_000, 80
# Characters of attributes that are read on a page, and what an element counts beside its own.
MOST_ATTRIBUTES, PER_ELEMENT = 400_000, 40
# How much the second reading counts beside the network, which has seen it but trusts hands it knows too well; what is
# added to its log-odds of rules, and of other boilerplate; what an article has in its favour where paragraphs are
# marked; and what its first text has against being told for rules. Chosen on texts that no model was trained on.
SECOND_WEIGHT, LEANING, MARKED, TITLE = 0.6, (0.0, -1.2), 0.75, 2.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each run's words and markup say by themselves: log-probabilities per kind.

    In the head for articles alone, what a second reading says follows the words: log-odds (`phrasing`).

    :ivar counted: what can be counted in each run (`shape.count_texts`), where it has been.
    :ivar ahead: texts that have been read beside the runs, what their words say, and what is counted in them.
    """

    words: Floats
    markup: Floats
    counted: Numbers | None = None
    ahead: Sequence[str] = ()
    of_ahead: Floats | None = None
    counted_ahead: Numbers | None = None


@dataclass(frozen=True, slots=True)
class BlockClassifier:
    """The head for articles alone.

    :ivar words: a row for each slot of words, and of letters where the head reads them.
    :ivar layers: weights and offsets of the network, input first.
    :ivar transitions: log-probability of not editorial (0) or editorial (1) following the same two.
    :ivar phrases: weights of the second reading, where the head has one.
    :ivar vocabulary: the words it has met, where it reads twice; without it all are read anew.
    """

    words: Floats
    words_offset: Floats
    markup: Floats
    markup_offset: Floats
    mean: Floats
    scale: Floats
    layers: tuple[tuple[Floats, Floats], ...]
    transitions: Floats
    temperature: float
    label: str
    phrases: Phrases | None = None
    vocabulary: Vocabulary | None = None

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], label: str) -> "BlockClassifier":
        """Return the classifier of a stored model.

        :raises KeyError: when an array is missing.
        :raises ValueError: when one has another shape than this program reads.
        """
        count = sum(1 for name in arrays if name.startswith("layer_") and name.endswith("_weights"))
        layers = tuple((arrays[f"layer_{i}_weights"], arrays[f"layer_{i}_offset"]) for i in range(count))
        tables = {(size, len(KINDS)) for size in (WORD_SLOTS, TEXT_SLOTS)}
        if arrays["words"].shape not in tables or arrays["markup"].shape != (MARKUP_SLOTS, len(KINDS)):
            raise ValueError("the tables are of another size")
        if not layers or layers[-1][1].shape != (len(KINDS),):
            raise ValueError("the network is of another size")
        phrases = Phrases.from_arrays(arrays)
        return cls(
            arrays["words"],
            arrays["words_offset"],
            arrays["markup"],
            arrays["markup_offset"],
            arrays["mean"],
            arrays["scale"],
            layers,
            arrays["transitions"],
            float(arrays["temperature"]),
            label,
            phrases,
            Vocabulary(arrays["words"], phrases.words) if phrases is not None else None,
        )

    def read(
        self, layout: Layout, ahead: Sequence[str] = (), title: str | None = None, *, skims: bool = True
    ) -> Evidence:
        """Return what words and markup say.

        :param ahead: texts that are likely to be read by themselves afterwards: together it costs less.
        :param title: what the caller states as the title.
        :param skims: whether plain paragraphs amid the article are passed over (`skimming.py`).
        """
        texts = [run.text for run in layout.runs]
        counted = count_texts([*texts, *ahead], titles_of(layout, title))
        own, of_ahead = counted[: len(texts)], counted[len(texts) :]
        asked = is_asked(texts, own) if skims else np.ones(len(texts), bool)
        read, *others = self._read_groups([[*compress(texts, asked)], ahead] if ahead else [[*compress(texts, asked)]])
        words = np.full((len(texts), read.shape[1]), UNREAD, np.float32)
        words[:, : len(KINDS)] = skimmed(len(KINDS))
        words[asked] = read
        markup = self.read_markup(layout.runs, layout.elements)
        return Evidence(words, markup, own, ahead, others[0] if ahead else None, of_ahead)

    def read_words(self, texts: Sequence[str]) -> Floats:
        """Return log-probabilities per kind for texts alone, and what a second reading says where the head has one."""
        return self._read_groups([texts])[0]

    def _read_groups(self, groups: Sequence[Sequence[str]]) -> list[Floats]:
        """Return for each of some groups of texts what `read_words` returns for it."""
        groups = [shortened(texts) for texts in groups]
        # Menus and teasers recur within a page.
        own = [list(dict.fromkeys(texts)) for texts in groups]
        every, borders = list(chain(*own)), [0, *accumulate(map(len, own))]
        known = self.vocabulary.read(every, borders[:-1]) if self.vocabulary is not None else None
        sums = known[0] if known else np.concatenate([word_sums(some, self.words) for some in own])
        read = log_softmax(sums + self.words_offset)
        if self.phrases is not None:
            again = read_again(every, read[:, 0], self.phrases, known and known[1], borders[:-1])
            read = np.concatenate((read, again), axis=1)
        return [
            _for_each(texts, some, read[begin:end])
            for texts, some, (begin, end) in zip(groups, own, pairwise(borders), strict=True)
        ]

    def read_markup(self, runs: Sequence[Run], elements: Elements) -> Floats:
        """Return log-probabilities per kind for the markup around runs alone."""
        return log_softmax(markup_sums(runs, elements, self.markup) + self.markup_offset)

    def judge(self, features: Floats) -> Floats:
        """Return the probability of every kind, run by run, before neighbours are made to agree."""
        values = features - self.mean
        values /= self.scale
        for index, (weights, offset) in enumerate(self.layers):
            values = product(values, weights)
            values += offset
            if index < len(self.layers) - 1:
                np.maximum(values, 0, out=values)
        result: Floats = np.exp(log_softmax(values / self.temperature, floor=-30.0))
        return result

    def judge_layout(
        self, layout: Layout, title: str | None = None, evidence: Evidence | None = None
    ) -> tuple[Floats, Evidence]:
        """Return the probability of every kind for every run, before neighbours are made to agree.

        :param evidence: what `read` returns for the layout, where it is known already.
        """
        evidence = evidence or self.read(layout)
        features = assemble(layout, evidence, titles_of(layout, title))
        probabilities = self.judge(features)
        if self.phrases is not None:
            again = evidence.words[:, len(KINDS) :] + np.array(LEANING, np.float32)
            worse = again.max(axis=1)
            if len(worse) > 1:
                # A title may well speak of prices, persons or comments; before it only rules are told by their words.
                worse[0] = again[0, 0] - TITLE
            probabilities = shifted(
                probabilities, ((MARKED if layout.elements else 0.0) - SECOND_WEIGHT * worse).tolist()
            )
        return probabilities, evidence

    def agree(self, probabilities: Floats) -> Floats:
        """Return the probabilities after a pass that makes neighbours agree."""
        return agreed(probabilities, self.transitions)


def arrays_of(arrays: Mapping[str, NDArray[Any]], head: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of one head out of those of a stored model."""
    return {name.removeprefix(f"{head}/"): array for name, array in arrays.items() if name.startswith(f"{head}/")}


def shortened(texts: Sequence[str]) -> Sequence[str]:
    """Return texts as they are, or, where they are too long together, the beginning and the end of each."""
    if sum(map(len, texts)) <= MOST_READ:
        return texts
    most = max(SHORTEST_READ, MOST_READ // len(texts)) // 2
    return [text if len(text) <= 2 * most else f"{text[:most]} {text[-most:]}" for text in texts]


def _for_each(texts: Sequence[str], own: Sequence[str], read: Floats) -> Floats:
    """Return the row of every text, given one for each of those that differ."""
    if len(own) == len(texts):
        return read
    places = {text: place for place, text in enumerate(own)}
    return read[[places[text] for text in texts]]


def titles_of(layout: Layout, title: str | None = None) -> list[str]:
    """Return what the caller and the page state as the title."""
    return [stated for stated in (title, layout.title) if stated]


def word_sums(texts: Sequence[str], table: Floats) -> Floats:
    """Return for each text the sums of its words' rows and its letters' rows, each over the root of their number.

    :param table: has no rows for letters where they are not looked at.
    """
    sums = _scaled(*summed(word_features(texts), len(texts), table))
    if len(table) > WORD_SLOTS:
        sums += _scaled(*summed(letter_features(texts), len(texts), table))
    return sums


def _scaled(sums: Floats, counts: NDArray[np.int64]) -> Floats:
    sums /= np.sqrt(np.maximum(counts, 1)).astype(np.float32)[:, None]
    return sums


def markup_sums(runs: Sequence[Run], elements: Elements, table: Floats) -> Floats:
    """Return for each run the sum of the token rows of every element around it."""
    if not elements:
        return np.zeros((len(runs), table.shape[1]), np.float32)
    starts, of_elements = elements.kinds
    return sums_around(runs, elements, start_sums(starts, table).take(of_elements, axis=0))


def start_sums(starts: Sequence[Step], table: Floats) -> Floats:
    """Return for each start tag the sum of the rows of its tokens; of its tag alone past `MOST_ATTRIBUTES`."""
    costs = accumulate(len(attributes) + PER_ELEMENT for _, _, attributes in starts)
    slots, counts = slots_of(
        [(tag, own if cost < MOST_ATTRIBUTES else "") for (_, tag, own), cost in zip(starts, costs, strict=True)]
    )
    sums: Floats = np.add.reduceat(table.take(slots, axis=0), counts.cumsum() - counts, axis=0)
    return sums


def sums_around(runs: Sequence[Run], elements: Elements, rows: Floats) -> Floats:
    """Return for each run the sum over every element around it.

    :param rows: one for each element; overwritten.
    """
    sums = np.zeros((len(runs), rows.shape[1]), np.float32)
    if max(elements.depths) > MAX_TELLING_DEPTH:
        # `is_mute` of all elements at once.
        starts, of_elements = elements.kinds
        bare = np.array([not attributes for _, _, attributes in starts])
        rows[(np.array(elements.depths) > MAX_TELLING_DEPTH) & bare.take(of_elements)] = 0
    rows = _with_parents(rows, elements.parents)
    inside = np.fromiter([run.element for run in runs], np.int64, len(runs))
    sums[inside >= 0] = rows[inside[inside >= 0]]
    return sums


def _with_parents(rows: Floats, parents: Sequence[int]) -> Floats:
    """Return every row with those of all elements around it, twice as many of them at every step."""
    nothing = len(rows)
    sums = np.concatenate((rows, np.zeros((1, rows.shape[1]), np.float32)))
    around = np.array([*parents, nothing])
    around[around < 0] = nothing
    while (around < nothing).any():
        sums += sums.take(around, axis=0)
        around = around.take(around)
    return sums[:-1]


def assemble(layout: Layout, evidence: Evidence, titles: Sequence[str], facts: Facts | None = None) -> Floats:
    """Return what the network sees: each run's evidence, shape and place, and the evidence of its neighbours."""
    words, markup = evidence.words, evidence.markup
    numeric = numeric_features(layout, titles, facts, evidence.counted)
    near = np.concatenate((words, markup, numeric[:, :28]), axis=1)
    far = np.concatenate((words[:, [0, POLICY]], markup[:, :1], numeric[:, [0, 3]]), axis=1)
    around = [(near if distance <= NEAR else far, distance) for distance in range(1, FAR + 1)]
    own = near.shape[1] - 28 + numeric.shape[1]
    width = own + sum(2 * source.shape[1] for source, _ in around) + 2 * far.shape[1]
    result = np.zeros((len(near), width), np.float32)
    result[:, : near.shape[1]] = near
    result[:, near.shape[1] : own] = numeric[:, 28:]
    column = own
    for source, distance in around:
        for part, its in ((result[distance:], source[:-distance]), (result[:-distance], source[distance:])):
            part[:, column : column + source.shape[1]] = its
            column += source.shape[1]
    column += far.shape[1]
    result[:, column - far.shape[1] : column] = _running_mean(far, 8)
    result[:, column:] = far.mean(axis=0)
    return result


def _running_mean(table: Floats, reach: int) -> Floats:
    sums = np.concatenate((np.zeros((1, table.shape[1])), np.cumsum(table, axis=0, dtype=np.float64)))
    index = np.arange(len(table))
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(table))
    result: Floats = ((sums[high] - sums[low]) / (high - low)[:, None]).astype(np.float32)
    return result
