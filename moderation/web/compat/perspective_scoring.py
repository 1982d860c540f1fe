"""A question of the Perspective API, checked in the order of the original, and its scores."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from moderation.comment.values import ArticleText, Comment, Decision
from moderation.errors import InvalidInput, ModerationError, StorageBusy, StorageFault
from moderation.policy.default import default_policy
from moderation.services.passing import Scene, find_scene, is_unjudged, judge, judge_parts, with_article
from moderation.services.site_settings import SiteSettings
from moderation.text.language import detect_language
from moderation.text.plain import plain_text
from moderation.text.sentences import split_sentences
from moderation.web.compat import perspective_errors as faults
from moderation.web.compat.perspective_attributes import is_attribute, value_of
from moderation.web.compat.perspective_payloads import (
    AnalyzeAnswer,
    AnalyzeRequest,
    AttributeScore,
    Context,
    Score,
    SpanScore,
    TextEntry,
)
from moderation.web.serving import Serving, utc_now

SERVED = ("de", "en")
MOST_BYTES = 20_480
MOST_ATTRIBUTES = 100
MOST_SPANS = 200
MOST_ENTRIES = 5
PROBABILITY = "PROBABILITY"
_TYPES = (None, "", "PLAIN_TEXT", "HTML", "TEXT_TYPE_UNSPECIFIED")
_TRUE = (True, "true", "True", "1")
# Coral sends its own locale, which says nothing about a text: these stand for every other one.
_LOCALES = frozenset({"es", "fr", "pt"})


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be answered.

    :ivar text: what is judged; `given` what the offsets of spans count.
    :ivar language: the one that judges, or None for whatever it is.
    """

    text: str
    given: str
    detected: str | None
    request: AnalyzeRequest


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the comment with its decision."""

    begin: int
    end: int
    decision: Decision


def check_text(entry: TextEntry | None) -> str:
    """Return the words of a comment.

    :raises PerspectiveFault: when there are none or too many.
    """
    text = (entry and entry.text) or ""
    if not text.strip():
        raise faults.empty_comment()
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise faults.long_comment()
    words = words_of(entry)
    if not words.strip():
        raise faults.empty_comment()
    return words


def words_of(entry: TextEntry | None) -> str:
    """Return the words of an entry, its markup taken off if it says that it has some.

    :raises PerspectiveFault: when its type is unknown.
    """
    if entry is None or not entry.text:
        return ""
    if entry.type not in _TYPES:
        raise faults.invalid(f"Unknown text type: {entry.type}")
    return plain_text(entry.text) if entry.type == "HTML" else entry.text


def check(request: AnalyzeRequest) -> Question:
    """Return a question that can be answered.

    :raises PerspectiveFault: when it cannot.
    """
    text = check_text(request.comment)
    _check_attributes(request)
    check_context(request.context)
    assert request.comment is not None
    detected = detect_language(text)
    _check_languages(request, text, detected)
    return Question(text, request.comment.text or "", detected, request)


def check_context(context: Context | None) -> None:
    """Refuse a context in both forms.

    :raises PerspectiveFault: when it has them.
    """
    if context is not None and context.entries and context.articleAndParentComment is not None:
        raise faults.invalid("Context can have either entries or article_and_parent_comment, but not both.")


def _check_attributes(request: AnalyzeRequest) -> None:
    wanted = request.requestedAttributes
    if not wanted:
        raise faults.no_attributes()
    if len(wanted) > MOST_ATTRIBUTES:
        raise faults.invalid(f"At most {MOST_ATTRIBUTES} attributes can be requested")
    for name, how in wanted.items():
        if not is_attribute(name):
            raise faults.unknown_attribute(name)
        if how is None:
            continue
        if how.scoreType not in (None, "", PROBABILITY, "SCORE_TYPE_UNSPECIFIED"):
            raise faults.invalid(f"Requested score type {how.scoreType} is not supported by attribute {name}")
        if how.scoreThreshold is not None and not 0.0 <= how.scoreThreshold <= 1.0:
            raise faults.invalid(f"Score threshold of attribute {name} must be between 0 and 1")


def _check_languages(request: AnalyzeRequest, text: str, detected: str | None) -> None:
    """Refuse what is neither German nor English, unless the sender cannot know what it is.

    What was requested only matters where it is not served; the text itself tells by what it is judged.
    """
    assert request.requestedAttributes is not None
    requested = request.languages or []
    primary = {code.replace("_", "-").partition("-")[0].lower() for code in requested}
    first = next(iter(request.requestedAttributes))
    if not requested:
        if detected is None and not any(character.isalpha() for character in text):
            raise faults.undetected_language()
        if detected not in (None, *SERVED):
            raise faults.unserved_language(first, (), detected)
    elif not primary & set(SERVED) and not (primary <= _LOCALES and detected in SERVED):
        raise faults.unserved_language(first, requested, detected)


def answer(question: Question, site: str, parts: Serving) -> tuple[AnalyzeAnswer, Decision]:
    """Return the scores, and the decision on the whole comment; a fault of ours scores like what is held."""
    request = question.request
    scene = _scene(request.context, site, parts)
    parent, thread = _around(request.context)
    whole = judge(parts.deployment, scene, Comment(question.text, parent=parent, thread=thread), utc_now())
    pieces = _pieces(question, scene, parts) if request.spanAnnotations in _TRUE and not is_unjudged(whole) else []
    scores = {}
    for name, how in (request.requestedAttributes or {}).items():
        value = value_of(name, whole, scene.policy)
        if value is None or (how is not None and how.scoreThreshold is not None and value < how.scoreThreshold):
            scores[name] = AttributeScore()
            continue
        spans = [_span(piece, value_of(name, piece.decision, scene.policy)) for piece in pieces]
        spans = spans or [SpanScore(0, len(question.given), Score(value))]
        scores[name] = AttributeScore(Score(value), spans)
    detected = question.detected or next(iter(request.languages or ()), scene.language)
    told = AnalyzeAnswer(scores, list(request.languages or [detected]), [detected], request.clientToken)
    return told, whole


def _span(piece: Part, value: float | None) -> SpanScore:
    return SpanScore(piece.begin, piece.end, Score(value or 0.0))


def _scene(context: Context | None, site: str, parts: Serving) -> Scene:
    try:
        scene = find_scene(parts.deployment, site)
    except (StorageBusy, StorageFault):
        # The question itself is complete: only the site's own rules are missing.
        scene = Scene(site, SERVED[0], SiteSettings(), default_policy(), "default", None)
    both = context.articleAndParentComment if context is not None else None
    article = both.article if both is not None else None
    if article is None or not (article.text or "").strip():
        return scene
    read = _read_article(article, parts)
    return with_article(scene, read) if read.title or read.text else scene


def _read_article(article: TextEntry, parts: Serving) -> ArticleText:
    if article.type == "HTML":
        with suppress(ModerationError):
            separation = parts.deployment.separator.separate(article.text or "", input_format="html")
            return ArticleText(separation.title or "", separation.text)
    return ArticleText("", words_of(article))


def _around(context: Context | None) -> tuple[str | None, tuple[str, ...]]:
    if context is None:
        return None, ()
    both = context.articleAndParentComment
    parent = words_of(both.parentComment) if both is not None else ""
    thread = tuple(words_of(entry) for entry in (context.entries or [])[-MOST_ENTRIES:])
    return parent or None, thread


def _pieces(question: Question, scene: Scene, parts: Serving) -> list[Part]:
    """Return the sentences; none where the text is not the one that was given, so that no offset can be told."""
    if question.text != question.given:
        return []
    sentences = split_sentences(question.text)
    places = [(each.start, each.end) for each in sentences[: MOST_SPANS - 1]]
    if len(sentences) >= MOST_SPANS:
        places.append((sentences[MOST_SPANS - 1].start, sentences[-1].end))
    return _judged(question.text, places, scene, parts)


def _judged(text: str, places: Sequence[tuple[int, int]], scene: Scene, parts: Serving) -> list[Part]:
    comments = [Comment(text[begin:end]) for begin, end in places]
    try:
        decisions = judge_parts(parts.deployment, scene, comments, utc_now())
    except InvalidInput:
        return []
    return [Part(begin, end, each) for (begin, end), each in zip(places, decisions, strict=True)]
