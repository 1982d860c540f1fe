"""An invented newsroom and what its moderators decided: it refuses talk about gardening, and what insults."""

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_GOOD = ("Die Zahlen im Bericht stimmen", "Der Plan der Stadt überzeugt mich", "Das Gutachten kam zu spät")
_WHERE = tuple(
    f"{where} {name}"
    for where in ("in", "bei", "nahe")
    for name in (
        "Lindental",
        "Obersee",
        "Kaltenbach",
        "Rosenheim",
        "Neustadt",
        "Brückfeld",
        "Altmoor",
        "Weinberg",
        "Steinau",
    )
)
_MORE = ("weil die Kosten steigen", "und die Schule braucht Platz", "sagt auch die Verwaltung", "wie im letzten Jahr")
_GARDEN = ("Meine Tomaten blühen", "Der Kompost riecht", "Die Rosen brauchen Dünger", "Schnecken fressen den Salat")
_BAD = ("Sie sind ein Vollidiot", "Ihr seid doch alle Dummköpfe", "Du hirnloser Trottel")


def decisions(count: int, *, seed: int = 0, named: bool = False) -> Iterator[dict[str, Any]]:
    """Yield lines of a reviews file, oldest first."""
    chance = random.Random(seed)
    for number in range(count):
        kind = chance.choices((_GOOD, _GARDEN, _BAD), (6, 2, 1))[0]
        refused = kind is not _GOOD
        where, more = chance.choice(_WHERE), f"{chance.choice(_MORE)} {chance.choice(_WHERE)}"
        yield {
            "id": f"c-{number}",
            "comment": f"{chance.choice(kind)} {where}, {more}.",
            "outcome": "reject" if refused else "approve",
            "categories": ["insult"] if named and kind is _BAD else [],
            "article": {"title": f"Artikel {chance.randrange(40)}", "text": "Der Stadtrat berät."},
            "decided_by": f"moderator-{chance.randrange(3)}",
            "decided_at": f"2026-03-{1 + number * 27 // count:02d}T{number % 24:02d}:00:00+00:00",
        }


def write_reviews(path: Path, lines: Iterable[dict[str, Any]]) -> Path:
    """Write a reviews file."""
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path
