import json
import shutil
import time

import pytest

import moderation
from moderation.comment.values import Comment, Outcome
from moderation.errors import DamagedModel, InvalidInput, TooLarge, UnknownModel
from moderation.model_store.registry import active_folder
from moderation.policy.values import Category
from moderation.settings import shipped_models

ARTICLE = {
    "title": "Stadtrat beschließt den Umbau des alten Güterbahnhofs",
    "text": "Der Stadtrat von Lindental hat den Umbau des Güterbahnhofs beschlossen. Auf dem Gelände sollen Wohnungen, "
    "eine Grundschule und ein Park entstehen. Die Kosten schätzt die Verwaltung auf 86 Millionen Euro.",
}
RULES = (
    "Bitte verzichten Sie auf Beleidigungen, Unterstellungen, Schimpfwörter und Werbung. Solche Kommentare "
    "veröffentlichen wir nicht. Bleiben Sie beim Thema des Artikels."
)


@pytest.fixture(scope="module")
def screener():
    return moderation.Screener.load()


@pytest.fixture(scope="module")
def policy():
    return moderation.parse_policy(RULES)


@pytest.mark.parametrize(
    "text",
    [
        "Endlich entstehen am Güterbahnhof Wohnungen, ich habe selbst zwei Jahre lang gesucht.",
        "86 Millionen für den Umbau sind zu viel. Der Stadtrat hat die Kosten nie begründet, das ist ein Fehler.",
        "Warum wurde die Grundschule nicht zuerst gebaut? Die Verwaltung wusste das seit Jahren.",
    ],
)
def test_fair_comments_are_approved(screener, policy, text):
    decision = screener.screen(text, policy=policy, article=ARTICLE)

    assert decision.outcome is Outcome.APPROVE
    assert decision.reason is None
    assert decision.violations == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Sie sind doch ein Vollidiot!", Category.INSULT),
        ("Dieser Stadtrat, was für ein Arschl*ch", Category.PROFANITY),
        ("20 % Rabatt auf alles, jetzt bestellen: bit.ly/3abc", Category.ADVERTISING),
    ],
)
def test_plain_breaches_are_refused_with_the_sites_own_sentence(screener, policy, text, category):
    decision = screener.screen(text, policy=policy, article=ARTICLE)

    cited = {violation.category: violation for violation in decision.violations}
    assert decision.outcome is Outcome.REJECT
    assert cited[category].quote in RULES
    assert decision.reason
    assert all(text[item.start : item.end] == item.text for item in cited[category].evidence)


def test_an_insinuation_is_held_and_the_words_are_shown(screener, policy):
    decision = screener.screen("Der Stadtrat ist doch vom Investor gekauft, das stinkt zum Himmel.", policy=policy)

    assert decision.outcome is Outcome.HOLD
    assert Category.INSINUATION in [violation.category for violation in decision.violations]
    assert all(violation.evidence for violation in decision.violations)


def test_what_the_rules_do_not_state_is_no_breach(screener):
    only_length = moderation.parse_policy("Kommentare dürfen höchstens 500 Zeichen lang sein.")

    decision = screener.screen("Du Hurensohn, das ist Scheiße!", policy=only_length)

    assert decision.outcome is not Outcome.REJECT


@pytest.mark.parametrize(
    "text",
    [
        "Gestern schrieb hier jemand „Du Hurensohn“. Solche Sätze sind unerträglich und haben hier nichts verloren.",
        "Wer andere als Drecksau beschimpft, sollte sich schämen.",
    ],
)
def test_quoted_and_rejected_abuse_is_not_refused(screener, policy, text):
    assert screener.screen(text, policy=policy, article=ARTICLE).outcome is not Outcome.REJECT


def test_relevance_tells_the_article_from_something_else(screener, policy):
    on = screener.screen("Der Umbau des Güterbahnhofs kostet zu viel.", policy=policy, article=ARTICLE)
    off = screener.screen("Meine Waschmaschine ist nach zwei Jahren kaputt.", policy=policy, article=ARTICLE)

    assert on.relevance > off.relevance
    assert screener.screen("Gut so.", policy=policy).relevance is None


def test_many_are_judged_as_each_alone(screener, policy):
    texts = ["Danke für den Bericht.", "Du Arschl*ch!", "Meine Waschmaschine ist kaputt.", "!!!", "x" * 19_000]

    together = screener.screen_many(texts, policy=policy, article=ARTICLE)

    alone = [screener.screen(text, policy=policy, article=ARTICLE) for text in texts]
    assert [one.outcome for one in together] == [one.outcome for one in alone]
    assert all(
        abs(one.scores[name] - other.scores[name]) < 1e-9
        for one, other in zip(together, alone, strict=True)
        for name in other.scores
    )


def test_without_a_policy_the_default_netiquette_judges(screener):
    decision = screener.screen("Sie sind ein Vollidiot!")

    assert decision.policy_source == "default"
    assert decision.outcome is Outcome.REJECT


@pytest.mark.parametrize("policy_text", ["", "Der Stadtrat tagt am Montag."])
def test_rules_without_a_clause_hold_with_a_note(screener, policy_text):
    decision = screener.screen("Guten Tag.", policy=policy_text)

    assert decision.outcome is Outcome.HOLD
    assert decision.note
    assert decision.policy_source == "given"


@pytest.mark.parametrize("text", ["", " \n\t", "a\0b", "\ud800"])
def test_what_is_no_text_is_refused_as_input(screener, text):
    with pytest.raises(InvalidInput):
        screener.screen(text)


def test_a_long_comment_is_held_and_a_huge_one_too_large(screener, policy):
    long = screener.screen("Der Umbau ist gut. " * 2_000, policy=policy)

    assert long.outcome is not Outcome.APPROVE
    assert long.note
    with pytest.raises(TooLarge):
        screener.screen("a" * 1_000_001, policy=policy)


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "\u0301" * 999_999 + "a", "\u202e\u200b" * 400_000 + "a", "ä " * 400_000]
)
def test_floods_end_in_bounded_time(screener, policy, text):
    begin = time.process_time()

    screener.screen(text, policy=policy, article=ARTICLE)

    assert time.process_time() - begin < 10  # seconds; what is not linear takes minutes


def test_an_english_comment_is_told_in_english(screener, policy):
    decision = screener.screen("You are a complete moron and you know it.", policy=policy)

    assert decision.reason
    assert decision.reason.isascii()
    assert decision.reason.split()[0] in {"Please", "We", "Your", "Do"}


def test_a_repeated_comment_is_held_where_spam_is_stated(screener):
    rules = "Mehrfachkommentare und Spam werden gelöscht."
    text = "Kommt alle am Samstag auf den Marktplatz und bringt eure Freunde mit."

    assert screener.screen(Comment(text, repeats=3), policy=rules).outcome is Outcome.REJECT


def test_a_damaged_model_is_refused_by_name(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(active_folder(shipped_models(), "screening"), folder)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    card["self_check"][0]["scores"]["insult"] = 0.5
    (folder / "card.json").write_text(json.dumps(card), "utf-8")

    with pytest.raises(DamagedModel, match="sample text"):
        moderation.Screener.load(folder)


@pytest.mark.parametrize("lost", ["categories", "thresholds", "relevance"])
def test_a_card_that_lacks_a_part_is_refused(tmp_path, lost):
    folder = tmp_path / "model"
    shutil.copytree(active_folder(shipped_models(), "screening"), folder)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    del card[lost]
    (folder / "card.json").write_text(json.dumps(card), "utf-8")

    with pytest.raises(DamagedModel):
        moderation.Screener.load(folder)


def test_no_model_is_an_error_of_its_own(tmp_path):
    with pytest.raises(UnknownModel):
        moderation.Screener.load(tmp_path)


@pytest.mark.parametrize("sign", ["\u202e", "\u202d"])
def test_what_is_shown_backwards_is_held(screener, policy, sign):
    decision = screener.screen(f"Der Umbau ist gut {sign}toidi netfoh", policy=policy)

    assert decision.outcome is Outcome.HOLD
    assert "Leserichtung" in decision.reason


def test_invisible_signs_hide_no_word(screener, policy):
    assert screener.screen("Du Ar\u200bsch\u00adlo\u2060ch!", policy=policy).outcome is Outcome.REJECT


def test_evidence_marks_no_function_words_alone(screener, policy):
    text = "Der Rat ist doch von der Baufirma gekauft, und das weiß hier jeder, auch die Zeitung."

    spans = [item.text.casefold() for item in screener.screen(text, policy=policy).violations[0].evidence]

    assert spans
    assert not {"der", "die", "das", "und", "ist"} & set(spans)


def test_the_smallest_removal_is_looked_for_on_request_alone(screener, policy):
    text = "Der Umbau des Güterbahnhofs freut mich sehr, nur der Planer ist ein Arschloch gewesen, aber sei es drum."

    explained = screener.screen(text, policy=policy, article=ARTICLE, explain=True)

    assert screener.screen(text, policy=policy, article=ARTICLE).removal is None
    assert [item.text for item in explained.removal.spans] == ["Arschloch"]
    kept = text[: explained.removal.spans[0].start] + text[explained.removal.spans[0].end :]
    assert screener.screen(kept, policy=policy, article=ARTICLE).outcome is Outcome.APPROVE
