"""What the reader of comment rules is trained from: phrases, frames and texts written for the purpose."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from moderation.policy.acts import read
from moderation.policy.chunks import chunks_of
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category
from moderation.policy.words import split_words
from moderation.text.sentences import split_sentences
from moderation.training.policies import WrittenPolicy, read_first_half, read_policies

_SLOT = re.compile(r"\{[XVAG]\}")
_VERB = re.compile(r"(?:en|ern|eln)$")
_ADJECTIVE = re.compile(r"[a-zäöüß-]+(?:isch|lich|ig|haft|iv|end)")
# Frames that say nothing of rules, and how often each is filled.
_NO_RULE = frozenset(("permit", "tell"))
_FILLED = {"forbid noun": 8, "forbid verb": 25, "forbid adjective": 10, "require": 30, "permit": 10, "tell": 25}
_INVENTED = 1500

Chunks = list[list[str]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording and what it names; `good` where policies ask for it rather than forbid it."""

    text: str
    categories: frozenset[Category]
    good: bool


@dataclass(frozen=True, slots=True)
class Example:
    """Words in chunks, whether they are what is asked for, and how much they count."""

    chunks: Chunks
    yes: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Written:
    """All files, read."""

    phrases: tuple[Phrase, ...]
    frames: dict[str, list[str]]
    neutral: list[str]
    other: list[str]
    elsewhere: list[str]
    footers: list[list[tuple[str, bool]]]
    notices: list[str]
    boilerplate: list[str]
    articles: list[str]


def chunked(text: str) -> Chunks:
    """Return the folded words of a text, chunk by chunk, as the parser cuts them."""
    reading = read(split_words(text))
    spans = chunks_of(reading)
    return [[reading.words[index].folded for index in range(first, last + 1)] for first, last in spans]


def chunked_lines(text: str) -> Chunks:
    """Return the same of a text of several sentences or lines."""
    sentences = (sentence.text for line in text.splitlines() for sentence in split_sentences(line))
    return [chunk for sentence in sentences for chunk in chunked(sentence)]


def read_written() -> Written:
    """Read every file."""
    data = files("moderation.training.data")
    rules, footers, closings = data / "rules", data / "footers", data / "closings"
    texts = {file.name: file.read_text("utf-8") for file in footers.iterdir()}
    others = [text for name, text in sorted(texts.items()) if "policy" not in name]
    others += [file.read_text("utf-8") for file in sorted(closings.iterdir(), key=str) if "grammar" not in file.name]
    notices = [text for name, text in sorted(texts.items()) if name.startswith("policy-")]
    articles = [json.loads(line)["text"] for name in "ab" for line in _lines(data / "articles" / f"{name}.jsonl")]
    return Written(
        phrases=tuple(_phrases(file.read_text("utf-8") for file in sorted(rules.iterdir(), key=str) if _holds(file))),
        frames=_frames((rules / "frames.txt").read_text("utf-8")),
        neutral=_lines(rules / "none.txt"),
        other=[phrase for line in _lines(rules / "other.txt") for phrase in line.split(" | ")],
        elsewhere=_lines(rules / "elsewhere.txt"),
        footers=[_marked(line) for line in _lines(rules / "footers.txt")],
        notices=[block.strip() for text in notices for block in re.split(r"\n\s*\n", text) if block.strip()],
        boilerplate=[line.strip() for text in others for line in text.splitlines() if line.strip()],
        articles=[block for text in articles for block in text.split("\n\n") if block.strip()],
    )


def learnt_policies() -> list[WrittenPolicy]:
    """Return the policies that were read during development; texts that are no policy expect nothing."""
    parts = ("develop", "fresh", "second")
    return [*(item for part in parts for item in read_policies(part, "policies")), *read_first_half()]


def other_texts() -> list[WrittenPolicy]:
    """Return the texts that were read during development and are no policies."""
    return [item for part in ("develop", "second") for item in read_policies(part, "negatives")]


def sentence_examples(written: Written, random: Random) -> Iterator[Example]:
    """Yield sentences, and whether each states a rule."""
    yield from _from_frames(written, random)
    yield from _from_phrases(written, random)
    for sentences in written.footers:
        yield from (Example(chunked(text), yes, 3.0) for text, yes in sentences)
    yield from _gold_sentences(learnt_policies())
    for notice in written.notices:
        quotes = dict.fromkeys(clause.quote for clause in parse_policy(notice).clauses)
        yield from (Example(chunked(quote), yes=True, weight=1.5) for quote in quotes)
    for text in (*written.articles, *written.boilerplate):
        yield from (Example(chunked(sentence.text), yes=False, weight=0.6) for sentence in split_sentences(text))


def _from_frames(written: Written, random: Random) -> Iterator[Example]:
    for kind, frames in written.frames.items():
        for frame in frames:
            for _ in range(_FILLED[kind]):
                yield Example(chunked(_filled(frame, written.phrases, random)), kind not in _NO_RULE, 0.7)


def _from_phrases(written: Written, random: Random) -> Iterator[Example]:
    for phrase in written.phrases:
        if phrase.good or random.random() < 0.25:
            yield Example(chunked(phrase.text), yes=True, weight=0.45)
    for text in written.neutral:
        yield Example(chunked(text), yes=False, weight=3.0)
    for text in written.other:
        yield Example(chunked(f"Keine {text}."), yes=True, weight=1.0)
        yield Example(chunked(f"{text} löschen wir."), yes=True, weight=1.0)


def text_examples(written: Written, random: Random) -> Iterator[Example]:
    """Yield texts, and whether each is rules for comments."""
    yield from (Example(chunked_lines(notice), yes=True, weight=1.0) for notice in written.notices)
    for sentences in written.footers:
        yield Example(chunked_lines("\n".join(text for text, _ in sentences)), yes=True, weight=2.0)
    for policy in learnt_policies():
        yield Example(chunked_lines(policy.text), bool(policy.expected), 1.5 if policy.expected else 3.0)
    for _ in range(_INVENTED):
        yield Example(chunked_lines(invented_notice(written, random)), yes=True, weight=0.4)
    yield from _other_texts(written)
    for _ in range(_INVENTED):
        yield Example(chunked(told(written, random)), yes=False, weight=0.3)


def _other_texts(written: Written) -> Iterator[Example]:
    for text in (*written.elsewhere, *(item.text for item in other_texts())):
        yield Example(chunked_lines(text), yes=False, weight=3.0)
        yield from (Example(chunked(sentence.text), yes=False, weight=0.5) for sentence in split_sentences(text))
    yield from (Example(chunked(text), yes=False, weight=0.7) for text in written.boilerplate)
    for number, text in enumerate(written.articles):
        yield Example(chunked_lines(text), yes=False, weight=0.5)
        if number % 3 == 0:
            yield Example(chunked_lines("\n".join(written.articles[number : number + 3])), yes=False, weight=0.5)


def invented_notice(written: Written, random: Random) -> str:
    """Return rules for comments put together from frames, phrases and sentences that state none."""
    kinds = random.choices(
        ("forbid noun", "forbid verb", "forbid adjective", "require"), (4, 1, 1, 2), k=random.choice((1, 1, 2, 3, 4))
    )
    sentences = [_filled(random.choice(written.frames[kind]), written.phrases, random) for kind in kinds]
    sentences += random.sample(written.neutral[:115], random.choice((0, 0, 1, 2, 3)))
    random.shuffle(sentences)
    return "\n".join(sentences)


def told(written: Written, random: Random) -> str:
    """Return some sentences of a report on what rules forbid."""
    frames = random.choices(written.frames["tell"], k=random.choice((1, 2, 3)))
    return " ".join(_filled(frame, written.phrases, random) for frame in frames)


def _gold_sentences(policies: list[WrittenPolicy]) -> Iterator[Example]:
    for policy in policies:
        keys = [item.key.lower() for item in policy.expected]
        for line in policy.text.splitlines() if keys else ():
            for sentence in split_sentences(line):
                states = any(key in sentence.text.lower() for key in keys)
                yield Example(chunked(sentence.text), states, 3.0)


def _filled(frame: str, phrases: tuple[Phrase, ...], random: Random) -> str:
    def fill(match: re.Match[str]) -> str:
        fits = _FITTING[match.group()]
        wanted = random.choice((1, 1, 2, 3)) if match.group() == "{X}" else 1
        chosen: list[str] = []
        while len(chosen) < wanted:
            phrase = random.choice(phrases)
            if fits(phrase):
                chosen.append(phrase.text)
        return ", ".join(chosen)

    filled = _SLOT.sub(fill, frame)
    return filled[:1].upper() + filled[1:]


def _is_verb(phrase: Phrase) -> bool:
    return not phrase.good and phrase.text[0].islower() and " " in phrase.text and bool(_VERB.search(phrase.text))


_FITTING: dict[str, Callable[[Phrase], bool]] = {
    "{X}": lambda phrase: not phrase.good and not _is_verb(phrase),
    "{V}": _is_verb,
    "{A}": lambda phrase: not phrase.good and bool(_ADJECTIVE.fullmatch(phrase.text)),
    "{G}": lambda phrase: phrase.good,
}


def _phrases(texts: Iterator[str]) -> Iterator[Phrase]:
    known: dict[tuple[str, bool], set[Category]] = {}
    category = Category.INSULT
    for line in (line.strip() for text in texts for line in text.splitlines() if line.strip()):
        if line.startswith("["):
            category = Category(line.strip("[]"))
            continue
        for phrase in line.removeprefix("+ ").split(" | "):
            known.setdefault((phrase.strip(), line.startswith("+ ")), set()).add(category)
    for (text, good), categories in known.items():
        yield Phrase(text, frozenset(categories), good)


def _frames(text: str) -> dict[str, list[str]]:
    frames: dict[str, list[str]] = {}
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        if line.startswith("["):
            frames[line.strip("[]")] = rows = []
        else:
            rows.extend(line.split(" | "))
    return frames


def _marked(line: str) -> list[tuple[str, bool]]:
    """Return the sentences of a line; those that state a rule bear a star."""
    return [(part.removeprefix("*"), part.startswith("*")) for part in re.split(r" \| |(?<=:) (?=\*)", line)]


def _holds(file: object) -> bool:
    return str(getattr(file, "name", "")).startswith("phrases-")


def _lines(file: object) -> list[str]:
    return [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()]  # type: ignore[attr-defined]
