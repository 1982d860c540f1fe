import pytest

from moderation.policy.corrections import Correction, corrected, is_stated_in
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category, Limit, LimitKind, Polarity
from moderation.policy.versions import changes, merged, stated_by, version_of

SHORT = "Kommentare werden gelöscht, wenn sie beleidigend sind. Bitte keine Werbung."
LONG = "Kommentare werden gelöscht, wenn sie beleidigend sind. Links sind nicht erlaubt."
PAGE = "Hetze wird gelöscht. Beiträge dürfen höchstens 900 Zeichen haben. Werbung entfernen wir."


def names(policy):
    return {clause.category.value for clause in policy.clauses}


def test_a_new_version_is_told_as_what_was_added_and_removed():
    assert changes(parse_policy(SHORT), parse_policy(LONG)).line == "added: links; removed: advertising"
    assert changes(None, parse_policy(SHORT)).line == "added: insult, advertising; removed: –"
    assert changes(parse_policy(SHORT), parse_policy(SHORT)).line == "added: –; removed: –"


def test_another_limit_is_told_as_a_change():
    before, after = (parse_policy(f"Beiträge dürfen höchstens {number} Zeichen haben.") for number in (500, 800))

    assert "max_characters=500" in changes(before, after).line
    assert "max_characters=800" in changes(before, after).line


def test_a_footer_and_a_page_become_one_with_their_origins():
    whole = merged(stated_by(parse_policy(SHORT), "footer"), stated_by(parse_policy(PAGE), "page"))

    assert names(whole) == {"insult", "advertising", "hate", "length"}
    assert {clause.category.value: clause.source for clause in whole.clauses} == {
        "insult": "footer",
        "advertising": "footer",
        "hate": "page",
        "length": "page",
    }
    assert all(whole.text[clause.start : clause.end] == clause.quote for clause in whole.clauses)
    assert all(whole.text[item.start : item.end] == item.quote for item in (*whole.procedure, *whole.other))


def test_the_version_of_a_merged_policy_is_that_of_both_wordings():
    whole = merged(parse_policy(SHORT), parse_policy(PAGE))

    assert whole.version == version_of(whole.text)
    assert whole.version not in (parse_policy(SHORT).version, parse_policy(PAGE).version)


def test_a_correction_takes_a_clause_away_or_adds_one():
    policy = parse_policy(SHORT)
    sentence = "Bitte keine Werbung."

    without = corrected(policy, [Correction(sentence, Category.ADVERTISING, states=False)])
    more = corrected(policy, [Correction(sentence, Category.SPAM, states=True)])

    assert names(without) == {"insult"}
    assert names(more) == {"insult", "advertising", "spam"}
    assert next(clause for clause in more.clauses if clause.category is Category.SPAM).quote == sentence


def test_a_correction_may_change_polarity_and_limit():
    policy = parse_policy("Bitte keine Werbung. Links sind nicht erlaubt.")
    limit = Limit(LimitKind.MAX_LINKS, 2)

    changed = corrected(
        policy,
        [Correction("Links sind nicht erlaubt.", Category.LINKS, states=True, polarity=Polarity.PERMIT, limit=limit)],
    )

    (links,) = [clause for clause in changed.clauses if clause.category is Category.LINKS]
    assert (links.polarity, links.limit) == (Polarity.PERMIT, limit)


@pytest.mark.parametrize("text", [f"Willkommen!\n\n{SHORT}", SHORT.replace(" ", "\n  ", 3), f"{SHORT} Danke."])
def test_a_correction_survives_another_reading_of_the_same_sentence(text):
    fix = Correction("Bitte  keine\nWerbung.", Category.ADVERTISING, states=False)

    assert "advertising" not in names(corrected(parse_policy(text), [fix]))


def test_a_correction_of_another_sentence_changes_nothing():
    policy = parse_policy(SHORT)

    assert corrected(policy, [Correction("Reklame ist tabu.", Category.ADVERTISING, states=False)]) is policy
    assert not is_stated_in(policy, "Reklame ist tabu.")
    assert not is_stated_in(policy, "   ")


def test_the_version_says_that_a_policy_was_corrected():
    policy = parse_policy(SHORT)
    fix = Correction("Bitte keine Werbung.", Category.ADVERTISING, states=False)

    assert corrected(policy, [fix]).version.startswith(policy.version + "+")
    assert corrected(policy, [fix]).version == corrected(policy, [fix]).version
