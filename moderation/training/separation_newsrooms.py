"""What invented newsrooms put under their articles, and paragraphs of theirs that merely speak so.

Each file is one newsroom's: a label and a text in every line, paragraphs of one text parted by a pilcrow. No model
learns from them.
"""

from collections.abc import Iterator
from importlib.resources import files

PARAGRAPH = "¶"


def read_newsrooms() -> Iterator[tuple[str, str]]:
    """Return label and text of every line; `EDITORIAL_KIND` labels what is an article's."""
    folder = files("moderation.training.data") / "newsrooms" / "heldout"
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for line in path.read_text("utf-8").splitlines():
            label, _, text = line.partition("\t")
            if text:
                yield label, text.replace(PARAGRAPH, "\n")
