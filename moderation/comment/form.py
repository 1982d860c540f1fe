"""Form clauses that the text alone decides: language, length."""

from moderation.comment.findings import Finding, evidence
from moderation.comment.reading import Reading
from moderation.policy.values import Category, Clause, LimitKind
from moderation.text.language import detect_in_words, detect_language

_LONG = 4_000
_SAMPLE = 2_000
_FEW_WORDS = 4


def judge_language(comment: Reading, clause: Clause | None, article: str | None) -> Finding | None:
    """Return a finding where a comment is in a language the clause does not allow.

    A clause that names none means German, or the language of the article.
    """
    named = clause.limit.languages if clause and clause.limit else ()
    allowed = named or ("de",)
    if comment.german and "de" in allowed:
        return None
    text, words = comment.text, comment.words
    language = detect_in_words(text[:_SAMPLE], words)
    if language is None or language in allowed:
        return None
    if not named and article and detect_language(article[:_SAMPLE]) == language:
        return None
    sure = len(words) >= _FEW_WORDS or not text.isascii()
    why = f"Sprache: {language}"
    return Finding(Category.LANGUAGE, 0.97 if sure else 0.7, sure, evidence(text, [(0, len(text))], why))


def judge_length(text: str, words: int, clause: Clause | None) -> Finding | None:
    """Return a finding where a comment exceeds the stated number, or is very long where no number is stated."""
    limit = clause.limit if clause else None
    if limit is None or limit.value <= 0:
        if len(text) <= _LONG:
            return None
        return Finding(Category.LENGTH, 0.7, False, evidence(text, [(_LONG, len(text))], "sehr lang"))
    if limit.kind is LimitKind.MAX_CHARACTERS and len(text) > limit.value:
        over = evidence(text, [(limit.value, len(text))], f"mehr als {limit.value} Zeichen")
        return Finding(Category.LENGTH, 0.99, True, over)
    if limit.kind is LimitKind.MIN_CHARACTERS and len(text) < limit.value:
        under = evidence(text, [(0, len(text))], f"weniger als {limit.value} Zeichen")
        return Finding(Category.LENGTH, 0.99, True, under)
    if limit.kind is LimitKind.MAX_WORDS and words > limit.value:
        return Finding(Category.LENGTH, 0.99, True, evidence(text, [(0, len(text))], f"mehr als {limit.value} Wörter"))
    return None
