"""Texts from a small grammar: `NAME = one | another {PART}`, the text starting at ROOT."""

import re
from random import Random

MAX_PARTS = 60

_PART = re.compile(r"\{([A-Z0-9]+)\}")


def parse_grammar(text: str) -> dict[str, list[str]]:
    """Return the choices for every name."""
    rules = (line.partition(" = ") for line in text.splitlines() if line.strip())
    return {name: [choice.strip() for choice in choices.split(" | ")] for name, _, choices in rules}


def speak(grammar: dict[str, list[str]], random: Random) -> str:
    """Return one text; sentences begin with a capital, as often as people see to that."""
    text = "{ROOT}"
    for _ in range(MAX_PARTS):
        match = _PART.search(text)
        if match is None:
            break
        text = f"{text[: match.start()]}{random.choice(grammar[match[1]])}{text[match.end() :]}"
    return text[:1].upper() + text[1:] if random.random() < 0.8 else text
