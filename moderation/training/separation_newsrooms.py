"""What invented newsrooms put under their articles, and paragraphs of theirs that merely speak so.

Each file is one newsroom's: a label and a text in every line, paragraphs of one text parted by a pilcrow. Some
newsrooms are held out: no model learns from them.
"""

from collections.abc import Iterator
from importlib.resources import files

from moderation.article.classifier import EDITORIAL_KIND, KINDS
from moderation.training.separation_snippet import EDITORIAL, Snippet

# How the manner of a newsroom's texts begins.
NEWSROOM = "newsroom "
TAUGHT, HELD_OUT = "train", "heldout"
PARAGRAPH = "¶"


def read_newsrooms(part: str) -> Iterator[tuple[str, str, str]]:
    """Return newsroom, label and text of every line of a part; `EDITORIAL_KIND` labels what is an article's."""
    folder = files("moderation.training.data") / "newsrooms" / part
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for line in path.read_text("utf-8").splitlines():
            label, _, text = line.partition("\t")
            if text:
                yield path.name.removesuffix(".txt"), label, text.replace(PARAGRAPH, "\n")


def newsroom_snippets() -> list[Snippet]:
    """Return what the newsrooms that are learnt from put under their articles."""
    return [snippet for snippet in _taught() if snippet.kind != EDITORIAL]


def newsroom_closings() -> list[Snippet]:
    """Return what they end articles with."""
    return [snippet for snippet in _taught() if snippet.kind == EDITORIAL]


def _taught() -> Iterator[Snippet]:
    for name, label, text in read_newsrooms(TAUGHT):
        kind = EDITORIAL if label == EDITORIAL_KIND else KINDS.index(label)
        yield Snippet(text, kind, NEWSROOM + name)
