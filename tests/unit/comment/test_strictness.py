import pytest

from moderation.comment.decision import NEVER, accuse, conclude, decide_automatically, standards_of, weigh
from moderation.comment.findings import Finding
from moderation.comment.strictness import Action, Adjustments, Automatic, fold_word
from moderation.comment.values import Outcome, Thresholds
from moderation.policy.values import Category, Clause, Polarity, Screenable, Strength

LIMITS = {category: Thresholds(0.5, 0.9) for category in Category}


def clause(category, strength=Strength.MUST):
    return Clause(category, Polarity.FORBID, strength, "Nicht erlaubt.", 0, 14, 1.0, Screenable.YES)


def outcome(category, score, action, finding=None):
    found = {category: finding} if finding else {}
    standards = standards_of({category: clause(category)}, LIMITS, {category: action})
    return conclude(accuse(standards, {category: score}, found))


@pytest.mark.parametrize(
    ("category", "action", "expected"),
    [
        (Category.INSULT, Action.OFF, Outcome.APPROVE),
        (Category.INSULT, Action.HOLD, Outcome.HOLD),
        (Category.INSULT, Action.REJECT, Outcome.REJECT),
        (Category.AGGRESSION, Action.REJECT, Outcome.REJECT),
        (Category.IRONY, Action.REJECT, Outcome.HOLD),  # never without a person
    ],
)
def test_a_site_says_what_a_clause_does_at_most(category, action, expected):
    assert outcome(category, 0.95, action) is expected


def test_a_clause_that_is_off_is_off_for_rules_too():
    certain = Finding(Category.PROFANITY, 0.99, certain=True, evidence=())

    assert outcome(Category.PROFANITY, 0.99, Action.OFF, certain) is Outcome.APPROVE


@pytest.mark.parametrize(("strictness", "hold"), [(1.0, 0.5), (2.0, 0.25), (0.5, 0.95)])
def test_strictness_moves_what_is_held(strictness, hold):
    assert Adjustments(strictness=strictness).limits(LIMITS)[Category.INSULT].hold == pytest.approx(hold)


@pytest.mark.parametrize("strictness", [0.5, 1.0, 2.0])
def test_strictness_never_refuses_more(strictness):
    limits = Adjustments(strictness=strictness).limits({Category.INSULT: Thresholds(0.3, 0.8)})[Category.INSULT]

    assert limits.reject >= 0.8
    assert limits.hold <= limits.reject


def test_what_never_refuses_still_does_not():
    assert Adjustments(strictness=2.0).limits({Category.INSULT: Thresholds(0.3, NEVER)})[Category.INSULT].reject > 1


def test_thresholds_of_a_sites_own_win_over_strictness():
    own = Thresholds(0.7, 0.99)

    limits = Adjustments(strictness=2.0, thresholds={Category.INSULT: own}).limits(LIMITS)

    assert limits[Category.INSULT] == own
    assert limits[Category.HATE].hold == 0.25


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("siehe https://www.stadt.example/a und b", "siehe" + " " * 29 + "und b"),
        ("siehe amt.stadt.example/a", "siehe                    "),
        ("siehe vorstadt.example/a", "siehe vorstadt.example/a"),
        ("stadt.example", "stadt.example"),  # nothing would be left to judge
    ],
)
def test_links_to_allowed_domains_and_below_count_for_nothing(text, kept):
    assert Adjustments(allowed_domains=frozenset({"stadt.example"})).without_allowed(text) == kept


def test_allowed_words_keep_the_places_of_the_others():
    text = "Der Ort Fücking ist schön"

    kept = Adjustments(allowed_words=frozenset({fold_word("fücking")})).without_allowed(text)

    assert kept == "Der Ort         ist schön"


@pytest.mark.parametrize(
    ("text", "spans"), [("Ein Glühwürmchen!", [(4, 16)]), ("Glühwürmchenbau", []), ("GLUEHWUERMCHEN", [(0, 14)])]
)
def test_forbidden_words_are_found_whole_however_they_are_spelt(text, spans):
    assert list(Adjustments(forbidden_words=frozenset({fold_word("Glühwürmchen")})).forbidden_in(text)) == spans


@pytest.mark.parametrize(("word", "folded"), [("Straße", "strasse"), ("zwei Worte", ""), ("!!", ""), (" ", "")])
def test_a_word_of_a_list_is_one_word(word, folded):
    assert fold_word(word) == folded


def judged(category, score, automatic, finding=None, strength=Strength.MUST):
    standards, scores = standards_of({category: clause(category, strength)}, LIMITS), {category: score}
    charges = accuse(standards, scores, {category: finding} if finding else {})
    return decide_automatically(charges, weigh(charges, standards, scores), automatic)[0]


@pytest.mark.parametrize(
    ("score", "expected"), [(0.05, Outcome.APPROVE), (0.4, Outcome.HOLD), (0.92, Outcome.HOLD), (0.99, Outcome.REJECT)]
)
def test_between_the_doubts_a_person_decides(score, expected):
    assert judged(Category.INSULT, score, Automatic(refuse_from=0.9, release_below=0.2)) is expected


def test_where_nothing_may_run_alone_everything_is_held():
    assert {judged(Category.INSULT, score, Automatic(NEVER, 0.0)) for score in (0.0, 0.5, 1.0)} == {Outcome.HOLD}


@pytest.mark.parametrize("category", [Category.INSINUATION, Category.OFF_TOPIC])
def test_no_promise_refuses_under_a_clause_that_only_holds(category):
    assert judged(category, 1.0, Automatic(refuse_from=0.1, release_below=0.0)) is Outcome.HOLD


def test_no_promise_refuses_on_a_soft_request():
    assert judged(Category.INSULT, 1.0, Automatic(0.1, 0.0), strength=Strength.SHOULD) is Outcome.HOLD


def test_what_a_clause_suspects_is_never_released_whatever_was_promised():
    assert judged(Category.INSULT, 0.6, Automatic(NEVER, 1.0)) is Outcome.HOLD
    assert judged(Category.INSULT, 0.4, Automatic(NEVER, 1.0)) is Outcome.APPROVE
