"""Words in disguise: leet digits, stars, crossed-out letters, spacing, repeated letters, lookalikes, cuts by signs.

Told are vulgar words, which no disguise excuses, and rude ones, so that who is insulted by them can be told.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, compress, islice

from moderation.comment import marks
from moderation.comment.lexicon import Lexicon
from moderation.comment.reading import Reading
from moderation.comment.signs import JOINED, MASKED
from moderation.comment.values import Evidence
from moderation.text.normalise import fold, offsets, without_signs
from moderation.text.tokens import locate_words

_LEET = str.maketrans("0134578@$!€|+", "oieastbasieit")
_LEET_L = str.maketrans("0134578@$!€|+", "oleastbaslelt")
# One word with a sign or a digit in it, or letters set apart, or letters stretched.
_MASKED = re.compile(r"[a-z][*#@$€%|+!_^~?•·×0-9][a-z*#@$€%|+!0-9]|[*@$#0-9][a-z]{2}|[a-z]\*{2}|[a-z]{3}[013457@$]$")
_MASKED_WORD = re.compile(r"[a-z0-9*#@$€%|+!_^~?•·×]{3,40}")
_APART = re.compile(r"(?<![a-z0-9])[a-z@$0-9](?:[\s.\-_*·,/|]{1,3}[a-z@$0-9*](?![a-z0-9])){3,40}")
_STRETCHED = re.compile(r"([a-z])\1\1")
_RUN = re.compile(r"([a-z])\1+")
# A word cut by signs, or with dots in place of letters; folding turns the one dotted sign into blanks.
_CUT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,12}+(?:[.…_'’()\-]{1,6}+[^\W\d_]{1,12}+){1,6}(?![^\W\d_])")
# A capital after small letters and a dot begins a sentence whose blank was forgotten.
_NEW_SENTENCE = re.compile(r"[a-zäöüß][.…]+[A-ZÄÖÜ][a-zäöüß]")
_BETWEEN = re.compile(r"[.…_'’()\-](?<=\w.)(?=[\w.…_'’()\-])")
_PARTING = re.compile(r"[\W_]+")
_LEFT_OUT = re.compile(r"\.{2,6}|…+")
_STARRED = re.compile(r"(?<![a-z0-9*])f\*{2,4}(?:en|er|t|st|k|ck|ing)?(?![a-z0-9*])")
_MIN_SHOWN = 4
_SHORTEST_CUT = 5
_MOST_PIECES = 3
_SETTING_OFF = tuple("*_~")
# Both sexes joined by a star, words joined or spaced by underlines, stars in front.
_NO_MASK = re.compile(r"[a-z][*·]in(?:nen)?$|_|^\*\*")
_FEWEST_LETTERS = 3
# Each is compared with all the rude words.
_MOST_MASKED = 100
_SIGNS = re.compile(r"[*#@$€%|+!_^~?•·×]")
_OUTER = ".,;:!?\"'()„“”»«…-–"
# As many letters that stand alone are a word set apart.
_APART_FROM = 4
_WINDOW = 6_000
_MIN_VISIBLE = 0.4
# Marks and signs without one of which no vulgar word is in disguise.
HIDING = marks.STRETCHED | marks.BEGINNING | marks.LETTER
DISGUISING = MASKED | JOINED


def find_vulgar_in_disguise(comment: Reading, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return where vulgar words stand in disguise, in the text as given.

    To be asked where a comment has one of the `HIDING` words or `DISGUISING` signs.
    """
    found = list(_cut(comment.text[:_WINDOW], lexicon)) if comment.signs.kinds & JOINED else []
    if comment.marks & (marks.BEGINNING | marks.LETTER):
        found += _in_pieces(comment, lexicon)
    hidden = list(_disguised(comment.folded[:_WINDOW], lexicon)) if _may_hide(comment) else []
    return [*_as_given(comment.text, hidden), *found]


def _as_given(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where places of the folded text stand in the text."""
    if not spans:
        return []
    places = offsets(text)
    return [(places[start], places[end - 1] + 1) for start, end in spans]


def _may_hide(comment: Reading) -> bool:
    """Tell whether anything looks like a disguise: a sign or digit in a word, letters set apart or stretched."""
    if comment.marks & marks.STRETCHED or comment.letters >= _APART_FROM:
        return True
    if comment.signs.kinds & MASKED:
        cores = [token.strip(_OUTER) for token in comment.folded.split() if not token.isalpha()]
        return any(_MASKED.search(core) for core in cores if not core.isalpha())
    return False


def _disguised(folded: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield the places of disguised vulgar words in a folded text."""
    stretched = _STRETCHED.search(folded) is not None
    for match in _MASKED_WORD.finditer(folded):
        word = match.group()
        if not stretched and word.isalpha():
            continue
        if (_is_masked(word) and any(map(lexicon.is_profane, _unmasked(word, lexicon.vulgar_forms)))) or (
            _STRETCHED.search(word) and any(map(lexicon.is_profane, _squeezed(word)))
        ):
            yield match.span()
    if "f**" in folded:
        yield from (match.span() for match in _STARRED.finditer(folded))
    for match in _APART.finditer(folded):
        joined = re.sub(r"[^a-z0-9@$*]", "", match.group())
        if any(map(lexicon.is_profane, _unmasked(joined, lexicon.vulgar_forms))) or _holds_vulgar(joined, lexicon):
            yield match.span()


def _cut(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield where signs cut a vulgar word, or dots stand for some of its letters, in the text as given."""
    behind = 0
    for between in _BETWEEN.finditer(text):
        if between.start() < behind:
            continue
        # From a sign back to where its word begins: the pattern for whole words is slow to find one by itself.
        match = _CUT.search(text, max(behind, text.rfind(" ", behind, between.start())))
        if match is None:
            return
        behind = match.end()
        if len(match.group()) > _SHORTEST_CUT and _is_vulgar_in_pieces(match.group(), lexicon):
            yield match.span()


def _is_vulgar_in_pieces(word: str, lexicon: Lexicon) -> bool:
    first, *others = filter(None, _PARTING.split(word))
    begun = fold(first)
    if begun not in lexicon.starts or _NEW_SENTENCE.search(word):
        return False
    pieces = [begun, *map(fold, others)]
    if any(map(lexicon.is_profane, pieces)):
        return False
    return "".join(pieces) in lexicon.listed or _fills_in(word, lexicon)


def _fills_in(word: str, lexicon: Lexicon) -> bool:
    single = word.count(".") == 1
    parts = [fold(part) for part in (word.split(".") if single else _LEFT_OUT.split(word))]
    shown = sum(map(len, parts))
    if len(parts) < 2 or shown < _MIN_SHOWN + single or not all(part.isalpha() for part in parts):
        return False
    left_out = "[a-z]" if single else "[a-z]{1,6}"
    return re.search(rf"^{left_out.join(parts)}$", lexicon.vulgar_forms, re.MULTILINE) is not None


def _in_pieces(comment: Reading, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return where blanks cut a vulgar word into pieces that are no vulgar words themselves."""
    words = comment.words[:2000]
    begun = map(lexicon.beginnings.__contains__, words)
    found = list(compress(range(len(words)), begun))
    if comment.marks & marks.LETTER:
        found += [number for number, word in enumerate(words) if len(word) == 1]
    spans = []
    for number in found:
        joined = words[number]
        # A letter that stands alone may begin a list, or be one of those set apart.
        most = _MOST_PIECES if len(joined) > 1 else 2
        for last in range(number + 1, min(number + most, len(words))):
            joined += words[last]
            if joined in lexicon.listed and not any(map(lexicon.is_profane, words[number : last + 1])):
                spans.append((number, last))
    if not spans:
        return []
    places = locate_words(comment.text)
    return [
        (places[first].start, places[last].end)
        for first, last in spans
        if last < len(places)
        and all(comment.text[places[at].end : places[at + 1].start].isspace() for at in range(first, last))
    ]


def unmask(text: str, found: Iterable[Evidence], lexicon: Lexicon) -> str | None:
    """Return a text, folded, with the words found in it freed of their disguises; None where none has any.

    :param found: where vulgar or rude words stand, in disguise or not.
    """
    parts: list[str] = []
    behind, masked = 0, False
    for item in sorted(found, key=lambda one: one.start):
        word = fold(item.text)
        if item.start < behind or lexicon.is_profane(word):
            continue
        bare = _PARTING.sub("", word)
        freed = _freed(word, bare, lexicon)
        if freed is not None:
            parts += (fold(text[behind : item.start]), freed)
            behind, masked = item.end, True
    return "".join((*parts, fold(text[behind:]))) if masked else None


def _freed(word: str, bare: str, lexicon: Lexicon) -> str | None:
    vulgar = (bare, *_squeezed(bare), *_unmasked(word, lexicon.vulgar_forms))
    return next(chain(filter(lexicon.is_profane, vulgar), _rude(word, lexicon)), None)


def find_rude_in_disguise(comment: Reading, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Return where digits and signs hide a word that insults or is crude, in the text as given, and the word.

    To be asked where a comment has the sign `MASKED`.
    """
    found = []
    masked = (match for match in _MASKED_WORD.finditer(comment.folded[:_WINDOW]) if _is_masked(match.group()))
    for match in islice(masked, _MOST_MASKED):
        word = next(_rude(match.group(), lexicon), None)
        if word is not None:
            found.append((match.span(), word))
    spans = _as_given(comment.text, [span for span, _ in found])
    return [(start, end, word) for (start, end), (_, word) in zip(spans, found, strict=True)]


def _rude(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the rude words that a masked one may stand for.

    What only sets a word off, ends a sentence or joins both sexes masks nothing.
    """
    bare = word.lstrip("#@").rstrip("!?+|")
    if bare[:1] in _SETTING_OFF and bare[:1] == bare[-1:]:
        bare = bare.strip(bare[0])
    letters = sum(map(str.isalnum, bare))
    if letters < _FEWEST_LETTERS or 2 * letters < len(bare) or not _is_masked(bare) or _NO_MASK.search(bare):
        return
    # Without its signs, a word stands there for all to see.
    shown = without_signs(bare).replace(" ", "")
    yield from (read for read in _unmasked(bare, lexicon.rude_forms) if read != shown and lexicon.is_rude(read))


def _is_masked(word: str) -> bool:
    """Tell whether letters stand among signs; stars before a word, as many as half its letters, only set it off."""
    if word.startswith("**"):
        bare = word.lstrip("*")
        return len(bare) >= 2 * (len(word) - len(bare))
    return not word.isalpha() and any(map(str.isalpha, word))


def _unmasked(word: str, forms: str) -> Iterator[str]:
    """Yield what a masked word may stand for.

    :param forms: the words that signs are filled in by, one a line.
    """
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
    yield from (found.group() for found in re.finditer(rf"^{pattern}$", forms, re.MULTILINE))


def _hidden(match: re.Match[str]) -> str:
    count = len(match.group().replace("\\", ""))
    # One sign for an umlaut stands for two letters here.
    return "(?:[a-z]|[aou]e)" if count == 1 else f"[a-z]{{{max(1, count - 1)},{count + 2}}}"


def _squeezed(word: str) -> tuple[str, str]:
    return _RUN.sub(r"\1", word), _RUN.sub(r"\1\1", word)


def _holds_vulgar(joined: str, lexicon: Lexicon) -> bool:
    """Tell whether letters set apart spell a longer vulgar word among others."""
    return len(joined) >= 6 and any(len(form) >= 5 and form in joined for form in lexicon.vulgar_forms.split("\n"))
