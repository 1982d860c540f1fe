"""From a page to labelled blocks: classify the runs, split those that hold both, join what belongs together."""

from collections.abc import Sequence
from dataclasses import replace

from moderation.article.division import divide, look_ahead, spare_last_lines, texts_of
from moderation.article.edges import MOST_FIRST, TOLD, clear_edges
from moderation.article.editorial import editorial_label
from moderation.article.heads import Heads
from moderation.article.judging import (
    PAGE_THRESHOLD,
    PLAIN_RULES_THRESHOLD,
    PLAIN_THRESHOLD,
    Known,
    judge,
    threshold_of,
)
from moderation.article.layout import Layout, read_layout
from moderation.article.metadata import (
    Stated,
    read_all_stated,
    read_metadata,
    read_stated,
    read_title,
    stated_language,
    with_lead,
)
from moderation.article.notice import Piece, join_notice
from moderation.article.reasons import Explainer
from moderation.article.values import EDITORIAL, Block, InputFormat, Label, Metadata, Separation
from moderation.errors import InvalidInput
from moderation.text.language import detect_language

LANGUAGE_SAMPLE = 4_000
# A heading that is hardly editorial is the site's, not the article's.
HEADLINE_FLOOR = 0.2
MAX_TITLE = 160
# An article sent alone says something: where nothing in it is surely editorial, what well may be is taken for it.
LONE_THRESHOLD = 0.25
# A run of which less than this share is linked is a sentence with a link in it, not a link itself.
LINK_ITSELF = 0.7
# What a named tuple's own constructor calls in the end, at half the price.
_as_piece = tuple.__new__
_HEADS = frozenset({"h1", "h2", "h3"})
_HOLDERS = frozenset({"div", "section", "article", "main", "body"})


def separate_page(page: str, heads: Heads, known: Known, input_format: InputFormat | None = None) -> Separation:
    """Return the page in labelled blocks.

    :param page: text that `decode_page` has checked.
    :raises InvalidInput: when nothing in it is visible.
    :raises TooLarge: when it has more tags than can be read in bounded time.
    """
    layout = read_layout(page, input_format)
    if not layout.runs:
        raise InvalidInput("the page has no visible text")
    layout = _links_within(_with_paragraphs(layout))
    classifier = heads.of(layout)
    stated = read_stated(layout)
    title = known.title or read_title(layout, stated)
    layout = with_lead(layout, stated)
    ahead = look_ahead(layout)
    # What a paragraph says by its words tells whether its repetition speaks against it.
    skims = known.memory is None or not known.memory.entries
    read = classifier.read(layout, texts_of(layout, ahead), known.title, skims=skims)
    pieces, evidence = judge(layout, classifier, known, read)
    pieces = divide(layout, pieces, evidence, classifier, known, ahead)
    pieces = clear_edges(layout, spare_last_lines(layout, pieces))
    pieces = join_notice(pieces, threshold_of(layout, Label.POLICY_NOTICE), plain=layout.plain)
    pieces = _label(layout, pieces, title)
    return _separation(layout, pieces, stated, replace(known, title=title))


def _separation(layout: Layout, pieces: Sequence[Piece], stated: Stated, known: Known) -> Separation:
    """Return what the pieces make; blocks, language and metadata are worked out when they are asked for.

    :param stated: what the page states before its body begins.
    """
    texts: dict[Label, list[str]] = {Label.HEADLINE: [], Label.POLICY_NOTICE: []}
    editorial = []
    for piece in pieces:
        label = piece.label or piece.kind
        if label in EDITORIAL:
            editorial.append(piece.run.text)
        if label in texts:
            texts[label].append(piece.run.text)
    headline = next(iter(texts[Label.HEADLINE]), None)
    text = "\n\n".join(editorial)

    def language(_: Separation) -> str | None:
        return detect_language(text[:LANGUAGE_SAMPLE]) or stated_language(layout)

    def metadata(separation: Separation) -> Metadata:
        spoken = stated_language(layout) or separation.language
        found = Metadata(headline=headline or known.title, language=spoken, url=known.url)
        return read_metadata(layout, read_all_stated(layout, stated), separation.blocks, found)

    makers = {"blocks": lambda _: _blocks(layout, pieces), "language": language, "metadata": metadata}
    notice = "\n".join(texts[Label.POLICY_NOTICE]) or None
    return Separation.deferred(known.title or headline, text, notice, makers)


def _with_paragraphs(layout: Layout) -> Layout:
    """Return an article alone with what holds its text called a paragraph, as what line breaks part is one."""
    own = {run.element for run in layout.runs if run.element >= 0} if layout.plain else set()
    tags = layout.elements.tags
    if not any(tags[index] in _HOLDERS for index in own):
        return layout
    renamed = ["p" if index in own and tag in _HOLDERS else tag for index, tag in enumerate(tags)]
    return layout._replace(elements=layout.elements.named(renamed))


def _links_within(layout: Layout) -> Layout:
    """Return an article alone read without the links inside its sentences: its words tell, as in its flattened text."""
    if not layout.plain or not any(run.linked for run in layout.runs):
        return layout
    runs = [
        run._replace(linked=0, links=0) if 0 < run.linked < LINK_ITSELF * len(run.text) else run for run in layout.runs
    ]
    return layout._replace(runs=runs)


def _label(layout: Layout, pieces: list[Piece], title: str | None) -> list[Piece]:
    headline = _headline(layout, pieces, title)
    lenient = layout.plain and not any(piece.editorial >= threshold_of(layout, piece.kind) for piece in pieces)
    lowest = 0.0 if lenient else min(PAGE_THRESHOLD, PLAIN_THRESHOLD, PLAIN_RULES_THRESHOLD)
    labelled = []
    for index, piece in enumerate(pieces):
        if piece.editorial < lowest and index != headline:
            # Most of a page: it is of the kind it was taken for.
            labelled.append(piece)
            continue
        run, editorial, kind, policy, source_run, prior, label = piece
        if index == headline:
            label, editorial = Label.HEADLINE, max(editorial, 0.8)
        elif editorial >= threshold_of(layout, kind) or (lenient and editorial >= LONE_THRESHOLD):
            following = pieces[index + 1].run if index + 1 < len(pieces) else None
            label = editorial_label(run, layout, following)
        labelled.append(_as_piece(Piece, (run, editorial, kind, policy, source_run, prior, label)))
    return labelled


def _headline(layout: Layout, pieces: Sequence[Piece], title: str | None) -> int | None:
    """Return which piece is the article's title: the first that a heading or the page's own title makes one."""
    opening = _opening(pieces)
    if not layout.elements:
        return opening if _opens_like_a_title(layout, pieces, opening, title) else _first_same(pieces, title)
    has_heading = "h1" in layout.elements.tags
    plain_title = _letters(title or "")
    for index, piece in enumerate(pieces):
        tag = layout.elements.tags[piece.run.element] if piece.run.element >= 0 else ""
        if tag in _HEADS or layout.plain:
            if _is_same(piece.run.text, plain_title):
                if tag == "h1" or piece.editorial >= HEADLINE_FLOOR:
                    return index
            elif tag == "h1" and (piece.editorial >= HEADLINE_FLOOR or (layout.plain and index == 0)):
                return index
    if layout.plain and not has_heading and _opens_like_a_title(layout, pieces, opening, title):
        return opening
    return None


def _first_same(pieces: Sequence[Piece], title: str | None) -> int | None:
    plain_title = _letters(title or "")
    found = (index for index, piece in enumerate(pieces) if _is_same(piece.run.text, plain_title))
    return next((index for index in found if pieces[index].editorial >= HEADLINE_FLOOR), None)


def _opening(pieces: Sequence[Piece]) -> int:
    """Return with which piece the article opens: after terse furniture, where any stands before it."""
    return next((index for index, piece in enumerate(pieces[: MOST_FIRST + 1]) if piece.editorial > TOLD), 0)


def _opens_like_a_title(layout: Layout, pieces: Sequence[Piece], opening: int, title: str | None) -> bool:
    text = pieces[opening].run.text
    if len(layout.runs) <= 2 or (title and _first_same(pieces, title) not in (opening, None)):
        return False
    return len(text) < MAX_TITLE and text[-1] not in ".:,;" and pieces[opening].editorial >= PLAIN_THRESHOLD


def _is_same(text: str, plain_title: str) -> bool:
    """Tell whether a text is the title, or its beginning where the site's name follows."""
    if not plain_title or len(text) > 300 or len(text) > 2 * len(plain_title) + 10:
        return False
    plain = _letters(text)
    return plain == plain_title or (len(plain) > 15 and plain_title.startswith(plain))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _blocks(layout: Layout, pieces: Sequence[Piece]) -> tuple[Block, ...]:
    explain = Explainer(layout).explain
    # Pieces of comment rules that follow one another are one block.
    parts: list[list[Piece]] = []
    before = None
    for piece in pieces:
        label = piece.label or piece.kind
        if label is before is Label.POLICY_NOTICE:
            parts[-1].append(piece)
        else:
            parts.append([piece])
        before = label
    blocks = []
    for index, part in enumerate(parts):
        found = []
        for piece in part:
            run, label = piece.run, piece.label or piece.kind
            reason = explain(label, run, piece.prior, _place(index, len(parts), label))
            found.append(Block(run.text, label, _confidence(piece, label), reason, run.start, run.end))
        blocks.append(found[0] if len(found) == 1 else _joined(found))
    return tuple(blocks)


def _confidence(piece: Piece, label: Label) -> float:
    certain = piece.editorial if label in EDITORIAL else 1 - piece.editorial
    return round(certain, 4) if 0 <= certain <= 1 else float(certain > 1)


def _joined(parts: Sequence[Block]) -> Block:
    return replace(
        parts[0],
        text="\n".join(part.text for part in parts),
        end=parts[-1].end,
        confidence=max(part.confidence for part in parts),
        reason=max((part.reason for part in parts), key=len),
    )


def _place(index: int, count: int, label: Label) -> str:
    if index == count - 1:
        return "last block"
    if index == 0:
        return "first block"
    return "" if label is Label.PARAGRAPH else f"block {index + 1} of {count}"
