"""How a site wants its comments screened beside its rules, as operators write it, and made ready for one comment."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from moderation.comment.guarantee import Promise, Share
from moderation.comment.strictness import Action, Adjustments, Automatic, fold_word
from moderation.comment.values import Thresholds
from moderation.policy.catalogue import entry
from moderation.policy.values import Category

Score = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Risk = Annotated[float, msgspec.Meta(gt=0.0, lt=1.0)]
Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Domain = Annotated[
    str, msgspec.Meta(pattern=r"^([a-zäöüß0-9]([a-zäöüß0-9-]*[a-zäöüß0-9])?\.)+[a-zäöü]{2,24}$", max_length=253)
]
Word = Annotated[str, msgspec.Meta(min_length=2, max_length=60)]
Section = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Strictness = Literal["lenient", "normal", "strict"]
_STRICTNESS = {"lenient": 0.5, "normal": 1.0, "strict": 2.0}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Below any doubt nothing is released, above any nothing is refused: everything is held.
NOTHING_ALONE = Automatic(1.01, 0.0)


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Scores from which a clause holds or refuses; without `reject` it never refuses on a score."""

    hold: Score
    reject: Score | None = None

    def __post_init__(self) -> None:
        """Refuse limits in the wrong order."""
        if self.reject is not None and self.reject < self.hold:
            raise ValueError("reject must not be below hold")


class Hours(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When another strictness holds; past midnight where `until` is not after `start`; no days means every day."""

    start: Clock
    until: Clock
    strictness: Strictness
    days: tuple[Day, ...] = ()

    def cover(self, now: datetime) -> bool:
        """Tell whether a local time lies within."""
        clock, today = now.strftime("%H:%M"), now.weekday()
        if self.start < self.until:
            return self._on(today) and self.start <= clock < self.until
        return (self._on(today) and clock >= self.start) or (self._on((today - 1) % 7) and clock < self.until)

    def _on(self, day: int) -> bool:
        return not self.days or _DAYS[day] in self.days


class PromiseSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """At most so many automatic decisions may be wrong, at this confidence."""

    wrongly_refused: Risk = 0.01
    wrongly_released: Risk = 0.02
    confidence: Risk = 0.95
    of: Share = Share.DECIDED

    def promise(self) -> Promise:
        """Return it as the guarantee takes it."""
        return Promise(self.wrongly_refused, self.wrongly_released, self.confidence, self.of)


class AutomaticSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Doubts between which a person decides, as `moderation sites guarantee` computes them.

    :ivar model: they hold for this model alone; another one holds everything until they are computed again.
    """

    refuse_from: Annotated[float, msgspec.Meta(ge=0.0)]
    release_below: Annotated[float, msgspec.Meta(ge=0.0)]
    model: str | None = None
    comments: int = 0
    statement: str = ""


class ScreeningSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a site sets for screening.

    :ivar actions: what a stated clause does at most: `off`, `hold`, `reject`; what is not stated stays so.
    :ivar thresholds: by clause, in place of the trained ones.
    :ivar strictness: for all clauses without thresholds of the site's own; `hours` come before `sections`.
    :ivar timezone: of `hours`, a name of the IANA database.
    :ivar allowed_domains: links to them count for nothing; so do `allowed_words`. `forbidden_words` are held.
    :ivar promise: where one is stated, only `automatic` decides without a person, and until that is known nothing does.
    """

    actions: dict[Category, Action] = {}
    thresholds: dict[Category, Limits] = {}
    strictness: Strictness = "normal"
    sections: dict[Section, Strictness] = {}
    hours: tuple[Hours, ...] = ()
    timezone: str = "Europe/Berlin"
    allowed_domains: Annotated[tuple[Domain, ...], msgspec.Meta(max_length=1_000)] = ()
    allowed_words: Annotated[tuple[Word, ...], msgspec.Meta(max_length=2_000)] = ()
    forbidden_words: Annotated[tuple[Word, ...], msgspec.Meta(max_length=2_000)] = ()
    promise: PromiseSettings | None = None
    automatic: AutomaticSettings | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be obeyed."""
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{self.timezone!r} is no time zone") from error
        for word in (*self.allowed_words, *self.forbidden_words):
            if not fold_word(word):
                raise ValueError(f"{word!r} is not one word")
        for category, action in self.actions.items():
            if action is Action.REJECT and entry(category).never_automatic:
                raise ValueError(f"{category.value} is never refused without a person")


def adjust(settings: ScreeningSettings, *, section: str | None, now: datetime, model: str) -> Adjustments | None:
    """Return the adjustments for a comment; None where a site sets nothing.

    :param section: of the article, as the publisher names it; case aside.
    :param model: name and version of the model that will judge.
    """
    if settings == _UNSET:
        return None
    strictness = _strictness(settings, section, now)
    limited = settings.promise is not None or settings.automatic is not None
    return _adjustments(msgspec.json.encode(settings), strictness, _automatic(settings, model) if limited else None)


def _strictness(settings: ScreeningSettings, section: str | None, now: datetime) -> Strictness:
    if settings.hours:
        local = now.astimezone(ZoneInfo(settings.timezone))
        for hours in settings.hours:
            if hours.cover(local):
                return hours.strictness
    wanted = (section or "").casefold()
    named = {name.casefold(): strictness for name, strictness in settings.sections.items()}
    return named.get(wanted, settings.strictness)


def _automatic(settings: ScreeningSettings, model: str) -> Automatic:
    known = settings.automatic
    if known is None or (known.model is not None and known.model != model):
        return NOTHING_ALONE
    return Automatic(known.refuse_from, known.release_below)


@lru_cache(maxsize=256)
def _adjustments(encoded: bytes, strictness: Strictness, automatic: Automatic | None) -> Adjustments:
    settings = msgspec.json.decode(encoded, type=ScreeningSettings)
    thresholds: Mapping[Category, Thresholds] = {
        category: Thresholds(limits.hold, 1.01 if limits.reject is None else limits.reject)
        for category, limits in settings.thresholds.items()
    }
    return Adjustments(
        actions=settings.actions,
        thresholds=thresholds,
        strictness=_STRICTNESS[strictness],
        allowed_domains=frozenset(settings.allowed_domains),
        allowed_words=frozenset(map(fold_word, settings.allowed_words)),
        forbidden_words=frozenset(map(fold_word, settings.forbidden_words)),
        automatic=automatic,
    )


_UNSET = ScreeningSettings()
