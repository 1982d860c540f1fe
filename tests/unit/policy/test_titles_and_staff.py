"""Titles hand their subject to the rule below them; texts about moderators are no rules."""

import pytest

from moderation.model_store.judges import active_judge
from moderation.policy.parser import parse_policy
from moderation.policy.values import Category, Clause, Mode, Polarity
from moderation.settings import Settings


def read(text: str) -> tuple[Clause, ...]:
    return parse_policy(text, active_judge(Settings.from_environment().models_dir)).clauses


def quotes(text: str, category: Category) -> list[str]:
    return [clause.quote for clause in read(text) if clause.category is category]


def permitted(text: str) -> set[Category]:
    return {clause.category for clause in read(text) if clause.polarity is Polarity.PERMIT}


def banned(text: str) -> set[Category]:
    return {clause.category for clause in read(text) if clause.polarity is not Polarity.PERMIT}


def test_a_title_leaves_its_clause_to_the_sentence_below() -> None:
    text = "Ton und Umgang\nBleiben Sie in Ihren Kommentaren höflich.\nZur Person\nZweitkonten sperren wir."
    assert quotes(text, Category.AGGRESSION) == ["Bleiben Sie in Ihren Kommentaren höflich."]
    assert not quotes(text, Category.INSULT)


def test_what_only_the_title_names_is_quoted_from_the_sentence_that_bans_it() -> None:
    text = "Werbung\nDie hat in den Kommentaren nichts verloren.\nThema\nBleiben Sie beim Artikel."
    assert quotes(text, Category.ADVERTISING) == ["Die hat in den Kommentaren nichts verloren."]


def test_short_lines_under_a_head_stay_a_list() -> None:
    assert banned("In Kommentaren verboten:\nBeleidigungen\nWerbung\nHetze") >= {
        Category.INSULT,
        Category.ADVERTISING,
        Category.HATE,
    }


def test_the_last_item_before_a_sentence_stays_an_item() -> None:
    text = "In Kommentaren nicht erlaubt:\n– Hetze\n– Telefonnummern anderer\n\nBitte keine Werbung."
    assert banned(text) == {Category.HATE, Category.PERSONAL_DATA, Category.ADVERTISING}


def test_claims_that_can_be_checked_say_nothing_of_the_mode() -> None:
    assert parse_policy("Kommentare nennen nachprüfbare Quellen. Hetze löschen wir.", None).mode is None


def test_the_same_applies_is_no_repetition_and_carries_its_own_quote() -> None:
    text = "Kommentare mit Drohungen löschen wir. Dasselbe gilt für Beiträge, die zu Straftaten auffordern."
    assert quotes(text, Category.ILLEGAL) == ["Dasselbe gilt für Beiträge, die zu Straftaten auffordern."]
    assert not quotes(text, Category.SPAM)


def test_an_offer_of_contact_is_not_the_ban_on_discussing_the_moderation() -> None:
    text = (
        "Fragen zu gelöschten Beiträgen beantworten wir unter dialog@example.org."
        " In den Kommentaren werden sie nicht besprochen."
    )
    assert quotes(text, Category.MOD_CRITICISM) == ["In den Kommentaren werden sie nicht besprochen."]


def test_each_item_follows_its_own_head() -> None:
    text = (
        "Was in den Kommentaren geht:\n– Mundart\n– Links auf Studien\n"
        "Was nicht geht:\n– Kontaktdaten von Privatleuten\n– Hetze"
    )
    assert permitted(text) == {Category.LANGUAGE, Category.LINKS}
    assert banned(text) == {Category.PERSONAL_DATA, Category.HATE}


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Kurze Zitate sind in Ordnung, solange die Quelle dabeisteht.", Category.COPYRIGHT),
        ("Links dürft ihr in die Quellenangabe setzen, sonst nirgends.", Category.LINKS),
        ("Sie können auch unter einem Pseudonym kommentieren.", Category.IDENTITY),
        ("Pseudonyme dürft ihr verwenden, Zweitkonten nicht.", Category.IDENTITY),
    ],
)
def test_a_permission_is_no_ban(sentence: str, category: Category) -> None:
    assert category in permitted(sentence + " Beleidigungen löschen wir aus den Kommentaren.")


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Wer in den Kommentaren stänkert, kriegt eine Verwarnung.", Category.PROVOCATION),
        ("Wer bei uns kommentiert, greift keine Personen an.", Category.INSULT),
        ("Kommentare erscheinen nur mit vollem Vor- und Zunamen.", Category.IDENTITY),
        ("Wer in einem Kommentar Zahlen nennt, gibt ihre Herkunft an.", Category.SOURCES),
        ("(1) Kommentieren dürfen ausschließlich registrierte Nutzer.", Category.IDENTITY),
        ("In den Kommentaren wird nicht gehandelt und nicht geworben.", Category.ADVERTISING),
        ("Zehn Kommentare am Tag sind genug.", Category.LENGTH),
    ],
)
def test_a_rule_by_description_is_read(sentence: str, category: Category) -> None:
    assert category in banned(sentence + " Bleiben Sie beim Thema des Artikels.")


def test_links_may_be_limited_to_one_by_once() -> None:
    text = "Verweise auf andere Seiten lassen wir höchstens einmal je Kommentar stehen."
    assert [clause.limit and clause.limit.value for clause in read(text)] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Wir suchen eine Moderatorin (m/w/d). Du liest Kommentare, löschst Beleidigungen und Spam und bleibst ruhig.",
        "Seit drei Jahren liest Olga K. Kommentare. Sie löscht Beleidigungen und Spam, den Rest schaltet sie frei.",
        "Acht Leute betreuen die Debatten. Sie entfernen Drohungen und Werbung. Beleidigungen bleiben nicht stehen.",
        "We are hiring. You will review comments, delete insults and spam and block users who spread hate.",
    ],
)
def test_a_text_about_moderators_states_no_clause(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Die Redaktion liest alle Kommentare. Sie löscht Beleidigungen, Werbung und Hetze.",
        "Unsere Moderatoren lesen mit. Sie löschen Beleidigungen. Bleiben Sie beim Thema.",
        "Unsere Community-Managerinnen entfernen Beleidigungen und Werbung. Bleiben Sie bitte beim Thema.",
    ],
)
def test_rules_may_speak_of_those_who_enforce_them(text: str) -> None:
    assert Category.INSULT in banned(text)


def test_rules_that_never_say_comment_are_rules() -> None:
    text = "Widerspruch ist gern gesehen. Persönliche Angriffe auf Autorinnen und pauschale Verdächtigungen sind tabu."
    assert Category.INSULT in banned(text)


def test_published_first_and_read_afterwards_is_post() -> None:
    policy = parse_policy("Erst veröffentlicht, dann gelesen: so geht es den Kommentaren. Hetze löschen wir.", None)
    assert policy.mode is Mode.POST


def test_section_sign_numbers_a_title_and_no_item_of_the_ban_above():
    text = "Kommentarregeln\n§ 1 Ton\nBeleidigungen sind verboten.\n§ 2 Konten\nJeder darf nur ein Konto haben."

    clauses = read(text)

    assert [clause.quote for clause in clauses] == ["Beleidigungen sind verboten.", "Jeder darf nur ein Konto haben."]


def test_sanction_for_repeated_breaches_forbids_no_repetition():
    text = (
        "Beleidigungen in Kommentaren sind tabu. Wir löschen den Beitrag, im Wiederholungsfall sperren wir das Konto."
    )

    assert [clause.category for clause in read(text)] == [Category.INSULT]
