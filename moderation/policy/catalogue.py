"""The 34 categories: what each means, how it is judged by default, and what a commenter is told."""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType

from moderation.policy.values import Category, Screenable

# What hurts people by its words.
OFFENSIVE = frozenset(
    (
        Category.INSULT,
        Category.DISCRIMINATION,
        Category.HATE,
        Category.VIOLENCE,
        Category.PROFANITY,
        Category.SEXUAL,
        Category.AGGRESSION,
    )
)


class DefaultAction(StrEnum):
    """What a confident finding does unless the operator says otherwise."""

    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Entry:
    """One category of the inventory.

    :ivar decided_by: letters: L word list, R rule, M trained model, A needs the article, T the thread, U account data.
    :ivar action: the default when confident; a category that is `never_automatic` at most holds.
    :ivar dsa_category: category of the EU Transparency Database for a statement of reasons.
    :ivar dsa_keyword: its keyword, or None.
    :ivar rank: place in the order of citation, 1 first.
    :ivar reason_de: one sentence for the commenter.
    """

    category: Category
    name_de: str
    name_en: str
    definition_de: str
    definition_en: str
    decided_by: str
    action: DefaultAction
    dsa_category: str
    dsa_keyword: str | None
    rank: int
    screenable: Screenable
    never_automatic: bool
    reason_de: str
    reason_en: str


def entry(category: Category) -> Entry:
    """Return the entry of a category."""
    return catalogue()[category]


@cache
def catalogue() -> MappingProxyType[Category, Entry]:
    """Return all entries, in the order of citation."""
    source = resources.files("moderation.policy.data").joinpath("catalogue.json").read_text("utf-8")
    entries = [_read(row) for row in json.loads(source)]
    return MappingProxyType({item.category: item for item in sorted(entries, key=lambda item: item.rank)})


def _read(row: dict[str, str | int | bool]) -> Entry:
    text = {key: value for key, value in row.items() if isinstance(value, str)}
    return Entry(
        category=Category(text["category"]),
        name_de=text["name_de"],
        name_en=text["name_en"],
        definition_de=text["definition_de"],
        definition_en=text["definition_en"],
        decided_by=text["decided_by"],
        action=DefaultAction(text["action"]),
        dsa_category=text["dsa_category"],
        dsa_keyword=text["dsa_keyword"] or None,
        rank=int(row["rank"]),
        screenable=Screenable(text["screenable"]),
        never_automatic=bool(row["never_automatic"]),
        reason_de=text["reason_de"],
        reason_en=text["reason_en"],
    )
