"""Vulgar words, plain and disguised: leet digits, stars, spacing, repeated letters, lookalikes.

Only whole words count, inflected or compounded; "Arsenal", "Analyse" and "Dickicht" hold nothing.
"""

import re
from collections.abc import Iterator, Sequence

from moderation.comment.findings import Finding, evidence
from moderation.comment.lexicon import Lexicon
from moderation.policy.values import Category
from moderation.text.normalise import fold, offsets, without_signs
from moderation.text.tokens import locate_words

_LEET = str.maketrans("0134578@$!€|+", "oieastbasieit")
_LEET_L = str.maketrans("0134578@$!€|+", "oleastbaslelt")
# One word with a sign or a digit in it, or letters set apart, or letters stretched.
_MASKED = re.compile(r"[a-z][*#@$€%|+!_^~?•·×0-9][a-z*#@$€%|+!0-9]|[*@$#0-9][a-z]{2}|[a-z]\*{2}")
_MASKED_WORD = re.compile(r"[a-z0-9*#@$€%|+!_^~?•·×]{3,40}")
_APART = re.compile(r"(?<![a-z0-9])[a-z@$0-9](?:[\s.\-_*·,/|]{1,3}[a-z@$0-9*](?![a-z0-9])){3,40}")
_STRETCHED = re.compile(r"([a-z])\1\1")
_RUN = re.compile(r"([a-z])\1+")
_JOINT = re.compile(r"[a-z]{2,12}[-.\s_]{1,2}[a-z]{2,12}")
_SIGNS = re.compile(r"[*#@$€%|+!_^~?•·×]")
_WINDOW = 6_000
_MIN_VISIBLE = 0.4


def judge_profanity(text: str, folded: str, words: Sequence[str], lexicon: Lexicon) -> Finding | None:
    """Return the vulgar words of a comment.

    :param folded: the text folded; `words` its words.
    """
    plain = any(map(lexicon.is_vulgar, words))
    hidden = [span for span in _disguised(folded[:_WINDOW], lexicon)] if _may_hide(folded) else []
    if not plain and not hidden:
        return None
    spans = [(word.start, word.end) for word in locate_words(text) if lexicon.is_vulgar(word.text)] if plain else []
    places = offsets(text)
    spans += [(int(places[start]), int(places[end - 1]) + 1) for start, end in hidden]
    return Finding(Category.PROFANITY, 0.97, True, evidence(text, sorted(set(spans)), "vulgäres Wort"))


def _may_hide(folded: str) -> bool:
    return bool(_MASKED.search(folded) or _APART.search(folded) or _STRETCHED.search(folded))


def _disguised(folded: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield the places of disguised vulgar words in a folded text."""
    for match in _MASKED_WORD.finditer(folded):
        word = match.group()
        if _is_masked(word) and any(map(lexicon.is_vulgar, _unmasked(word, lexicon))):
            yield match.span()
        elif _STRETCHED.search(word) and any(map(lexicon.is_vulgar, _squeezed(word))):
            yield match.span()
    for match in _APART.finditer(folded):
        joined = re.sub(r"[^a-z0-9@$*]", "", match.group())
        if any(map(lexicon.is_vulgar, _unmasked(joined, lexicon))) or _holds_vulgar(joined, lexicon):
            yield match.span()


def _is_masked(word: str) -> bool:
    return not word.isalpha() and any(map(str.isalpha, word))


def _unmasked(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield what a masked word may stand for."""
    for table in (_LEET, _LEET_L):
        read = without_signs(word.translate(table)).replace(" ", "")
        yield read
        yield from _squeezed(read)
    signs = _SIGNS.findall(word)
    letters = sum(map(str.isalpha, word))
    if not signs or letters < 2 or letters < _MIN_VISIBLE * len(word):
        return
    # Each sign hides one letter, or the row of them any number.
    pattern = re.sub(r"(?:\\[*#@$%|+^~?]|[_!€•·×])+", _hidden, re.escape(word.rstrip("!?")))
    yield from (found.group() for found in re.finditer(rf"^{pattern}$", lexicon.vulgar_forms, re.MULTILINE))


def _hidden(match: re.Match[str]) -> str:
    count = len(match.group().replace("\\", ""))
    return "[a-z]" if count == 1 else f"[a-z]{{{max(1, count - 1)},{count + 2}}}"


def _squeezed(word: str) -> tuple[str, str]:
    return _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)


def _holds_vulgar(joined: str, lexicon: Lexicon) -> bool:
    """Tell whether letters set apart spell a longer vulgar word among others."""
    return len(joined) >= 6 and any(len(form) >= 5 and form in joined for form in lexicon.vulgar_forms.split("\n"))
