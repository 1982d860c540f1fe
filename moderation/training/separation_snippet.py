"""A text written for training the block classifier."""

from dataclasses import dataclass

EDITORIAL = 0


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text written for training: its kind, and the manner it belongs to (held out together)."""

    text: str
    kind: int
    manner: str
