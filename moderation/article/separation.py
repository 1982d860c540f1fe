"""From a page to labelled blocks: classify the runs, split those that hold both, join what belongs together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from math import exp, log

import numpy as np

from moderation.article.classifier import EDITORIAL_KIND, KINDS, BlockClassifier, Evidence, shifted
from moderation.article.cues import cues
from moderation.article.editorial import editorial_label
from moderation.article.features import Floats
from moderation.article.layout import Layout, read_layout
from moderation.article.metadata import read_metadata, read_stated, read_title, stated_language
from moderation.article.notice import Piece, join_notice, leads
from moderation.article.prior import NO_PHRASES, Phrases, Prior, find_priors
from moderation.article.reasons import Explainer
from moderation.article.recurrence import Recurrence
from moderation.article.splitting import find_in_source, part_of, split_run
from moderation.article.values import EDITORIAL, Block, InputFormat, Label, Metadata, Separation
from moderation.errors import InvalidInput
from moderation.text.language import detect_language
from moderation.text.markup import Run

# On pages a compromise of leaks and losses; on an article alone, what is not plainly boilerplate stays.
PAGE_THRESHOLD = 0.5
PLAIN_THRESHOLD = 0.65
# What sounds like comment rules may be an article about them.
PLAIN_RULES_THRESHOLD = 0.6
# A sentence says less than a paragraph.
SENTENCE_THRESHOLD = 0.5
# An operator's word is as good as certain.
SURE, CERTAIN = 0.99, 20.0
# A phrase that takes less of a run of several sentences speaks of one of them.
MOST_OF_RUN = 0.6
# Log-odds that a change inside a run costs.
TO_FOOTER = 2.0
FEW_SENTENCES = 4
MIN_DIVIDED = 80
# Characters of a page that are judged sentence by sentence.
MAX_DIVIDED = 100_000
_INNER_END = re.compile(r"[.!?…)][\"”“»«]*\s")
BACK = 5.0
LANGUAGE_SAMPLE = 4_000
# A heading that is hardly editorial is the site's, not the article's.
HEADLINE_FLOOR = 0.2
MAX_TITLE = 160
_HEADS = frozenset({"h1", "h2", "h3"})

_LABELS = tuple(Label.PARAGRAPH if kind == EDITORIAL_KIND else Label(kind) for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows about the page beside its source."""

    url: str | None = None
    title: str | None = None
    memory: Recurrence | None = None
    phrases: Phrases = NO_PHRASES


def separate_page(
    page: str, classifier: BlockClassifier, known: Known, input_format: InputFormat | None = None
) -> Separation:
    """Return the page in labelled blocks.

    :param page: text that `decode_page` has checked.
    :raises InvalidInput: when nothing in it is visible.
    :raises TooLarge: when it has more tags than can be read in bounded time.
    """
    layout = read_layout(page, input_format)
    if not layout.runs:
        raise InvalidInput("the page has no visible text")
    stated = read_stated(layout)
    title = known.title or read_title(layout, stated)
    pieces, evidence = _judge(layout, classifier, known)
    pieces = _divide(layout, pieces, evidence, classifier, known)
    pieces = join_notice(pieces, _threshold(layout, Label.POLICY_NOTICE), plain=layout.plain)
    pieces = _label(layout, pieces, title)
    blocks = _blocks(layout, pieces)
    text = "\n\n".join(block.text for block in blocks if block.editorial)
    notices = [block.text for block in blocks if block.label is Label.POLICY_NOTICE]
    headline = next((block.text for block in blocks if block.label is Label.HEADLINE), None)
    language = detect_language(text[:LANGUAGE_SAMPLE])
    page_language = stated_language(layout)
    found = Metadata(headline=headline or title, language=page_language or language, url=known.url)
    return Separation(
        title=title or headline,
        text=text,
        blocks=blocks,
        policy_notice="\n".join(notices) or None,
        language=language or page_language,
        metadata=read_metadata(layout, stated, blocks, found),
    )


def _judge(
    layout: Layout, classifier: BlockClassifier, known: Known, evidence: Evidence | None = None
) -> tuple[list[Piece], Evidence]:
    raw, evidence = classifier.judge_layout(layout, known.title, evidence)
    texts = [run.text for run in layout.runs]
    priors = find_priors(texts, _odds_of(evidence.words[:, 0]), known.memory, known.phrases)
    if priors is not None:
        raw = shifted(
            raw,
            [0.0 if _is_elsewhere(run, prior) else prior.shift for run, prior in zip(layout.runs, priors, strict=True)],
        )
    probabilities = classifier.agree(raw)
    kinds = probabilities[:, 1:].argmax(axis=1) + 1
    rows = zip(layout.runs, probabilities.tolist(), kinds.tolist(), strict=True)
    pieces = [Piece(run, row[0], _LABELS[kind], row[1], index) for index, (run, row, kind) in enumerate(rows)]
    if priors is not None:
        pieces = [_with_prior(piece, prior) for piece, prior in zip(pieces, priors, strict=True)]
    return pieces, evidence


def _odds_of(logarithms: Floats) -> list[float]:
    return [_log_odds(exp(value)) for value in logarithms.tolist()]


def _is_elsewhere(run: Run, prior: Prior) -> bool:
    """Tell whether boilerplate stands in one sentence of a longer run: the sentence is judged by it, not the run."""
    return prior.word is False and prior.share < MOST_OF_RUN and _has_sentences(run.text)


def _with_prior(piece: Piece, prior: Prior) -> Piece:
    if _is_elsewhere(piece.run, prior):
        return piece._replace(prior=prior._replace(word=None))
    if prior.word is None:
        return piece._replace(prior=prior)
    editorial = max(piece.editorial, SURE) if prior.word else min(piece.editorial, 1 - SURE)
    return piece._replace(editorial=editorial, prior=prior)


def _log_odds(probability: float) -> float:
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return log(probability / (1 - probability))


def _divide(
    layout: Layout, pieces: list[Piece], evidence: Evidence, classifier: BlockClassifier, known: Known
) -> list[Piece]:
    """Split runs in which a footer follows editorial sentences, or in which a whole article stands in one line."""
    candidates = _affordable(pieces, [i for i in range(len(pieces)) if _may_hold_both(layout, pieces, i)])
    places = {index: split_run(layout.runs[index]) for index in candidates}
    places = {index: own for index, own in places.items() if len(own) > 1}
    if not places:
        return pieces
    parts = {index: [part_of(layout.runs[index], *place) for place in own] for index, own in places.items()}
    exploded = [part for owner, run in enumerate(layout.runs) for part in parts.get(owner, [run])]
    read = _read_parts(evidence, parts, classifier)
    sentences, _ = _judge(layout._replace(runs=exploded), classifier, known, read)
    judged = iter(sentences)
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        own = list(islice(judged, len(parts.get(index, (piece,)))))
        result += _regroup(layout, piece, own, places[index]) if index in places else [piece]
    return result


def _read_parts(evidence: Evidence, parts: Mapping[int, Sequence[Run]], classifier: BlockClassifier) -> Evidence:
    """Return the evidence after some runs have given way to their parts: of these only the words are read anew."""
    counts = [len(parts.get(index, " ")) for index in range(len(evidence.words))]
    owners = np.repeat(np.arange(len(counts)), counts)
    words = evidence.words[owners]
    words[np.isin(owners, list(parts))] = classifier.read_words([part.text for own in parts.values() for part in own])
    return Evidence(words, evidence.markup[owners])


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
    if not _has_sentences(text) or piece.prior.word is not None:
        return False
    if piece.prior.phrase is not None and piece.prior.share < MOST_OF_RUN:
        return True
    if len(layout.runs) <= 2 and len(text) > 300:
        return True
    if not layout.plain:
        return piece.policy > 0.05 and (0.1 < piece.editorial < 0.98 or len(text) > 400)
    return index >= len(pieces) - 4 or piece.policy > 0.02 or (0.05 < piece.editorial < 0.95)


def _has_sentences(text: str) -> bool:
    return len(text) >= MIN_DIVIDED and _INNER_END.search(text) is not None


def _regroup(layout: Layout, whole: Piece, sentences: list[Piece], places: Sequence[tuple[int, int]]) -> list[Piece]:
    """Return the run in as few pieces as its sentences allow; the run as a whole has a say in each.

    :param places: of the sentences in the text of the run.
    """
    threshold = SENTENCE_THRESHOLD
    # The verdict on a few sentences weighs; that on a long run says nothing about its last sentence.
    vote = max(-2.0, min(2.0, _log_odds(whole.editorial))) if len(sentences) <= FEW_SENTENCES else 0.0
    odds = [_odds_in_run(sentence, vote - _log_odds(threshold)) for sentence in sentences]
    states = _with_lead(_after_last_plain_sentence(_best_states(odds), sentences), sentences)
    if len(set(states)) == 1 and (states[0] or whole.editorial < _threshold(layout, whole.kind)):
        return [whole]
    if len(set(states)) == 1:
        mean = sum(odds) / len(odds) + _log_odds(threshold)
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


def _after_last_plain_sentence(states: list[int], sentences: Sequence[Piece]) -> list[int]:
    """Give back to the article what stands before a footer and has no word that footers are made of."""
    states = list(states)
    for index, sentence in enumerate(sentences):
        *footer_words, _, offers, rights, _, _ = cues(sentence.run.text)
        telling = any(footer_words) or offers or rights or sentence.prior.word is False
        if index and states[index - 1] and not states[index] and not telling:
            states[index] = 1
    return states


def _odds_in_run(sentence: Piece, shift: float) -> float:
    word = sentence.prior.word
    return _log_odds(sentence.editorial) + shift if word is None else (CERTAIN if word else -CERTAIN)


def _with_lead(states: list[int], sentences: list[Piece]) -> list[int]:
    """Give to comment rules the sentences before them that already speak to readers."""
    states = list(states)
    for index in range(len(states) - 1, 1, -1):
        rules = not states[index] and sentences[index].kind is Label.POLICY_NOTICE
        if rules and states[index - 1] and leads(sentences[index - 1]):
            states[index - 1] = 0
            sentences[index - 1] = sentences[index - 1]._replace(kind=Label.POLICY_NOTICE)
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


def _best_states(odds: Sequence[float]) -> list[int]:
    """Return editorial (1) or not (0) for each sentence; each change costs (Viterbi 1967).

    A footer comes last: from it there is hardly a way back to the article.
    """
    outside, inside = 0.0, 0.0
    choices = []
    for value in odds:
        from_outside = outside >= inside - TO_FOOTER
        from_inside = inside >= outside - BACK
        choices.append((from_outside, from_inside))
        best_out, best_in = max(outside, inside - TO_FOOTER), max(inside, outside - BACK)
        outside, inside = best_out - value / 2, best_in + value / 2
    state = int(inside >= outside)
    states = []
    for from_outside, from_inside in reversed(choices):
        states.append(state)
        state = (1 if from_inside else 0) if state else (0 if from_outside else 1)
    return states[::-1]


def _threshold(layout: Layout, kind: Label) -> float:
    if not layout.plain:
        return PAGE_THRESHOLD
    return PLAIN_RULES_THRESHOLD if kind is Label.POLICY_NOTICE else PLAIN_THRESHOLD


def _label(layout: Layout, pieces: list[Piece], title: str | None) -> list[Piece]:
    headline = _headline(layout, pieces, title)
    labelled = []
    for index, piece in enumerate(pieces):
        if index == headline:
            labelled.append(piece._replace(label=Label.HEADLINE, editorial=max(piece.editorial, 0.8)))
        elif piece.editorial >= _threshold(layout, piece.kind):
            following = pieces[index + 1].run if index + 1 < len(pieces) else None
            labelled.append(piece._replace(label=editorial_label(piece.run, layout, following)))
        else:
            labelled.append(piece._replace(label=piece.kind))
    return labelled


def _headline(layout: Layout, pieces: Sequence[Piece], title: str | None) -> int | None:
    """Return which piece is the article's title: the first that a heading or the page's own title makes one."""
    if not layout.elements:
        return 0 if _opens_like_a_title(layout, pieces, title) else _first_same(pieces, title)
    has_heading = any(element.tag == "h1" for element in layout.elements)
    plain_title = _letters(title or "")
    for index, piece in enumerate(pieces):
        tag = layout.elements[piece.run.element].tag if piece.run.element >= 0 else ""
        if tag in _HEADS or layout.plain:
            if _is_same(piece.run.text, plain_title):
                if tag == "h1" or piece.editorial >= HEADLINE_FLOOR:
                    return index
            elif tag == "h1" and (piece.editorial >= HEADLINE_FLOOR or (layout.plain and index == 0)):
                return index
    if layout.plain and not has_heading and _opens_like_a_title(layout, pieces, title):
        return 0
    return None


def _first_same(pieces: Sequence[Piece], title: str | None) -> int | None:
    plain_title = _letters(title or "")
    found = (index for index, piece in enumerate(pieces) if _is_same(piece.run.text, plain_title))
    return next((index for index in found if pieces[index].editorial >= HEADLINE_FLOOR), None)


def _opens_like_a_title(layout: Layout, pieces: Sequence[Piece], title: str | None) -> bool:
    text = pieces[0].run.text
    if len(layout.runs) <= 2 or (title and _first_same(pieces, title) not in (0, None)):
        return False
    return len(text) < MAX_TITLE and text[-1] not in ".:,;" and pieces[0].editorial >= PLAIN_THRESHOLD


def _is_same(text: str, plain_title: str) -> bool:
    """Tell whether a text is the title, or its beginning where the site's name follows."""
    if not plain_title or len(text) > 300 or len(text) > 2 * len(plain_title) + 10:
        return False
    plain = _letters(text)
    return plain == plain_title or (len(plain) > 15 and plain_title.startswith(plain))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _blocks(layout: Layout, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    explainer = Explainer(layout)
    blocks = [_block(explainer, piece, index, len(pieces)) for index, piece in enumerate(pieces)]
    joined: list[Block] = []
    for is_notice, some in groupby(blocks, key=lambda block: block.label is Label.POLICY_NOTICE):
        parts = list(some)
        joined += [_joined(parts)] if is_notice else parts
    return tuple(joined)


def _block(explainer: Explainer, piece: Piece, index: int, count: int) -> Block:
    label = piece.label or piece.kind
    reason = explainer.explain(label, piece.run, piece.prior, _place(index, count, label))
    return Block(piece.run.text, label, _confidence(piece, label), reason, piece.run.start, piece.run.end)


def _confidence(piece: Piece, label: Label) -> float:
    certain = piece.editorial if label in EDITORIAL else 1 - piece.editorial
    return round(min(max(certain, 0.0), 1.0), 4)


def _joined(parts: Sequence[Block]) -> Block:
    return replace(
        parts[0],
        text="\n".join(part.text for part in parts),
        end=parts[-1].end,
        confidence=max(part.confidence for part in parts),
        reason=max((part.reason for part in parts), key=len),
    )


def _place(index: int, count: int, label: Label) -> str:
    if index == count - 1:
        return "last block"
    if index == 0:
        return "first block"
    return "" if label is Label.PARAGRAPH else f"block {index + 1} of {count}"
