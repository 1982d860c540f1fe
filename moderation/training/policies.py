"""Policies written for development and for judging, with the clauses a careful editor reads in them.

A file holds many of them. `@ name` opens one; `mode: pre` states its mode; lines that begin with `- ` after the text
state what is expected: category, then polarity (`require`, `permit`; else forbid), strength (`may`, `should`; else
must) and a limit (`max_characters=800`, `languages=de,en`) where they differ from the plain case, then `|` and a part
of the sentence; `either: insult links` names what careful editors read differently. Items of a list in the text itself
begin with another sign.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from moderation.policy.values import Category, Limit, LimitKind, Mode, Polarity, Strength


@dataclass(frozen=True, slots=True)
class Expected:
    """One clause that a policy states.

    :ivar key: a part of the sentence that states it.
    """

    category: Category
    polarity: Polarity
    strength: Strength
    limit: Limit | None
    key: str


@dataclass(frozen=True, slots=True)
class WrittenPolicy:
    """A policy text and what it states; a text that is no policy states nothing.

    :ivar either_way: clauses that careful editors read differently; finding one is neither right nor wrong.
    """

    name: str
    text: str
    mode: Mode | None
    expected: tuple[Expected, ...]
    either_way: frozenset[Category] = frozenset()


def read_policies(part: str, name: str) -> list[WrittenPolicy]:
    """Return the policies of a file.

    :param part: `develop`, `heldout`, `fresh` (footers by another hand), `unseen`, `hands`, `blind`, `late`, `further`.
    :param name: `policies` or `negatives`; a part without such a file has none.
    """
    folder = resources.files("moderation.training.data").joinpath("policies").joinpath(part)
    file = folder.joinpath(f"{name}.txt")
    blocks = file.read_text("utf-8").split("\n@ ") if file.is_file() else []
    return [_read(block.removeprefix("@ ")) for block in blocks if block.strip()]


def read_independent() -> list[WrittenPolicy]:
    """Return the second half of the policies that somebody else wrote: every other one, never used for development."""
    source = resources.files("moderation.training.data").joinpath("independent").joinpath("policies.jsonl")
    return [_independent(json.loads(line)) for line in source.read_text("utf-8").splitlines()[1::2]]


def read_first_half() -> list[WrittenPolicy]:
    """Return the other half of them, which was read during development; texts that are no policy expect nothing."""
    source = resources.files("moderation.training.data").joinpath("independent").joinpath("policies.jsonl")
    return [_independent(json.loads(line)) for line in source.read_text("utf-8").splitlines()[0::2]]


def _independent(record: dict[str, Any]) -> WrittenPolicy:
    expected = tuple(
        Expected(
            category=Category(clause["category"]),
            polarity=Polarity(clause["polarity"]),
            strength=Strength(clause["strength"]),
            limit=_limit(clause["limit"]) if clause.get("limit") else None,
            key=clause["quote_contains"],
        )
        for clause in record.get("clauses", ())
    )
    mode = Mode(record["mode"]) if record.get("mode") else None
    either_way = frozenset(Category(name) for name in record.get("either_way", ()))
    return WrittenPolicy(record["id"], record["text"], mode, expected, either_way)


def _limit(stated: dict[str, Any]) -> Limit:
    return Limit(LimitKind(stated["kind"]), stated.get("value") or 0, tuple(stated.get("languages", ())))


def _read(block: str) -> WrittenPolicy:
    name, *lines = block.strip().splitlines()
    mode = next((Mode(line[6:].strip()) for line in lines if line.startswith("mode: ")), None)
    expected = tuple(_expected(line[2:]) for line in lines if line.startswith("- "))
    either_way = frozenset(Category(word) for line in lines if line.startswith("either: ") for word in line[8:].split())
    text = "\n".join(line for line in lines if not line.startswith(("- ", "mode: ", "either: ")))
    return WrittenPolicy(name.strip(), text, mode, expected, either_way)


def _expected(line: str) -> Expected:
    marks, _, key = line.partition("|")
    category, *words = marks.split()
    limits = list(_limits(words))
    return Expected(
        category=Category(category),
        polarity=next((Polarity(word) for word in words if word in set(Polarity)), Polarity.FORBID),
        strength=next((Strength(word) for word in words if word in set(Strength)), Strength.MUST),
        limit=limits[0] if limits else None,
        key=key.strip(),
    )


def _limits(words: list[str]) -> Iterator[Limit]:
    for word in words:
        kind, sign, value = word.partition("=")
        if sign and kind == LimitKind.LANGUAGES:
            yield Limit(LimitKind.LANGUAGES, 0, tuple(value.split(",")))
        elif sign:
            yield Limit(LimitKind(kind), int(value))
