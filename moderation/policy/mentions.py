"""What a sentence names: by the word lists, and by the trained reader where no list knows the wording."""

from collections.abc import Iterator
from dataclasses import replace

from moderation.policy.judge import Guess
from moderation.policy.phrases import Mention, Valence, categories_of
from moderation.policy.scope import ScopedPiece
from moderation.policy.values import Category

# A guess below this is none; chosen on policies by another hand, see docs/policy.md.
LEAST = 0.5
# A sentence that is clearly a rule is about something; its best guess may then be less sure.
CLEARLY_A_RULE, LEAST_IN_A_RULE = 0.7, 0.35
_LINK_TARGET = frozenset(("zu", "auf", "mit", "to", "with"))
_WAYS_TO_QUOTE = frozenset((Category.SOURCES, Category.LENGTH))
_EDITORS_DO = frozenset(
    "erinnert erinnern gebeten hingewiesen darauf begruesst empfangen gruss gruessen ermahnt".split()
)
_NAME_WORDS = ("name", "nick", "avatar", "profil")


def mentions_of(scoped: ScopedPiece) -> list[Mention]:
    """Return what a piece names, in order."""
    mentions = _with_guesses(scoped, categories_of(scoped.words))
    mentions = _without_link_targets(scoped, _without_likeness(scoped, mentions))
    mentions = _without_conditions(scoped, _without_echoes(scoped, mentions))
    return _without_ways_to_quote(_without_courtesies(scoped, mentions))


def _with_guesses(scoped: ScopedPiece, mentions: list[Mention]) -> list[Mention]:
    mentions = [_sold(scoped, mention) for mention in mentions]
    known = {index for mention in mentions for index in range(mention.first, mention.last + 1)}
    guesses = [guess for guess in _guesses(scoped) if known.isdisjoint(range(guess.first, guess.last + 1))]
    guesses = [guess for guess in guesses if not _is_of_our_pages(scoped, guess)]
    guessed = [_mention(guess) for guess in guesses if guess.probability >= LEAST]
    if not mentions and not guessed and scoped.impression is not None and scoped.impression.rule >= CLEARLY_A_RULE:
        best = max(guesses, key=lambda guess: guess.probability, default=None)
        guessed = [_mention(best)] if best is not None and best.probability >= LEAST_IN_A_RULE else []
    return sorted((*mentions, *guessed), key=lambda mention: mention.first)


def _is_of_our_pages(scoped: ScopedPiece, guess: Guess) -> bool:
    """Tell whether "Den Namen zeigen wir nicht an" only says what a page shows."""
    cues = scoped.reading.cues
    return guess.category is Category.IDENTITY and guess.good and "refuse" in cues and "comment" not in cues


def _sold(scoped: ScopedPiece, mention: Mention) -> Mention:
    """Take a link that sells ("Buchungslinks") for advertising, as the lists do with "Werbe-Links"."""
    if mention.category is not Category.LINKS or mention.valence is not Valence.EITHER:
        return mention
    for guess in _guesses(scoped):
        around = guess.first <= mention.first and mention.last <= guess.last
        if around and guess.category is Category.ADVERTISING and guess.probability >= LEAST:
            return replace(mention, category=Category.ADVERTISING, valence=Valence.FORBIDDEN)
    return mention


def _guesses(scoped: ScopedPiece) -> Iterator[Guess]:
    if scoped.impression is not None:
        yield from scoped.impression.guesses


def _mention(guess: Guess) -> Mention:
    valence = Valence.DEMANDED if guess.good else Valence.FORBIDDEN
    covered = tuple(range(guess.first, guess.last + 1))
    return Mention(guess.category, valence, guess.first, guess.last, covered, guess.probability)


def _without_link_targets(scoped: ScopedPiece, mentions: list[Mention]) -> list[Mention]:
    """Drop what only says where forbidden links lead ("Links zu illegalen Inhalten")."""
    if mentions and _is_about_names(scoped, mentions[0]):
        return [mention for mention in mentions if mention.category is Category.IDENTITY]
    kept: list[Mention] = []
    for mention in mentions:
        link = next((other for other in kept if other.category is Category.LINKS), None)
        if link is None or not _leads_to(scoped, link.last, mention.first):
            kept.append(mention)
    return kept


def _without_likeness(scoped: ScopedPiece, mentions: list[Mention]) -> list[Mention]:
    """Drop the repetition that "Dasselbe gilt für Beiträge, die …" seems to name by its first word."""
    if "anaphor" not in scoped.reading.opening:
        return mentions
    return [item for item in mentions if item.first or item.category is not Category.SPAM]


def _without_courtesies(scoped: ScopedPiece, mentions: list[Mention]) -> list[Mention]:
    """Drop the tone in which the editors speak themselves: "wird freundlich erinnert" asks nobody to be friendly."""
    words = scoped.words
    return [
        item
        for item in mentions
        if item.valence is not Valence.DEMANDED
        or not any(word.folded in _EDITORS_DO for word in words[item.last : item.last + 3])
    ]


def _without_ways_to_quote(mentions: list[Mention]) -> list[Mention]:
    """Drop how a quotation must be: "Zitieren Sie kurz und mit Quelle" asks for no source of what is claimed."""
    quoted = next((item for item in mentions if item.category is Category.COPYRIGHT), None)
    if quoted is None or any(item.first < quoted.first for item in mentions if item.category in _WAYS_TO_QUOTE):
        return mentions
    return [item for item in mentions if item.category not in _WAYS_TO_QUOTE]


def _without_echoes(scoped: ScopedPiece, mentions: list[Mention]) -> list[Mention]:
    """Drop what a ban beside it already says: "einen aggressiven Ton" forbids, it does not demand a tone."""
    part_of = scoped.reading.part_of
    banned = {(item.category, part_of(item.first)) for item in mentions if item.valence is Valence.FORBIDDEN}
    return [
        mention
        for mention in mentions
        if mention.valence is not Valence.DEMANDED or (mention.category, part_of(mention.first)) not in banned
    ]


def _without_conditions(scoped: ScopedPiece, mentions: list[Mention]) -> list[Mention]:
    """Drop the conditions under which a link or a quotation is allowed; they are no rule for every comment."""
    subject = next((mention for mention in mentions if mention.valence is Valence.EITHER), None)
    if subject is None:
        return mentions
    sources = any(mention.category is Category.SOURCES for mention in mentions)
    reading = scoped.reading
    return [
        mention
        for mention in mentions
        if not (
            (mention.first > subject.first and _qualifies(scoped, mention))
            or (mention.category is Category.LINKS and sources and "require" in reading.cues)
        )
    ]


def _qualifies(scoped: ScopedPiece, mention: Mention) -> bool:
    """Tell whether a mention only says how a link, a quotation or irony must be."""
    part = scoped.reading.parts[scoped.reading.part_of(mention.first)]
    return part.conditional or (mention.category is Category.OFF_TOPIC and mention.valence is Valence.DEMANDED)


def _is_about_names(scoped: ScopedPiece, mention: Mention) -> bool:
    """Tell whether a sentence opens with user names; what it says then holds for names, not for comments."""
    word = scoped.words[mention.first].folded
    return mention.category is Category.IDENTITY and mention.first <= 2 and any(part in word for part in _NAME_WORDS)


def _leads_to(scoped: ScopedPiece, link: int, target: int) -> bool:
    if not 1 < target - link <= 8:
        return False
    between = scoped.words[link + 1 : target]
    return between[0].folded in _LINK_TARGET and not any(word.is_mark for word in between)
