"""A publisher's rules made ready for judging, once for all comments that they are put to."""

from collections.abc import Mapping

import msgspec

from moderation.comment.decision import Standard, standards_of
from moderation.comment.lexicon import Lexicon
from moderation.comment.rules import Setting
from moderation.comment.strictness import Adjustments
from moderation.comment.values import Thresholds
from moderation.policy.default import default_policy
from moderation.policy.values import Category, Policy
from moderation.services.policyreader import CurrentReader, current_reader, read_policy
from moderation.text.language import detect_language

_CACHED = 256
_AS_TRAINED = Adjustments()


class Rules(msgspec.Struct, frozen=True):
    """A policy made ready for judging.

    :ivar source: `given` or `default`.
    :ivar standards: what its clauses come to under the thresholds and the adjustments in force; `insinuation` the score
        from which that clause holds, None where it is not stated.
    """

    policy: Policy
    adjustments: Adjustments
    setting: Setting
    standards: tuple[Standard, ...]
    insinuation: float | None
    source: str
    english: bool


class RuleBook:
    """The rules met so far, under one model; safe to share between threads."""

    __slots__ = ("_lexicon", "_ready", "_thresholds")

    def __init__(self, thresholds: Mapping[Category, Thresholds], lexicon: Lexicon) -> None:
        self._thresholds = thresholds
        self._lexicon = lexicon
        self._ready: dict[tuple[str | int, int, CurrentReader | None], Rules] = {}

    def rules(self, policy: Policy | str | None, adjustments: Adjustments | None) -> Rules:
        """Return a policy made ready; None stands for the default netiquette.

        :param adjustments: what the site sets for itself beside its rules.
        """
        adjusted = _AS_TRAINED if adjustments is None else adjustments
        # A policy given as text is read anew once another reader is active.
        reader = current_reader() if isinstance(policy, str) else None
        key = (policy if isinstance(policy, str) else id(policy), id(adjusted), reader)
        known = self._ready.get(key)
        # Another value may since have come to stand where a forgotten one stood.
        if known is not None and known.adjustments is adjusted and (known.policy is policy or _is_named(policy)):
            return known
        if len(self._ready) >= _CACHED:
            self._ready.clear()
        ready = self._ready[key] = self._read(policy, adjusted)
        return ready

    def _read(self, policy: Policy | str | None, adjustments: Adjustments) -> Rules:
        read = default_policy() if policy is None else read_policy(policy) if isinstance(policy, str) else policy
        clauses = read.stated()
        standards = standards_of(clauses, adjustments.limits(self._thresholds), adjustments.actions)
        return Rules(
            policy=read,
            adjustments=adjustments,
            setting=Setting(clauses, self._lexicon),
            standards=standards,
            insinuation=next((one.limits.hold for one in standards if one.category is Category.INSINUATION), None),
            source="default" if policy is None else "given",
            english=detect_language(read.text) == "en",
        )


def _is_named(policy: Policy | str | None) -> bool:
    return policy is None or isinstance(policy, str)
