"""Text from strangers, made safe for a terminal."""

import unicodedata

# Zero-width joiners hold emoji together.
_HARMLESS = frozenset("\n\t\N{ZERO WIDTH JOINER}")


def printable(text: str) -> str:
    """Return the text with control and format characters replaced one for one, so that offsets still hold.

    Escape sequences in a comment could otherwise repaint the terminal of the person who reads it, and bidirectional
    overrides could show another order than the one that was judged.
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in _HARMLESS
        else character
        for character in text
    )
