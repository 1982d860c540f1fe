"""The head for whole pages: what structure decides is dismissed unread, words are read of the rest.

The first look goes over every run by its structure alone (`structure.py`): most of a page is menus, lists of links and
forms, and needs no second. The second look sees of each run that is left what the first one says of those around it
(`surroundings.py`), and its words. A cascade after Viola and Jones (2001).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.article.agreement import agreed
from moderation.article.classifier import KINDS, POLICY, Evidence, shortened, sums_around, word_sums
from moderation.article.facts import Facts, Integers
from moderation.article.features import WORD_SLOTS, Floats
from moderation.article.layout import Layout
from moderation.article.markup_tokens import MARKUP_SLOTS
from moderation.article.odds import FLOOR, log_softmax
from moderation.article.products import product
from moderation.article.starts import Starts
from moderation.article.structure import columns_of, own_columns, structure_features
from moderation.article.surroundings import SURROUNDINGS, surrounding_features
from moderation.text.markup import Elements, Run

# Probability of editorial below which the first look decides, unless a run is running text: its words tell its kind.
DISMISSED = 0.01
# From here on it decides too, amid others of which it is as sure: what an article ends with is read.
PLAINLY = 0.97
RUNNING, MOST_LINKED = 60, 1 / 3
# As much of a run is read, at its beginning and at its end.
AHEAD, BEHIND = 240, 120
# What is seen of the words of the runs beside one that is read, and what beyond the page.
_BESIDE = (0, POLICY)
_NOTHING = -4.0
_LEAST = math.exp(FLOOR)
FIRST, SECOND = "first", "second"


@dataclass(frozen=True, slots=True)
class Network:
    """A network of one hidden layer; mean and scale of what it sees are within its weights."""

    layers: tuple[tuple[Floats, Floats], ...]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], name: str, columns: int) -> "Network":
        """Return a stored network.

        :raises KeyError: when an array is missing.
        :raises ValueError: when one has another shape than `columns` and `KINDS` ask for.
        """
        layers = tuple((arrays[f"{name}_{i}_weights"], arrays[f"{name}_{i}_offset"]) for i in range(2))
        (inner, inner_offset), (outer, outer_offset) = layers
        if inner.shape != (columns, len(inner_offset)) or outer.shape != (len(inner_offset), len(KINDS)):
            raise ValueError(f"the network {name} is of another size")
        if outer_offset.shape != (len(KINDS),):
            raise ValueError(f"the network {name} tells other kinds")
        return cls(layers)

    def judge(self, features: Floats) -> Floats:
        """Return the probability of every kind for each row."""
        (inner, inner_offset), (outer, outer_offset) = self.layers
        hidden = product(features, inner)
        hidden += inner_offset
        np.maximum(hidden, 0, out=hidden)
        result: Floats = np.exp(log_softmax(product(hidden, outer) + outer_offset, floor=-30.0))
        return result


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What structure says of the runs of a page.

    :ivar rows: the runs that are left for the second look.
    """

    facts: Facts
    features: Floats
    probabilities: Floats
    rows: Integers


@dataclass(frozen=True, slots=True)
class PageEvidence(Evidence):
    """Words and markup, where the first look has been taken with it."""

    look: FirstLook | None = None


@dataclass(frozen=True, slots=True)
class PageClassifier:
    """One head of the served model.

    :ivar words: a row for each slot of words.
    :ivar starts: what start tags say.
    :ivar transitions: log-probability of not editorial (0) or editorial (1) following the same two.
    """

    words: Floats
    words_offset: Floats
    starts: Starts
    markup_offset: Floats
    first: Network
    second: Network
    transitions: Floats
    label: str

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], label: str) -> "PageClassifier":
        """Return the classifier of a stored model.

        :raises KeyError: when an array is missing.
        :raises ValueError: when one has another shape than this program reads.
        """
        words, markup = arrays["words"], arrays["markup"]
        if words.shape != (WORD_SLOTS, len(KINDS)) or markup.shape != (MARKUP_SLOTS, len(KINDS)):
            raise ValueError("the tables are of another size")
        return cls(
            words,
            arrays["words_offset"],
            Starts(markup),
            arrays["markup_offset"],
            Network.from_arrays(arrays, FIRST, FIRST_COLUMNS),
            Network.from_arrays(arrays, SECOND, SECOND_COLUMNS),
            arrays["transitions"],
            label,
        )

    def read(
        self,
        layout: Layout,
        ahead: Sequence[str] = (),  # noqa: ARG002
        title: str | None = None,  # noqa: ARG002
        *,
        skims: bool = True,  # noqa: ARG002
    ) -> Evidence:
        """Return what markup says, and words where the first look leaves a run in doubt.

        :param ahead: nothing is read ahead on whole pages.
        :param title: tells nothing on whole pages, which state their own.
        :param skims: the first look says what is passed over.
        """
        markup = self.read_markup(layout.runs, layout.elements)
        look = self.look(layout, markup)
        words = self.read_left(layout, look)
        return PageEvidence(words, markup, look=look)

    def read_left(self, layout: Layout, look: FirstLook) -> Floats:
        """Return what words say of the runs that are left, and what the first look says of the others."""
        words: Floats = np.log(np.maximum(look.probabilities, np.float32(_LEAST)))
        words[look.rows] = self.read_words([layout.runs[row].text for row in look.rows.tolist()])
        return words

    def read_words(self, texts: Sequence[str]) -> Floats:
        """Return log-probabilities per kind for the beginnings and ends of texts alone."""
        heads = shortened([*map(told_by, texts)])
        # Teasers recur within a page.
        places = {head: place for place, head in enumerate(dict.fromkeys(heads))}
        if not places:
            return np.zeros((0, len(KINDS)), np.float32)
        read = log_softmax(word_sums([*places], self.words) + self.words_offset)
        return read if len(places) == len(heads) else read[[places[head] for head in heads]]

    def read_markup(self, runs: Sequence[Run], elements: Elements) -> Floats:
        """Return log-probabilities per kind for the markup around runs alone."""
        sums = np.zeros((len(runs), len(KINDS)), np.float32)
        if elements:
            sums = sums_around(runs, elements, self.starts.sums(elements))
        return log_softmax(sums + self.markup_offset)

    def look(self, layout: Layout, markup: Floats) -> FirstLook:
        """Judge every run by its structure."""
        facts = Facts(layout)
        features = structure_features(facts, markup)
        probabilities = self.first.judge(features)
        return FirstLook(facts, features, probabilities, left(facts, probabilities))

    def judge_layout(
        self,
        layout: Layout,
        title: str | None = None,  # noqa: ARG002
        evidence: Evidence | None = None,
    ) -> tuple[Floats, Evidence]:
        """Return the probability of every kind for every run, before neighbours are made to agree.

        :param title: tells nothing on whole pages, which state their own.
        :param evidence: what `read` returns for the layout, where it is known already.
        """
        evidence = evidence or self.read(layout)
        look = evidence.look if isinstance(evidence, PageEvidence) else None
        if look is None:
            look = self.look(layout, evidence.markup)
        result = look.probabilities.copy()
        if len(look.rows):
            result[look.rows] = self.second.judge(second_features(look, evidence.words))
        return result, evidence

    def agree(self, probabilities: Floats) -> Floats:
        """Return the probabilities after a pass that makes neighbours agree."""
        return agreed(probabilities, self.transitions)


def left(facts: Facts, probabilities: Floats) -> Integers:
    """Return the runs that the first look leaves for the second."""
    editorial = probabilities[:, 0]
    running = (facts.sizes > RUNNING) & (facts.linked < MOST_LINKED * facts.sizes)
    asked = (editorial >= DISMISSED) | running
    plain = editorial > PLAINLY
    asked[1:-1] &= ~(plain[1:-1] & plain[:-2] & plain[2:])
    return np.flatnonzero(asked)


def told_by(text: str) -> str:
    """Return what is read of a text."""
    return text if len(text) <= AHEAD + BEHIND else f"{text[:AHEAD]} {text[-BEHIND:]}"


def second_features(look: FirstLook, words: Floats) -> Floats:
    """Return what the second look sees, a row for each run that is left.

    :param words: log-probabilities per kind by words alone, or as the first look has it where none were read.
    """
    rows, seen = look.rows, words[:, _BESIDE]
    around = surrounding_features(look.facts.layout, look.probabilities, rows, look.facts)
    beside = np.full((len(words) + 2, len(_BESIDE)), _NOTHING, np.float32)
    beside[1:-1] = seen
    return np.concatenate(
        (look.features[rows, :OWN_COLUMNS], around, words[rows], beside[rows], beside[rows + 2]), axis=1
    )


FIRST_COLUMNS = columns_of(len(KINDS))
OWN_COLUMNS = own_columns(len(KINDS))
SECOND_COLUMNS = OWN_COLUMNS + SURROUNDINGS + len(KINDS) + 2 * len(_BESIDE)
