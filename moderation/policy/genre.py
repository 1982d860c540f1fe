"""Whether a text is a policy at all, or only speaks of such things."""

import math
from collections.abc import Callable, Sequence

from moderation.policy.acts import REMOVING
from moderation.policy.judge import Judge
from moderation.policy.procedure import NEVER_RULE
from moderation.policy.rules import SLOGAN, is_reported
from moderation.policy.scope import ScopedPiece
from moderation.policy.staff import speaks_of_staff
from moderation.policy.values import Category, Clause, LimitKind, Mode

# Things that rules for anything else than comments hardly speak of.
_OF_CONVERSATION = frozenset(
    (
        Category.INSULT, Category.AGGRESSION, Category.HATE, Category.PROFANITY, Category.PROVOCATION,
        Category.INSINUATION, Category.DEFAMATION, Category.OFF_TOPIC, Category.LOW_QUALITY, Category.SHOUTING,
        Category.DISCRIMINATION, Category.MOD_CRITICISM, Category.CONSPIRACY, Category.SPAM,
    )
)  # fmt: skip


# Fewer rules, or fewer words of the commenting world, than one sentence in so many make no policy.
# Below this probability a text is no policy; chosen so that no other text read during development states a clause.
LEAST_POLICY = 0.4
# What says of comments what happens to them needs less; what speaks of other places needs more.
LEAST_OF_COMMENTS, LEAST_OF_BOTH, LEAST_ELSEWHERE = 0.14, 0.28, 0.6
# What never says "comment", but speaks of writing for a paper, or bans several things of conversation.
LEAST_OF_NEWSROOM, LEAST_CONVERSING = 0.15, 0.2
_NEWSROOM = frozenset(
    """artikel autor autorin autoren berichterstattung einsendung einsendungen zuschriften leser
    leserinnen leserschaft mitreden mitschreiben mitdiskutieren diskutieren diskutiert diskussion diskussionen debatte
    debatten gespraech tonfall wortwahl widerspruch schreiben schreibt gegenueber standpunkt meinungen article
    articles newsroom editors readers debate discussion""".split()
)
_ARTICLES = frozenset("artikel artikels artikeln article articles".split())
_YOURS = frozenset("ihr ihre ihrem ihren ihres dein deine deinem deinen euer eure eurem euren your".split())
_AMONG_US = frozenset(
    "wir uns unser unsere unserer unserem unseren hier bitte sie ihr du euch we us our here please".split()
)
# Where an operator says that a text is the policy, as much as shows that it is no article.
LEAST_GIVEN, _SHORT_GIVEN = 0.05, 4
_MANY = 6
_TOLD = frozenset(("past", "reported", "self"))
_ELSEWHERE = frozenset(("past", "reported", "foreign", "teaser", "self"))
_SPARSE = 8
_SHORT = 8
_LEAST = 2
_FEW = 3
_SLOGAN_STEP = 0.001
# "Danke." and "Gern." say nothing for or against.
_TRIVIAL = 3


def is_policy(
    scoped: Sequence[ScopedPiece],
    clauses: Sequence[Clause],
    mode: Mode | None,
    judge: Judge | None = None,
    *,
    given: bool = False,
) -> bool:
    """Tell whether the text states rules for comments.

    :param judge: the trained reader, which then decides; without it cues do.
    :param given: an operator says that it does; then only what clearly is another text does not.
    """
    if not scoped or speaks_of_staff(scoped):
        return False
    if judge is None:
        return _reads_like_rules(scoped, clauses, mode)
    probability = judge.is_policy(features_of(scoped, mode, judge))
    if probability >= _least(scoped, clauses):
        return True
    if given and not any(piece.reading.cues & _TOLD for piece in scoped):
        return probability >= LEAST_GIVEN or len(scoped) <= _SHORT_GIVEN
    # What is told of elsewhere names few things; one sentence alone has too few words to weigh.
    many = len({clause.category for clause in clauses}) >= _MANY
    return (many or _is_one_rule_of_comments(scoped)) and _reads_like_rules(scoped, clauses, mode)


def _least(scoped: Sequence[ScopedPiece], clauses: Sequence[Clause] = ()) -> float:
    """Return the probability from which a text is taken for rules, by what it says it speaks of."""
    foreign = any("foreign" in piece.reading.cues for piece in scoped)
    told = any(piece.reading.cues & _TOLD for piece in scoped)
    spoken = [piece.reading.cues for piece in scoped if "comment" in piece.reading.cues]
    removing = any(cues & (REMOVING | {"forbid", "publish", "negation"}) for cues in spoken)
    numbered = any(clause.limit is not None and clause.limit.kind is LimitKind.MAX_COMMENTS for clause in clauses)
    if (removing or numbered or any(_speaks_of_articles(piece) for piece in scoped)) and not told:
        return LEAST_OF_BOTH if foreign else LEAST_OF_COMMENTS
    if not foreign and any(_speaks_of_your_comment(piece) for piece in scoped):
        return LEAST_OF_BOTH
    conversing = {clause.category for clause in clauses} & _OF_CONVERSATION
    if conversing and not told and any(word.folded in _NEWSROOM for piece in scoped for word in piece.words):
        return LEAST_OF_BOTH if foreign else LEAST_OF_NEWSROOM
    if len(conversing) >= _LEAST and len(scoped) > 1 and not told and not foreign and _speaks_to_us(scoped):
        return LEAST_CONVERSING
    if not spoken and foreign:
        return LEAST_ELSEWHERE
    return LEAST_POLICY


def _speaks_to_us(scoped: Sequence[ScopedPiece]) -> bool:
    return any(word.folded in _AMONG_US for piece in scoped for word in piece.words)


def _speaks_of_your_comment(piece: ScopedPiece) -> bool:
    """Tell whether a sentence says what becomes of the reader's own comment, be it in the past tense."""
    if is_reported(piece) or not ("comment" in piece.reading.cues and piece.reading.cues & (REMOVING | {"publish"})):
        return False
    text, offset = piece.piece.text, piece.piece.start
    return any(word.folded in _YOURS and text[word.start - offset] != "i" for word in piece.words)


def _speaks_of_articles(piece: ScopedPiece) -> bool:
    """Tell whether readers are told what to do with an article, as in "Beziehen Sie sich auf den Artikel"."""
    named = {mention.category for mention in piece.mentions}
    return Category.OFF_TOPIC in named and any(word.folded in _ARTICLES for word in piece.words)


def _is_one_rule_of_comments(scoped: Sequence[ScopedPiece]) -> bool:
    cues = scoped[0].reading.cues
    return len(scoped) == 1 and "comment" in cues and not cues & _ELSEWHERE


FEATURES = (
    "leaning", "mean rule", "highest rule", "rules", "of conversation", "of other things", "things per sentence",
    "narrated", "reported", "addressing", "of comments", "foreign", "removing", "any comment", "length", "mode",
    "forbidding", "self", "procedure", "teaser", "data", "headings or items", "strong things per sentence",
)  # fmt: skip


def features_of(scoped: Sequence[ScopedPiece], mode: Mode | None, judge: Judge) -> list[float]:
    """Return what the trained reader weighs to tell rules for comments from other texts, as `FEATURES`."""
    impressions = [piece.impression for piece in scoped if piece.impression is not None]
    rules = [impression.rule for impression in impressions]
    named = {mention.category for piece in scoped for mention in piece.mentions}
    spoken = named & _OF_CONVERSATION
    number = len(scoped)

    def share(holds: Callable[[ScopedPiece], object]) -> float:
        return sum(1 for piece in scoped if holds(piece)) / number

    return [
        max(-6.0, min(6.0, judge.leaning(impressions))),
        sum(rules) / number,
        max(rules, default=0.0),
        sum(rule >= 0.5 for rule in rules) / number,
        min(len(spoken), 6) / 6,
        min(len(named - spoken), 6) / 6,
        min(1.0, len(named) / number),
        share(lambda piece: piece.reading.cues & {"past", "reported"} and not _addresses(piece)),
        share(is_reported),
        share(_addresses),
        share(lambda piece: "comment" in piece.reading.cues),
        share(lambda piece: "foreign" in piece.reading.cues),
        share(lambda piece: piece.reading.cues & REMOVING),
        float(any("comment" in piece.reading.cues for piece in scoped)),
        math.log1p(number) / 4,
        float(mode is not None),
        share(lambda piece: piece.reading.cues & {"forbid", "negation"}),
        share(lambda piece: "self" in piece.reading.cues),
        share(lambda piece: piece.kinds),
        share(lambda piece: "teaser" in piece.reading.cues),
        share(lambda piece: NEVER_RULE in piece.kinds),
        share(lambda piece: piece.piece.heading or piece.piece.item),
        min(1.0, len(spoken) / number),
    ]


def _reads_like_rules(scoped: Sequence[ScopedPiece], clauses: Sequence[Clause], mode: Mode | None) -> bool:
    """Tell the same from cues alone.

    Reports tell of the past and of what somebody said; rules address the reader or say what happens to a comment.
    Guides and terms of other trades have their own words, and few of their sentences are rules of conversation.
    """
    narrated = sum(1 for piece in scoped if piece.reading.cues & {"past", "reported"} and not _addresses(piece))
    reported = sum(1 for piece in scoped if is_reported(piece))
    addressing = sum(1 for piece in scoped if _addresses(piece))
    foreign = sum(1 for piece in scoped if "foreign" in piece.reading.cues)
    domain = sum(1 for piece in scoped if "domain" in piece.reading.cues)
    stating = len({clause.start for clause in clauses if clause.confidence - _SLOGAN_STEP > SLOGAN})
    spoken = len({clause.start for clause in clauses if clause.category in _OF_CONVERSATION})
    spoken_of = any("comment" in piece.reading.cues for piece in scoped)
    if (_is_story(scoped) and not addressing) or (foreign and not spoken_of and _FEW * foreign >= stating):
        return False
    if 2 * (narrated + reported) > stating + addressing:
        return False
    if len(scoped) > _SHORT and (stating < _LEAST or spoken * 4 < stating or stating * _SPARSE < len(scoped)):
        return False
    announced = mode is not None
    if domain * _SPARSE >= len(scoped) and domain:
        return (bool(stating) or bool(addressing) or announced) and (foreign <= 2 * stating + 1 or foreign < addressing)
    if foreign or narrated or not stating:
        return False
    if stating + addressing >= len(scoped) and (spoken or 2 * stating >= len(scoped)):
        return True
    if len(scoped) <= _SHORT and spoken and (addressing or 2 * stating >= len(scoped)):
        many = len({clause.category for clause in clauses}) > 2
        telling = sum(1 for piece in scoped if len(piece.words) > _TRIVIAL)
        return many or announced or 2 * stating >= max(_LEAST, telling)
    return 2 * stating > len(scoped)


def _is_story(scoped: Sequence[ScopedPiece]) -> bool:
    """Tell whether somebody speaks of himself instead of announcing what happens to comments."""
    told = [piece for piece in scoped if "self" in piece.reading.cues and not piece.reading.cues & REMOVING]
    return len(told) >= _LEAST


def _addresses(piece: ScopedPiece) -> bool:
    return "address" in piece.reading.cues and "reported" not in piece.reading.cues
