"""Judge comments against exactly the clauses a publisher states."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec.structs import replace

from moderation.comment.checking import LONGEST, check_comment
from moderation.comment.circumstances import LIKE_REFUSED, LISTED, LONG, NO_CLAUSE, REORDERED, UNSURE, hold_for
from moderation.comment.classifier import Classifier
from moderation.comment.decision import NEVER, Charge, Doubts, accuse, cite, conclude, decide_automatically, weigh
from moderation.comment.explanation import speaks_against, weighing_words, without_quotations
from moderation.comment.findings import Finding, evidence, strongest
from moderation.comment.insinuation import correct
from moderation.comment.reading import Reading
from moderation.comment.relevance import Relevance, Subject, read_subject, with_comments
from moderation.comment.removal import smallest_removal
from moderation.comment.rules import apply_rules
from moderation.comment.signs import REVERSING
from moderation.comment.site_classifier import REFUSAL
from moderation.comment.strictness import Adjustments
from moderation.comment.substance import has_substance
from moderation.comment.values import Comment, Decision, Evidence, Outcome, Thresholds, Violation
from moderation.policy.catalogue import OFFENSIVE, entry
from moderation.policy.values import Category, Policy
from moderation.services.screening_model import read_screening_model
from moderation.services.stated_rules import RuleBook, Rules
from moderation.text.language import is_english
from moderation.text.normalise import fold
from moderation.text.tokens import split_words

# Looked up once: a member of an enumeration costs as much as three look-ups in a dictionary.
_APPROVE, _HOLD = Outcome.APPROVE, Outcome.HOLD
_ADVERTISING, _INSINUATION = Category.ADVERTISING, Category.INSINUATION
_LOW_QUALITY, _OFF_TOPIC = Category.LOW_QUALITY, Category.OFF_TOPIC
_CACHED = 256
_SAMPLE = 2_000
# What at most is left of the suspicion that a comment says nothing, where it gives a source, asks or reasons.
_EMPTY = 0.1


@dataclass(slots=True)
class Screener:
    """A loaded model with which comments are judged; safe to share between threads.

    :ivar label: name and version of the model.
    :ivar unnamed_hold: the score of `refusal` from which a comment is held that no clause speaks against.
    :ivar likeness: what gives that score in place of the model; it raises `ModelFault` where it cannot.
    """

    classifier: Classifier
    thresholds: Mapping[Category, Thresholds]
    relevance: Relevance
    label: str
    unnamed_hold: float = NEVER
    likeness: Callable[[str], float] | None = None
    _book: RuleBook = field(init=False)
    _subjects: dict[tuple[str, str], Subject] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with no rules met."""
        self._book = RuleBook(self.thresholds, self.classifier.words)

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "Screener":
        """Read a model from its folder, or the active one.

        :raises UnknownModel: when there is none.
        :raises DamagedModel: when it is not what its card describes.
        """
        model = read_screening_model(folder)
        return cls(model.classifier, model.thresholds, model.relevance, model.label, model.unnamed_hold)

    def screen(
        self,
        comment: str | Comment,
        *,
        policy: Policy | str | None = None,
        article: object = None,
        parent: str | None = None,
        thread: Sequence[str] = (),
        author_name: str | None = None,
        language: str | None = None,
        adjustments: Adjustments | None = None,
        explain: bool = False,
    ) -> Decision:
        """Judge a comment.

        :param policy: the stated rules; without them the default netiquette judges.
        :param adjustments: what the site sets for itself beside its rules.
        :param explain: look for the smallest removal that would have passed too; costs more than the decision itself.
        :param article: anything with `title` and `text`, or a mapping of them.
        :raises InvalidInput: when the comment is empty or holds what is no text.
        :raises TooLarge: when it has more than a million characters.
        """
        given = (
            comment if isinstance(comment, Comment) else Comment(comment, parent, tuple(thread), author_name, language)
        )
        checked, rules = self._prepare(given, policy, adjustments)
        about = _article(article)
        decision = self._judge(checked, rules, about)
        return self._with_removal(decision, checked, rules, about) if explain else decision

    def screen_many(
        self,
        comments: Iterable[str | Comment],
        *,
        policy: Policy | str | None = None,
        article: object = None,
        explain: bool = False,
    ) -> list[Decision]:
        """Judge many comments under one policy and article; the same answers as one by one, faster.

        :param explain: look for the smallest removal that would have passed too.
        :raises InvalidInput: when one of them is empty or holds what is no text.
        """
        checked = [check_comment(one if isinstance(one, Comment) else Comment(one)) for one in comments]
        rules = self._book.rules(policy, None)
        read, scores = self.classifier.judge([one.text[:LONGEST] for one in checked])
        about = _article(article)
        decisions = [
            self._decide(one, prepared, row, rules, about)
            for one, prepared, row in zip(checked, read, scores.tolist(), strict=True)
        ]
        if not explain:
            return decisions
        return [
            self._with_removal(decision, one, rules, about) for decision, one in zip(decisions, checked, strict=True)
        ]

    def scores(self, text: str) -> dict[str, float]:
        """Return the probability of every learned category; what is off topic, an article alone can tell."""
        _, learned = self._read(check_comment(Comment(text)).text)
        scores = _named(self.classifier, learned)
        scores.pop(_OFF_TOPIC, None)
        return scores

    def _read(self, text: str) -> tuple[Reading, list[float]]:
        """Read a comment, and score it by what is learned."""
        (read,), scores = self.classifier.judge([text[:LONGEST]])
        learned: list[float] = scores[0].tolist()
        return read, learned

    def _judge(self, given: Comment, rules: Rules, article: tuple[str, str] | None) -> Decision:
        read, learned = self._read(given.text)
        return self._decide(given, read, learned, rules, article)

    def _decide(
        self, given: Comment, read: Reading, learned: list[float], rules: Rules, article: tuple[str, str] | None
    ) -> Decision:
        judged = self._examine(given, read, learned, rules, article)
        charges, outcome = self._charge(judged, rules)
        decision = Decision(
            outcome=outcome,
            scores=judged.scores,
            relevance=judged.relevance,
            model=self.label,
            policy_version=rules.policy.version,
            policy_source=rules.source,
        )
        if charges:
            decision = self._explained(decision, judged, charges, rules)
        decision = _with_circumstances(decision, given, rules)
        if decision.outcome is not _APPROVE:
            return decision
        if read.signs.kinds & REVERSING:
            return hold_for(REORDERED, decision, english=rules.english)
        if judged.listed:
            return hold_for(LISTED, decision, english=rules.english)
        if judged.scores.get(REFUSAL, 0.0) >= self.unnamed_hold:
            return hold_for(LIKE_REFUSED, decision, english=rules.english)
        return decision

    def _examine(
        self, given: Comment, read: Reading, learned: list[float], rules: Rules, article: tuple[str, str] | None
    ) -> "Judged":
        learned = self.classifier.in_context(learned, article, given.parent)
        scores = _named(self.classifier, learned)
        if self.likeness is not None:
            scores[REFUSAL] = self.likeness(given.text[:LONGEST])
        setting = rules.setting if article is None else replace(rules.setting, article=article[1])
        found = apply_rules(read, given, setting, scores.get(_ADVERTISING, 0.0))
        listed = rules.adjustments.forbidden_in(read.text)
        if listed:
            seen = evidence(read.text, listed, "Wortliste der Seite")
            found.append(Finding(Category.PROFANITY, 0.97, certain=True, evidence=seen))
        findings = strongest(found)
        for category, finding in findings.items():
            scores[category] = max(scores.get(category, 0.0), finding.score)
        if rules.insinuation is not None and _INSINUATION in scores:
            scores[_INSINUATION] = correct(read, scores[_INSINUATION], rules.insinuation)
        empty = scores.get(_LOW_QUALITY, 0.0)
        if empty > _EMPTY and _LOW_QUALITY in rules.setting.clauses and has_substance(read):
            scores[_LOW_QUALITY] = _EMPTY
        relevance = self._relate(given, read, article, scores)
        return Judged(given, read, scores, findings, relevance, bool(listed))

    def weigh(
        self, comment: Comment, *, policy: Policy | str | None, article: object, adjustments: Adjustments | None = None
    ) -> Doubts:
        """Return what speaks for refusing a comment and against releasing it, as guarantees are computed from.

        :raises InvalidInput: when the comment is empty or holds what is no text.
        """
        checked, rules = self._prepare(comment, policy, adjustments)
        read, learned = self._read(checked.text)
        judged = self._examine(checked, read, learned, rules, _article(article))
        hidden = read.signs.kinds & REVERSING != 0
        if not rules.setting.clauses or judged.listed or hidden or len(checked.text) > LONGEST:
            return Doubts(0.0, 1.0)
        return weigh(self._suspect(judged, rules), rules.standards, judged.scores)

    def _prepare(
        self, comment: Comment, policy: Policy | str | None, adjustments: Adjustments | None
    ) -> tuple[Comment, Rules]:
        checked, rules = check_comment(comment), self._book.rules(policy, adjustments)
        if adjustments is None:
            return checked, rules
        return replace(checked, text=adjustments.without_allowed(checked.text)), rules

    def _suspect(self, judged: "Judged", rules: Rules) -> list[Charge]:
        charges = accuse(rules.standards, judged.scores, judged.findings)
        return self._soften(judged, charges, rules) if charges else charges

    def _charge(self, judged: "Judged", rules: Rules) -> tuple[list[Charge], Outcome]:
        charges = self._suspect(judged, rules)
        if rules.adjustments.automatic is None:
            return charges, conclude(charges)
        outcome, charges = decide_automatically(
            charges, weigh(charges, rules.standards, judged.scores), rules.adjustments.automatic
        )
        return charges, outcome

    def _with_removal(
        self, decision: Decision, given: Comment, rules: Rules, article: tuple[str, str] | None
    ) -> Decision:
        """Add the fewest words without which the comment would be published."""
        if decision.outcome is _APPROVE or len(given.text) > LONGEST:
            return decision
        spans = [(item.start, item.end) for violation in decision.violations for item in violation.evidence]

        def passes(text: str) -> bool:
            return self._judge(replace(given, text=text), rules, article).outcome is _APPROVE

        english = rules.english or _is_english(given, split_words(fold(given.text[:_SAMPLE])))
        return replace(decision, removal=smallest_removal(given.text, spans, passes, english=english))

    def _relate(
        self, given: Comment, read: Reading, article: tuple[str, str] | None, scores: dict[str, float]
    ) -> float | None:
        """Return the relevance, and enter what it says about the topic into the scores."""
        # What a comment by itself sounds like says nothing where there is nothing it could stray from.
        strays = scores.pop(_OFF_TOPIC, 0.5)
        if article is None:
            return None
        subject = self._subject(article)
        around = [text for text in (given.parent, *given.thread[-3:]) if text]
        if around:
            subject = with_comments(subject, around)
        relevance = self.relevance.rate(read.words, subject, strays)
        scores[_OFF_TOPIC] = 1.0 - relevance
        return relevance

    def _subject(self, article: tuple[str, str]) -> Subject:
        known = self._subjects.get(article)
        if known is None:
            if len(self._subjects) >= _CACHED:
                self._subjects.clear()
            known = self._subjects[article] = read_subject(*article)
        return known

    def _soften(self, judged: "Judged", charges: list[Charge], rules: Rules) -> list[Charge]:
        """Hold what would be refused where the words are only quoted, or reported in order to reject them."""
        if not any(charge.action is Outcome.REJECT and charge.standard.category in OFFENSIVE for charge in charges):
            return charges
        text = judged.read.text
        still = None
        rest = without_quotations(text)
        if rest is not None:
            still = self._refused(rest, judged.given, rules)
        against = speaks_against(text)
        return [
            replace(charge, action=_HOLD, excused=True)
            if charge.action is Outcome.REJECT
            and charge.standard.category in OFFENSIVE
            and (against or (still is not None and charge.standard.category not in still))
            else charge
            for charge in charges
        ]

    def _refused(self, text: str, given: Comment, rules: Rules) -> set[Category]:
        """Return the categories under which a text would be refused."""
        read, learned = self._read(text)
        scores = _named(self.classifier, learned)
        findings = strongest(apply_rules(read, given, rules.setting, scores.get(_ADVERTISING, 0.0)))
        for category, finding in findings.items():
            scores[category] = max(scores.get(category, 0.0), finding.score)
        charges = accuse(rules.standards, scores, findings)
        return {charge.standard.category for charge in charges if charge.action is Outcome.REJECT}

    def _explained(self, decision: Decision, judged: "Judged", charges: Sequence[Charge], rules: Rules) -> Decision:
        cited = cite(charges)
        first = entry(cited[0].standard.category)
        english = rules.english or _is_english(judged.given, judged.read.words)
        violations = tuple([self._violation(charge, judged, english=english) for charge in cited])
        return replace(decision, reason=first.reason_en if english else first.reason_de, violations=violations)

    def _violation(self, charge: Charge, judged: "Judged", *, english: bool) -> Violation:
        category = charge.standard.category
        seen: tuple[Evidence, ...] = charge.finding.evidence if charge.finding else ()
        learned = category in self.classifier.categories and category is not _OFF_TOPIC
        if not seen and judged.read.words and learned:
            name = entry(category).name_en if english else entry(category).name_de
            worth = self.classifier.met.worth(judged.read.words, self.classifier.weights_of(category))
            seen = weighing_words(worth, judged.read, name)
        return Violation(category, min(1.0, charge.score), charge.action, charge.clause.quote, seen)


class Judged(msgspec.Struct, frozen=True, gc=False):
    """A comment with all that was found in it."""

    given: Comment
    read: Reading
    scores: Mapping[str, float]
    findings: Mapping[Category, Finding]
    relevance: float | None = None
    listed: bool = False


def _named(classifier: Classifier, scores: Sequence[float]) -> dict[str, float]:
    return dict(zip(classifier.categories, scores, strict=True))


def _article(article: object) -> tuple[str, str] | None:
    """Return title and text of an article, None where there is none or it is empty."""
    if article is None:
        return None
    if isinstance(article, Mapping):
        title, text = article.get("title"), article.get("text")
    else:
        title, text = getattr(article, "title", None), getattr(article, "text", None)
    pair = (str(title or ""), str(text or ""))
    return pair if any(pair) else None


def _is_english(given: Comment, words: Sequence[str]) -> bool:
    if given.language:
        return given.language.lower().startswith("en")
    return is_english(given.text[:_SAMPLE], words)


def _with_circumstances(decision: Decision, given: Comment, rules: Rules) -> Decision:
    """Hold what cannot be judged whole, and say so."""
    if not rules.setting.clauses:
        return hold_for(NO_CLAUSE, replace(decision, reason=None, violations=()), english=rules.english)
    if len(given.text) <= LONGEST:
        unsure = decision.outcome is _HOLD and not decision.violations
        return hold_for(UNSURE, decision, english=rules.english) if unsure else decision
    note = f"Der Kommentar hat {len(given.text)} Zeichen; geprüft sind die ersten {LONGEST}."
    if decision.outcome is Outcome.REJECT:
        return replace(decision, note=note)
    return hold_for(LONG, decision, english=rules.english, note=note)
