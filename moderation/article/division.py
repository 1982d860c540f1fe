"""Runs that may hold both an article's sentences and a footer's are judged sentence by sentence and parted there."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, groupby, islice
from math import exp

import numpy as np

from moderation.article.classifier import KINDS, POLICY, Evidence
from moderation.article.cues import cues
from moderation.article.facts import Numbers
from moderation.article.features import Floats
from moderation.article.heads import Head
from moderation.article.judging import (
    HARDLY,
    MOST_OF_RUN,
    PAGE_THRESHOLD,
    PERHAPS,
    Known,
    has_sentences,
    judge,
    log_odds,
    threshold_of,
)
from moderation.article.layout import Layout
from moderation.article.notice import Piece, leads, recur
from moderation.article.prior import has_no_footer_words, is_standing
from moderation.article.splitting import find_in_source, part_of, split_run
from moderation.article.values import InputFormat, Label
from moderation.text.markup import Run

# An operator's word is as good as certain.
CERTAIN = 20.0
# A sentence says less than a paragraph.
SENTENCE_THRESHOLD = 0.5
# What a page in one line has at least, where each of its sentences is taken for an article's.
ALL_OF_ARTICLE = 0.7
# Log-odds that a change inside a run costs; where paragraphs are marked a footer has its own as a rule.
TO_FOOTER, TO_FOOTER_IN_MARKUP = 1.0, 2.0
# What of a whole run's log-odds counts beside it in an article alone, where it is rather the article's: what one of its
# sentences sounds like by itself is then said within the others.
TRUST = 0.1
# Probability of a run, and log-probability of the words of each sentence, from which on they hold nothing else: among
# written articles with footers in every form no run that was parted came near both.
PLAINLY, PLAIN_WORDS = 0.9, -1.0
PLAINLY_NOT, NOT_PLAIN_WORDS = 0.1, -1.0
# Probability below which a sentence is a footer's though it has no word that footers are made of.
HARDLY_IN_RUN = 0.15
# Characters of a page that are judged sentence by sentence.
MAX_DIVIDED = 100_000
# As many runs at the end of an article alone are always judged so; up to this many characters they are read ahead.
LAST, MAX_AHEAD = 4, 20_000
# Shift of log-odds from which on repetition on the site says that a sentence is a footer's.
REPEATED = -1.5
BACK = 5.0
# Probability of rules from which on a run of a page is looked into: where it is no article's, and where it is one.
RULES_ON_PAGE = (0.05, 0.15)
# Log-probability of rules by the words of a sentence, and of an article's text, from which on such a run is divided.
RULES_IN_RUN, EDITORIAL_IN_RUN = -1.2, -0.4
# A page of one line has it and a title at most.
MOST_OF_ONE_LINE = 2

Places = list[tuple[int, int]]


def look_ahead(layout: Layout) -> dict[int, Places]:
    """Return the sentences of the runs that an article alone is likely to be divided in: its last ones."""
    count = len(layout.runs)
    last = range(max(0, count - LAST), count) if layout.plain else range(0)
    if sum(len(layout.runs[index].text) for index in last) > MAX_AHEAD:
        return {}
    places = {index: split_run(layout.runs[index]) for index in last if has_sentences(layout.runs[index].text)}
    return {index: own for index, own in places.items() if len(own) > 1}


def texts_of(layout: Layout, places: Mapping[int, Places]) -> list[str]:
    """Return the sentences of some runs."""
    return [layout.runs[index].text[start:end] for index, own in places.items() for start, end in own]


def divide(
    layout: Layout,
    pieces: list[Piece],
    evidence: Evidence,
    classifier: Head,
    known: Known,
    ahead: Mapping[int, Places],
) -> list[Piece]:
    """Split runs in which a footer follows editorial sentences, or in which a whole article stands in one line.

    :param ahead: what `look_ahead` returned.
    """
    every: Sequence[int] = range(len(pieces))
    if not layout.plain and len(layout.runs) > MOST_OF_ONE_LINE:
        # Most of a page speaks neither of rules nor has an operator's phrase.
        every = [i for i, piece in enumerate(pieces) if _may_be_rules(piece) or piece.prior.phrase is not None]
    candidates = _affordable(pieces, [i for i in every if _may_hold_both(layout, pieces, i)])
    places = {index: ahead.get(index) or split_run(layout.runs[index]) for index in candidates}
    places = {index: own for index, own in places.items() if len(own) > 1}
    if not places:
        return pieces
    parts = {index: [part_of(layout.runs[index], *place) for place in own] for index, own in places.items()}
    words, counted = _read_parts(parts, classifier, evidence)
    if _is_settled(layout, pieces, parts, words, known):
        return pieces
    exploded = [part for owner, run in enumerate(layout.runs) for part in parts.get(owner, [run])]
    read = _with_parts(evidence, words, counted)
    # A sentence of a footer may well have none of its words: it is spared where the whole run is.
    spared = [piece.prior.spared for index, piece in enumerate(pieces) for _ in parts.get(index, " ")]
    sentences, _ = judge(layout._replace(runs=exploded), classifier, known, read, spared)
    judged = iter(sentences)
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        own = list(islice(judged, len(parts.get(index, (piece,)))))
        after = bool(result) and result[-1].editorial >= threshold_of(layout, result[-1].kind)
        result += _regroup(layout, piece, own, places[index], after_article=after) if index in parts else [piece]
    return result


def spare_last_lines(layout: Layout, pieces: Sequence[Piece]) -> list[Piece]:
    """Give back to an article alone the whole sentences after it that have no word that footers are made of."""
    if not layout.plain:
        return list(pieces)
    result: list[Piece] = []
    for own in pieces:
        piece, threshold = own, threshold_of(layout, own.kind)
        if result and HARDLY < piece.editorial < threshold and _follows_article(layout, result[-1], piece):
            piece = piece._replace(editorial=threshold)
        result.append(piece)
    return result


def _follows_article(layout: Layout, before: Piece, piece: Piece) -> bool:
    known = piece.prior.word is not None or piece.prior.shift < 0
    plainly = piece.editorial > PERHAPS and has_no_footer_words(piece.run.text)
    spoken_for = plainly or is_standing(piece.run.text)
    return not known and before.editorial >= threshold_of(layout, before.kind) and spoken_for


def _read_parts(
    parts: Mapping[int, Sequence[Run]], classifier: Head, evidence: Evidence
) -> tuple[dict[int, Floats], dict[int, Numbers]]:
    """Return what the words of the parts of each run say, and what is counted in them where it has been."""
    texts = [part.text for own in parts.values() for part in own]
    is_read = evidence.of_ahead is not None and evidence.ahead == texts
    read = evidence.of_ahead if is_read and evidence.of_ahead is not None else classifier.read_words(texts)
    counted = evidence.counted_ahead if is_read else None
    ends = accumulate(map(len, parts.values()))
    places = {index: slice(end - len(own), end) for (index, own), end in zip(parts.items(), ends, strict=True)}
    words = {index: read[place] for index, place in places.items()}
    return words, {} if counted is None else {index: counted[place] for index, place in places.items()}


def _is_settled(
    layout: Layout,
    pieces: Sequence[Piece],
    parts: Mapping[int, Sequence[Run]],
    words: Mapping[int, Floats],
    known: Known,
) -> bool:
    """Tell whether a second look would part nothing; sentences depend on neighbours, so it is taken at all or none."""
    if known.memory is not None or any(known.phrases) or len(layout.runs) <= 2:
        return False
    if not layout.plain:
        return all(_says_the_same(pieces[index], own) for index, own in words.items())
    return all(_is_sure(pieces[index], own, parts[index][0].text) for index, own in words.items())


def _says_the_same(piece: Piece, words: Floats) -> bool:
    """Tell whether no sentence of a run of a page speaks of rules in an article's, or like an article elsewhere."""
    column, least = (POLICY, RULES_IN_RUN) if piece.editorial >= PAGE_THRESHOLD else (0, EDITORIAL_IN_RUN)
    return bool((words[:, column] < least).all())


def _is_sure(piece: Piece, words: Floats, first: str) -> bool:
    """Tell whether a run and the words of each of its sentences say the same: no second look will part them."""
    if piece.editorial < PLAINLY_NOT:
        return bool((words[:, 0] < NOT_PLAIN_WORDS).all()) and _speaks_like_a_footer(first)
    plain = piece.editorial > PLAINLY and bool((words[:, 0] > PLAIN_WORDS).all())
    return plain and bool((words[:, len(KINDS) :] < 0).all())


def _with_parts(evidence: Evidence, words: Mapping[int, Floats], counted: Mapping[int, Numbers]) -> Evidence:
    """Return the evidence after some runs have given way to their parts, which stand in the same markup."""
    rows = [words.get(index, evidence.words[index : index + 1]) for index in range(len(evidence.words))]
    owners = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    all_counted, known = None, evidence.counted
    if known is not None and counted:
        all_counted = np.concatenate([counted.get(index, known[index : index + 1]) for index in range(len(rows))])
    return Evidence(np.concatenate(rows), evidence.markup[owners], all_counted)


def _affordable(pieces: Sequence[Piece], candidates: Sequence[int]) -> list[int]:
    """Return the last of the candidates that together are not too long to be read sentence by sentence."""
    left, chosen = MAX_DIVIDED, []
    for index in reversed(candidates):
        left -= len(pieces[index].run.text)
        if left < 0:
            break
        chosen.append(index)
    return chosen[::-1]


def _may_hold_both(layout: Layout, pieces: Sequence[Piece], index: int) -> bool:
    piece = pieces[index]
    text = piece.run.text
    if layout.plain:
        perhaps = index >= len(pieces) - LAST or piece.policy > 0.02 or (0.05 < piece.editorial < 0.95)
    else:
        perhaps = _may_be_rules(piece) and (0.1 < piece.editorial < 0.98 or len(text) > 400)
    has_phrase = piece.prior.phrase is not None and piece.prior.share < MOST_OF_RUN
    if not (perhaps or has_phrase or _is_one_line(layout, piece)):
        return False
    return piece.prior.word is None and has_sentences(text)


def _may_be_rules(piece: Piece) -> bool:
    """Tell whether a run of a page may hold rules."""
    return piece.policy > RULES_ON_PAGE[piece.editorial >= PAGE_THRESHOLD]


def _is_one_line(layout: Layout, piece: Piece) -> bool:
    """Tell a page that stands in one line, with its title before it at most."""
    return len(layout.runs) <= MOST_OF_ONE_LINE and len(piece.run.text) > 300


def _regroup(
    layout: Layout, whole: Piece, sentences: list[Piece], places: Sequence[tuple[int, int]], *, after_article: bool
) -> list[Piece]:
    """Return the run in as few pieces as its sentences allow.

    :param places: of the sentences in the text of the run.
    :param after_article: whether what stands before the run is the article's.
    """
    cost = TO_FOOTER if layout.format is InputFormat.TEXT else TO_FOOTER_IN_MARKUP
    if layout.plain and not _is_one_line(layout, whole):
        cost += TRUST * max(0.0, log_odds(whole.editorial))
    spared = is_standing(whole.run.text)
    odds = [_odds_in_run(sentence, -log_odds(SENTENCE_THRESHOLD), 0.0 if spared else cost) for sentence in sentences]
    states = _after_last_plain_sentence(_best_states(odds, cost), sentences, after_article=after_article)
    states = _with_lead(states, sentences)
    if all(states) and _is_one_line(layout, whole):
        return [whole._replace(editorial=max(whole.editorial, ALL_OF_ARTICLE))]
    if len(set(states)) == 1 and (states[0] or whole.editorial < threshold_of(layout, whole.kind)):
        return [whole]
    if len(set(states)) == 1:
        mean = sum(odds) / len(odds) + log_odds(SENTENCE_THRESHOLD)
        return [whole._replace(editorial=1 / (1 + exp(-mean)), kind=_main_kind(sentences))]
    groups = [list(some) for _, some in groupby(range(len(states)), key=states.__getitem__)]
    spans = [(places[group[0]][0], places[group[-1]][1]) for group in groups]
    found = find_in_source(layout, whole.run, spans)
    return [
        _grouped(
            whole, whole.run._replace(text=whole.run.text[begin:stop], start=start, end=end), some, states[group[0]]
        )
        for group, (begin, stop), (start, end) in zip(groups, spans, found, strict=True)
        for some in [[sentences[i] for i in group]]
    ]


def _after_last_plain_sentence(states: list[int], sentences: Sequence[Piece], *, after_article: bool) -> list[int]:
    """Give back to the article what stands before a footer and has no word that footers are made of.

    :param after_article: whether what stands before the first sentence is the article's.
    """
    states = list(states)
    before = int(after_article)
    for index, sentence in enumerate(sentences):
        if before and not states[index] and not _is_telling(sentence):
            states[index] = 1
        before = states[index]
    return states


def _is_telling(piece: Piece) -> bool:
    if piece.editorial < HARDLY_IN_RUN and piece.prior.word is None:
        return True
    return piece.prior.word is False or _always_stands_here(piece) or _speaks_like_a_footer(piece.run.text)


def _always_stands_here(piece: Piece) -> bool:
    """Tell a sentence whose repetition on the site speaks against it."""
    return piece.prior.word is None and piece.prior.phrase is None and piece.prior.shift <= REPEATED


def _speaks_like_a_footer(text: str) -> bool:
    """Tell whether a text has any word that footers are made of."""
    *footer_words, _, offers, rights, _, _ = cues(text)
    return any(footer_words) or bool(offers or rights)


def _odds_in_run(sentence: Piece, shift: float, cost: float) -> float:
    """Return the log-odds of a sentence.

    :param cost: of a change to a footer, which is forgiven where a sentence always stands on this site.
    """
    word = sentence.prior.word
    if word is not None:
        return CERTAIN if word else -CERTAIN
    return log_odds(sentence.editorial) + shift - (cost if _always_stands_here(sentence) else 0.0)


def _with_lead(states: list[int], sentences: list[Piece]) -> list[int]:
    """Give to comment rules the sentences before them that already speak to readers, or always stand there."""
    states = list(states)
    for index in range(len(states) - 1, 0, -1):
        before, rules = sentences[index - 1], not states[index] and sentences[index].kind is Label.POLICY_NOTICE
        if rules and states[index - 1] and ((index > 1 and leads(before)) or recur(before, sentences[index])):
            states[index - 1] = 0
            sentences[index - 1] = before._replace(kind=Label.POLICY_NOTICE)
    return states


def _main_kind(sentences: Sequence[Piece]) -> Label:
    weights: dict[Label, float] = {}
    for sentence in sentences:
        weights[sentence.kind] = weights.get(sentence.kind, 0.0) + (1 - sentence.editorial) * len(sentence.run.text)
    return max(weights, key=lambda kind: weights[kind])


def _grouped(whole: Piece, run: Run, sentences: Sequence[Piece], state: int) -> Piece:
    mean = sum(s.editorial for s in sentences) / len(sentences)
    editorial = max(mean, 0.6) if state else min(mean, 0.3)
    prior = next((s.prior for s in sentences if s.prior.repetition or s.prior.phrase), whole.prior)
    return whole._replace(run=run, editorial=editorial, kind=_main_kind(sentences), prior=prior)


def _best_states(odds: Sequence[float], cost: float) -> list[int]:
    """Return editorial (1) or not (0) for each sentence; each change costs (Viterbi 1967).

    A footer comes last: from it there is hardly a way back to the article.
    """
    outside, inside = 0.0, 0.0
    choices = []
    for value in odds:
        from_outside = outside >= inside - cost
        from_inside = inside >= outside - BACK
        choices.append((from_outside, from_inside))
        best_out, best_in = max(outside, inside - cost), max(inside, outside - BACK)
        outside, inside = best_out - value / 2, best_in + value / 2
    state = int(inside >= outside)
    states = []
    for from_outside, from_inside in reversed(choices):
        states.append(state)
        state = (1 if from_inside else 0) if state else (0 if from_outside else 1)
    return states[::-1]
