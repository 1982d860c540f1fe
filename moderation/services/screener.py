"""Judge comments against exactly the clauses a publisher states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from moderation.comment.circumstances import LIKE_REFUSED, LONG, NO_CLAUSE, hold_for
from moderation.comment.classifier import MODEL, Classifier, has_expected_shapes, make_classifier
from moderation.comment.decision import NEVER, Charge, accuse, cite, conclude
from moderation.comment.explanation import Layout, lay_out, speaks_against, weighing_words, without_quotations
from moderation.comment.findings import Finding
from moderation.comment.reading import Reading, read_comment
from moderation.comment.relevance import Relevance, Subject, read_subject
from moderation.comment.rules import Setting, apply_rules
from moderation.comment.site_classifier import REFUSAL, has_site_shapes, make_site_classifier
from moderation.comment.values import Comment, Decision, Evidence, Outcome, Thresholds, Violation
from moderation.errors import DamagedModel, InvalidInput, TooLarge
from moderation.model_store.folder import StoredModel
from moderation.model_store.registry import active_folder
from moderation.policy.catalogue import entry
from moderation.policy.default import default_policy
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category, Policy
from moderation.services.site_models import PREFIX, read_judges
from moderation.settings import Settings
from moderation.text.language import detect_in_words, detect_language

LONGEST = 20_000
TOO_LARGE = 1_000_000
_CACHED = 256
_SELF_CHECK_TOLERANCE = 1e-6
_QUOTABLE = frozenset(
    (
        Category.INSULT,
        Category.DISCRIMINATION,
        Category.HATE,
        Category.VIOLENCE,
        Category.PROFANITY,
        Category.SEXUAL,
        Category.AGGRESSION,
    )
)


@dataclass(frozen=True, slots=True)
class Rules:
    """A policy made ready for judging.

    :ivar source: `given` or `default`.
    """

    policy: Policy
    setting: Setting
    source: str
    english: bool


@dataclass(slots=True)
class Screener:
    """A loaded model with which comments are judged; safe to share between threads.

    :ivar label: name and version of the model.
    :ivar unnamed_hold: the score of `refusal` from which a comment is held that no clause speaks against.
    """

    classifier: Classifier
    thresholds: Mapping[Category, Thresholds]
    relevance: Relevance
    label: str
    unnamed_hold: float = NEVER
    _rules: dict[int | str, Rules] = field(default_factory=dict)
    _subjects: dict[tuple[str, str], Subject] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "Screener":
        """Read a model from its folder, or the active one.

        :raises UnknownModel: when there is none.
        :raises DamagedModel: when it is not what its card describes.
        """
        home = active_folder(Settings.from_environment().models_dir, MODEL) if folder is None else Path(folder)
        stored = read_judges(home)
        try:
            screener = _assemble(stored)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DamagedModel(f"{home}: the card lacks or distorts {error}") from error
        screener._check_itself(stored)
        return screener

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
    ) -> Decision:
        """Judge a comment.

        :param policy: the stated rules; without them the default netiquette judges.
        :param article: anything with `title` and `text`, or a mapping of them.
        :raises InvalidInput: when the comment is empty or holds what is no text.
        :raises TooLarge: when it has more than a million characters.
        """
        given = (
            comment if isinstance(comment, Comment) else Comment(comment, parent, tuple(thread), author_name, language)
        )
        checked = check_comment(given)
        rules = self._ready(policy)
        read = read_comment(checked.text[:LONGEST], self.classifier.words)
        learned = self.classifier.score(read).tolist()
        return self._decide(checked, read, learned, rules, _article(article))

    def screen_many(
        self,
        comments: Iterable[str | Comment],
        *,
        policy: Policy | str | None = None,
        article: object = None,
    ) -> list[Decision]:
        """Judge many comments under one policy and article; the same answers as one by one, faster.

        :raises InvalidInput: when one of them is empty or holds what is no text.
        """
        checked = [check_comment(one if isinstance(one, Comment) else Comment(one)) for one in comments]
        rules = self._ready(policy)
        read = [read_comment(one.text[:LONGEST], self.classifier.words) for one in checked]
        rows = self.classifier.score_many(read).tolist()
        about = _article(article)
        return [
            self._decide(one, prepared, row, rules, about)
            for one, prepared, row in zip(checked, read, rows, strict=True)
        ]

    def scores(self, text: str) -> dict[str, float]:
        """Return the probability of every learned category."""
        read = read_comment(check_comment(Comment(text)).text[:LONGEST], self.classifier.words)
        return _named(self.classifier, self.classifier.score(read).tolist())

    def _decide(
        self, given: Comment, read: Reading, learned: list[float], rules: Rules, article: tuple[str, str] | None
    ) -> Decision:
        learned = self.classifier.in_context(learned, article, given.parent)
        scores = _named(self.classifier, learned)
        setting = rules.setting if article is None else replace(rules.setting, article=article[1])
        findings = _strongest(apply_rules(read, given, setting, scores.get(Category.ADVERTISING, 0.0)))
        for category, finding in findings.items():
            scores[category] = max(scores.get(category, 0.0), finding.score)
        relevance = self._relate(given, read, article, scores)
        judged = Judged(given, read, scores, findings)
        charges = accuse(rules.setting.clauses, scores, findings, self.thresholds)
        if charges:
            charges = self._soften(judged, charges, rules)
        decision = Decision(
            outcome=conclude(charges),
            scores=scores,
            relevance=relevance,
            model=self.label,
            policy_version=rules.policy.version,
            policy_source=rules.source,
        )
        if charges:
            decision = self._explained(decision, judged, charges, rules)
        decision = _with_circumstances(decision, given, rules)
        if decision.outcome is Outcome.APPROVE and scores.get(REFUSAL, 0.0) >= self.unnamed_hold:
            return hold_for(LIKE_REFUSED, decision, english=rules.english)
        return decision

    def _relate(
        self, given: Comment, read: Reading, article: tuple[str, str] | None, scores: dict[str, float]
    ) -> float | None:
        """Return the relevance, and enter what it says about the topic into the scores."""
        if article is None:
            scores.pop(Category.OFF_TOPIC, None)
            return None
        subject = self._subject(article)
        around = [text for text in (given.parent, *given.thread[-3:]) if text]
        if around:
            near = read_subject("", "", around)
            subject = Subject(subject.stems | near.stems, subject.parts | near.parts, subject.title)
        relevance = self.relevance.rate(read.words, subject)
        scores[Category.OFF_TOPIC] = 1.0 - relevance
        return relevance

    def _subject(self, article: tuple[str, str]) -> Subject:
        known = self._subjects.get(article)
        if known is None:
            if len(self._subjects) >= _CACHED:
                self._subjects.clear()
            known = self._subjects[article] = read_subject(*article)
        return known

    def _ready(self, policy: Policy | str | None) -> Rules:
        key = "" if policy is None else policy if isinstance(policy, str) else id(policy)
        known = self._rules.get(key if policy is not None else -1)
        if known is not None and (not isinstance(policy, Policy) or known.policy is policy):
            return known
        if len(self._rules) >= _CACHED:
            self._rules.clear()
        read = default_policy() if policy is None else parse_policy(policy) if isinstance(policy, str) else policy
        ready = Rules(
            read,
            Setting(read.stated(), self.classifier.words),
            "default" if policy is None else "given",
            detect_language(read.text) == "en",
        )
        self._rules[key if policy is not None else -1] = ready
        return ready

    def _soften(self, judged: "Judged", charges: list[Charge], rules: Rules) -> list[Charge]:
        """Hold what would be refused where the words are only quoted, or reported in order to reject them."""
        if not any(charge.action is Outcome.REJECT and charge.clause.category in _QUOTABLE for charge in charges):
            return charges
        text = judged.read.text
        still = None
        rest = without_quotations(text)
        if rest is not None:
            still = self._refused(rest, judged.given, rules)
        against = speaks_against(text)
        return [
            replace(charge, action=Outcome.HOLD)
            if charge.action is Outcome.REJECT
            and charge.clause.category in _QUOTABLE
            and (against or (still is not None and charge.clause.category not in still))
            else charge
            for charge in charges
        ]

    def _refused(self, text: str, given: Comment, rules: Rules) -> set[Category]:
        """Return the categories under which a text would be refused."""
        read = read_comment(text, self.classifier.words)
        scores = _named(self.classifier, self.classifier.score(read).tolist())
        findings = _strongest(apply_rules(read, given, rules.setting, scores.get(Category.ADVERTISING, 0.0)))
        for category, finding in findings.items():
            scores[category] = max(scores.get(category, 0.0), finding.score)
        charges = accuse(rules.setting.clauses, scores, findings, self.thresholds)
        return {charge.clause.category for charge in charges if charge.action is Outcome.REJECT}

    def _explained(self, decision: Decision, judged: "Judged", charges: Sequence[Charge], rules: Rules) -> Decision:
        cited = cite(charges)
        first = entry(cited[0].clause.category)
        english = rules.english or _is_english(judged)
        layout = lay_out(judged.read) if any(charge.finding is None for charge in cited) else None
        violations = tuple(self._violation(charge, judged, layout, english=english) for charge in cited)
        return replace(decision, reason=first.reason_en if english else first.reason_de, violations=violations)

    def _violation(self, charge: Charge, judged: "Judged", layout: Layout | None, *, english: bool) -> Violation:
        category = charge.clause.category
        seen: tuple[Evidence, ...] = charge.finding.evidence if charge.finding else ()
        if layout is not None and not seen and category in self.classifier.categories:
            name = entry(category).name_en if english else entry(category).name_de
            seen = weighing_words(self.classifier, judged.read, layout, category, name)
        return Violation(category, min(1.0, charge.score), charge.action, charge.clause.quote, seen)

    def _check_itself(self, stored: StoredModel) -> None:
        """Score the card's texts again.

        :raises DamagedModel: when one differs from what the card states.
        """
        for sample in stored.card.get("self_check", ()):
            scores = self.scores(sample["text"])
            for name, stated in sample["scores"].items():
                if abs(scores[name] - stated) > _SELF_CHECK_TOLERANCE:
                    raise DamagedModel(f"model {stored.label}: scores a sample text {scores[name]}, not {stated}")


@dataclass(frozen=True, slots=True)
class Judged:
    """A comment with all that was found in it."""

    given: Comment
    read: Reading
    scores: Mapping[str, float]
    findings: Mapping[Category, Finding]


def check_comment(comment: Comment) -> Comment:
    """Return the comment if it can be judged.

    :raises InvalidInput: when it is no text, empty, or holds a NUL or lone surrogates.
    :raises TooLarge: when it has more than a million characters.
    """
    text = comment.text
    if not isinstance(text, str):
        raise InvalidInput("a comment must be text")
    if len(text) > TOO_LARGE:
        raise TooLarge(f"a comment may have {TOO_LARGE} characters, this one has {len(text)}")
    if not text or text.isspace():
        raise InvalidInput("the comment is empty")
    if "\0" in text:
        raise InvalidInput("the comment holds a NUL character")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise InvalidInput("the comment holds half a character (a lone surrogate)") from error
    return comment


def _assemble(stored: StoredModel) -> Screener:
    card: Mapping[str, Any] = stored.card
    categories = [Category(name) for name in card["categories"]]
    arrays = dict(stored.arrays)
    if not has_expected_shapes(categories, arrays):
        raise DamagedModel(f"model {stored.label}: the arrays are not those of its categories")
    thresholds = {
        Category(name): Thresholds(float(limits["hold"]), float(limits["reject"]))
        for name, limits in card["thresholds"].items()
        if name != REFUSAL
    }
    relevance = Relevance(
        arrays["rarity"].astype("float32") / 255.0,
        tuple(map(float, card["relevance"]["weights"])),
        float(card["relevance"]["intercept"]),
    )
    base = make_classifier(categories, arrays)
    if "heads" not in card:
        return Screener(base, thresholds, relevance, stored.label)
    heads = [str(name) for name in card["heads"]]
    own = {name.removeprefix(PREFIX): array for name, array in arrays.items() if name.startswith(PREFIX)}
    if not has_site_shapes(len(categories), heads, own):
        raise DamagedModel(f"model {stored.label}: the arrays are not those of its heads")
    unnamed_hold = float(card["thresholds"][REFUSAL]["hold"])
    return Screener(make_site_classifier(base, heads, own), thresholds, relevance, stored.label, unnamed_hold)


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


def _strongest(found: Iterable[Finding]) -> dict[Category, Finding]:
    strongest: dict[Category, Finding] = {}
    for finding in found:
        known = strongest.get(finding.category)
        if known is None or (finding.certain, finding.score) > (known.certain, known.score):
            strongest[finding.category] = finding
    return strongest


def _is_english(judged: Judged) -> bool:
    if judged.given.language:
        return judged.given.language.lower().startswith("en")
    return detect_in_words(judged.read.text[:2000], judged.read.words) == "en"


def _with_circumstances(decision: Decision, given: Comment, rules: Rules) -> Decision:
    """Hold what cannot be judged whole, and say so."""
    if not rules.setting.clauses:
        return hold_for(NO_CLAUSE, replace(decision, reason=None, violations=()), english=rules.english)
    if len(given.text) <= LONGEST:
        return decision
    note = f"Der Kommentar hat {len(given.text)} Zeichen; geprüft sind die ersten {LONGEST}."
    if decision.outcome is Outcome.REJECT:
        return replace(decision, note=note)
    return hold_for(LONG, decision, english=rules.english, note=note)
