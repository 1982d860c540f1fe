"""As many comments as a measurement needs, put together from sentences we wrote; no two are alike.

They are for measuring time and memory: what a model learns from them says nothing about a newsroom.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from moderation.training.corpora import read_authored

SENTENCES = (1, 4)
PER_ARTICLE = 300
REFUSED_OF_BAD, REFUSED_OF_GOOD = 0.8, 0.05
# One in so many sentences breaks a rule; readers' comments are mostly fair.
BAD_ONE_IN = 8
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_WORDS = ("Ampel", "Brunnen", "Damm", "Eiche", "Fähre", "Garten", "Hafen", "Insel", "Kanal", "Linde", "Markt", "Nebel")


def comments(count: int, *, seed: int = 0, start: int = 0) -> Iterator[tuple[str, bool]]:
    """Yield so many comments of some two hundred characters, and whether one of their sentences breaks a rule.

    :param start: the number of the first one; the same number and seed give the same comment.
    """
    sentences = read_authored("train")
    good = [example.text for example in sentences if not example.violates]
    bad = [example.text for example in sentences if example.violates]
    for number in range(start, start + count):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - no secret
        chosen = [
            (bad if (is_bad := chance.randrange(BAD_ONE_IN) == 0) else good, is_bad) for _ in range(_size(chance))
        ]
        texts = [chance.choice(source) for source, _ in chosen]
        yield " ".join([*texts, _signature(number)]), any(is_bad for _, is_bad in chosen)


def reviews(count: int, *, seed: int = 0) -> Iterator[dict[str, object]]:
    """Yield lines of a reviews file, oldest first."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    for number, (text, is_bad) in enumerate(comments(count, seed=seed)):
        refused = chance.random() < (REFUSED_OF_BAD if is_bad else REFUSED_OF_GOOD)
        yield {
            "id": f"c-{number}",
            "comment": text,
            "outcome": "reject" if refused else "approve",
            "categories": ["insult"] if refused and chance.random() < 0.1 else [],
            "article": f"a-{number // PER_ARTICLE}",
            "decided_by": f"m-{chance.randrange(8)}",
            "decided_at": (_BEGIN + timedelta(seconds=20 * number)).isoformat(),
        }


def _size(chance: random.Random) -> int:
    return chance.randint(*SENTENCES)


def _signature(number: int) -> str:
    """Return a few words that no other number has."""
    digits: list[str] = []
    while number or not digits:
        number, digit = divmod(number, len(_WORDS))
        digits.append(_WORDS[digit])
    return "Gruß, " + " ".join(digits)
