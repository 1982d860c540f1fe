"""What a publisher's comment rules state: categories, clauses, policies."""

from dataclasses import dataclass, field
from enum import StrEnum


class Category(StrEnum):
    """The fixed inventory of what German-language publishers forbid; 34 of them."""

    INSULT = "insult"
    DISCRIMINATION = "discrimination"
    HATE = "hate"
    VIOLENCE = "violence"
    DEFAMATION = "defamation"
    INSINUATION = "insinuation"
    PERSONAL_DATA = "personal_data"
    SEXUAL = "sexual"
    YOUTH = "youth"
    AGGRESSION = "aggression"
    PROFANITY = "profanity"
    PROVOCATION = "provocation"
    LOW_QUALITY = "low_quality"
    GENERALISATION = "generalisation"
    SOURCES = "sources"
    IRONY = "irony"
    QUARREL = "quarrel"
    OFF_TOPIC = "off_topic"
    MISINFORMATION = "misinformation"
    CONSPIRACY = "conspiracy"
    NS_COMPARISON = "ns_comparison"
    EXTREMISM = "extremism"
    ILLEGAL = "illegal"
    ADVERTISING = "advertising"
    LINKS = "links"
    SPAM = "spam"
    POLITICAL = "political"
    COPYRIGHT = "copyright"
    READABILITY = "readability"
    LANGUAGE = "language"
    SHOUTING = "shouting"
    LENGTH = "length"
    MOD_CRITICISM = "mod_criticism"
    IDENTITY = "identity"


class Polarity(StrEnum):
    """Whether a clause forbids a thing, demands one, or allows one."""

    FORBID = "forbid"
    REQUIRE = "require"
    PERMIT = "permit"


class Strength(StrEnum):
    """How binding a clause is: a rule, a reservation ("may be refused"), a soft request."""

    MUST = "must"
    MAY = "may"
    SHOULD = "should"


class Consequence(StrEnum):
    """What the publisher announces for a breach."""

    REFUSE = "refuse"
    DELETE = "delete"
    SHORTEN = "shorten"
    BLOCK = "block"
    REPORT = "report"


class Mode(StrEnum):
    """Whether comments are checked before or after they appear."""

    PRE = "pre"
    POST = "post"


class Screenable(StrEnum):
    """What judging a clause needs."""

    YES = "yes"
    NEEDS_ARTICLE = "needs_article"
    NEEDS_ACCOUNT = "needs_account"
    NO = "no"


class LimitKind(StrEnum):
    """What a number or a list in a clause limits."""

    MAX_CHARACTERS = "max_characters"
    MIN_CHARACTERS = "min_characters"
    MAX_WORDS = "max_words"
    MAX_LINKS = "max_links"
    MAX_COMMENTS = "max_comments"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Limit:
    """A parsed number, or the languages a clause allows.

    :ivar value: the number; 0 where `languages` says it all.
    :ivar languages: ISO 639-1 codes.
    """

    kind: LimitKind
    value: int = 0
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One stated rule.

    :ivar quote: the publisher's own sentence, `text[start:end]` of the policy.
    :ivar source: who states it (`operator`, `footer`, `page`), where that is known.
    :ivar modifier: the stated scope in the publisher's words ("unkommentierte", "komplett in Großbuchstaben").
    """

    category: Category
    polarity: Polarity
    strength: Strength
    quote: str
    start: int
    end: int
    confidence: float
    screenable: Screenable
    consequence: Consequence | None = None
    modifier: str | None = None
    limit: Limit | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class OtherRule:
    """A sentence that clearly is a rule, but of nothing that the inventory knows; comments are not judged by it."""

    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Procedure:
    """A sentence that is no rule for readers: a kind of clauses.md section 3 and its quote."""

    kind: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy text states, whole.

    :ivar version: hash of the normalised text; the same wording has the same version everywhere.
    """

    text: str
    version: str
    mode: Mode | None = None
    clauses: tuple[Clause, ...] = ()
    procedure: tuple[Procedure, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    other: tuple[OtherRule, ...] = ()

    def stated(self) -> dict[Category, Clause]:
        """Return the clause that binds for each category: prohibitions and demands, the strictest first."""
        order = {Strength.MUST: 0, Strength.MAY: 1, Strength.SHOULD: 2}
        binding: dict[Category, Clause] = {}
        for clause in self.clauses:
            if clause.polarity is Polarity.PERMIT:
                continue
            known = binding.get(clause.category)
            if known is None or order[clause.strength] < order[known.strength]:
                binding[clause.category] = clause
        return binding
