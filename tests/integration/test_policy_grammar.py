"""The grammar of comment rules, pattern by pattern, as the public face reads it."""

import pytest

import moderation
from moderation.policy.values import Consequence, Limit, LimitKind, Mode, Polarity, Strength


def read(text):
    return moderation.parse_policy(text)


def names(text):
    return {clause.category.value for clause in read(text).clauses}


CASES = [
    # 1 a request with a list that goes on over sentences
    (
        ("Wir bitten Sie, von Schmähungen, Gerüchten und Reklame abzusehen. Derartige Beiträge geben wir nicht frei. "
        "Gleiches gilt für Kommentare, die vom Thema abkommen."),
        {"insult", "insinuation", "advertising", "off_topic"},
    ),
    # 2 a head and its list, with bullets, dashes, letters, or run together
    ("Wir veröffentlichen nicht:\n- Drohungen\n- Kettenbriefe\n- Wahlwerbung", {"violence", "spam", "political"}),
    ("Tabu sind: • Flüche • Drohungen • Verschwörungsmythen", {"profanity", "violence", "conspiracy"}),
    ("Untersagt sind Beiträge, die a) strafbar sind, b) Dritte verleumden, c) Waren anpreisen.",
     {"illegal", "defamation", "advertising"}),
    # 3 positive duties
    (
        "Bleiben Sie höflich. Gehen Sie auf den Artikel ein. Begründen Sie Ihr Urteil. Nennen Sie Ihre Quellen.",
        {"aggression", "off_topic", "low_quality", "sources"},
    ),
    # 4 series of adjectives with hyphens
    (
        "Fremden- und frauenfeindliche, pornografische sowie ruf- oder geschäftsschädigende Kommentare löschen wir.",
        {"discrimination", "sexual", "defamation"},
    ),
    # 5 series of verbs
    ("Kommentare, die andere bedrohen, provozieren oder beleidigen, werden entfernt.",
     {"violence", "provocation", "insult"}),
    # 10 headings
    ("1. Ton\nBleiben Sie freundlich.\n2. Werbung\nKommerzielle Beiträge löschen wir.", {"aggression", "advertising"}),
    # 11 one phrase, several clauses
    ("Rassistische Beschimpfungen und vulgäre Drohungen veröffentlichen wir nicht.",
     {"discrimination", "insult", "profanity", "violence"}),
    # 12 registers and spellings
    ("Bitte keine Beleidigungen gegen Nutzer:innen, keine Hetze.", {"insult", "hate"}),
    ("Lasst bitte Beleidigungen weg und bleibt beim Thema, liebe Leser*innen.", {"insult", "off_topic"}),
    ("Mach keine Werbung, beschimpf niemanden und bleib sachlich.", {"advertising", "insult", "aggression"}),
    ("Beiträge in Grossbuchstaben und ehrverletzende Äusserungen werden nicht aufgeschaltet.",
     {"shouting", "defamation"}),
    ("Postings mit Untergriffen oder Werbung nehmen wir aus dem Forum.", {"insult", "advertising"}),
    ("No personal attacks, no spam, and please stay on topic.", {"insult", "spam", "off_topic"}),
    # 13 one sentence is a policy
    ("Bitte bleiben Sie beim Kommentieren fair und beim Thema.", {"aggression", "off_topic"}),
    # 14 noise around it
    (
        ("© Verlag Nord | Impressum. Für Ihre Kommentare gilt: Bitte keine Beleidigungen und keine Links. "
        "Fragen beantwortet redaktion@bote.example."),
        {"insult", "links"},
    ),
    # 15 "nur" and double negation
    ("Veröffentlicht werden nur Beiträge, die höflich sind und sich auf den Artikel beziehen.",
     {"aggression", "off_topic"}),
    ("Kein Kommentar ohne Klarnamen.", {"identity"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_each_way_to_build_a_rule_is_understood(text, expected):
    # "ehrverletzend" may be read as either.
    assert names(text) - {"defamation"} | ({"defamation"} & expected) == expected


@pytest.mark.parametrize(
    ("text", "category", "limit"),
    [
        ("Beiträge dürfen höchstens 1.500 Zeichen haben.", "length", Limit(LimitKind.MAX_CHARACTERS, 1500)),
        ("Höchstens zwei Links pro Beitrag.", "links", Limit(LimitKind.MAX_LINKS, 2)),
        ("Es gilt: ein Beitrag pro Person und Thema.", "length", Limit(LimitKind.MAX_COMMENTS, 1)),
        ("Bitte schreiben Sie auf Deutsch oder Englisch.", "language", Limit(LimitKind.LANGUAGES, 0, ("de", "en"))),
    ],
)
def test_scope_and_numbers_are_kept(text, category, limit):
    (clause,) = [clause for clause in read(text).clauses if clause.category == category]

    assert clause.limit == limit


def test_a_lower_and_an_upper_limit_are_both_kept():
    limits = {clause.limit for clause in read("Beiträge müssen mindestens 20 und höchstens 800 Zeichen haben.").clauses}

    assert limits == {Limit(LimitKind.MAX_CHARACTERS, 800), Limit(LimitKind.MIN_CHARACTERS, 20)}


def test_limits_of_different_things_are_both_kept():
    limits = {clause.limit for clause in read("Maximal 1.000 Zeichen und zwei Links pro Beitrag.").clauses}

    assert limits == {Limit(LimitKind.MAX_CHARACTERS, 1000), Limit(LimitKind.MAX_LINKS, 2)}


def test_a_number_without_its_noun_limits_the_links_before_it():
    (links,) = read("Quellenlinks dürfen Sie setzen, aber nicht mehr als zwei je Kommentar.").clauses

    assert links.limit == Limit(LimitKind.MAX_LINKS, 2)


def test_the_scope_of_a_ban_is_kept_in_the_publishers_words():
    (clause,) = [clause for clause in read("Unkommentierte Links löschen wir.").clauses if clause.category == "links"]

    assert "Unkommentierte Links" in (clause.modifier or "")


@pytest.mark.parametrize(
    "text",
    [
        "Links dürfen Sie gern setzen, Beleidigungen löschen wir.",
        "Gegen Links haben wir nichts, Beleidigungen löschen wir.",
        "Links sind erlaubt, Beleidigungen, Spott und Hetze sind es nicht.",
    ],
)
def test_a_permission_is_never_a_ban(text):
    links = [clause for clause in read(text).clauses if clause.category == "links"]
    insults = [clause for clause in read(text).clauses if clause.category == "insult"]

    assert [clause.polarity for clause in links] == [Polarity.PERMIT]
    assert [clause.polarity for clause in insults] == [Polarity.FORBID]


@pytest.mark.parametrize("text", ["Kritik ist willkommen, solange niemand beleidigt wird. Werbung löschen wir."])
def test_the_condition_of_a_permission_is_a_clause(text):
    assert names(text) == {"insult", "advertising"}


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Wir behalten uns vor, beleidigende Kommentare nicht freizuschalten.", Strength.MAY),
        ("Wir bitten Sie, möglichst auf Beleidigungen zu verzichten.", Strength.SHOULD),
        ("Beleidigende Kommentare werden gelöscht.", Strength.MUST),
    ],
)
def test_reservations_and_requests_bind_less(text, strength):
    assert [clause.strength for clause in read(text).clauses if clause.category == "insult"] == [strength]


def test_such_comments_binds_the_sentence_before():
    text = "Bitte verzichten Sie auf Beleidigungen. Solche Kommentare veröffentlichen wir nicht."

    assert [clause.consequence for clause in read(text).clauses] == [Consequence.REFUSE]


@pytest.mark.parametrize(
    "text",
    [
        "Der Konzern löscht künftig Beleidigungen und Hetze, teilte er am Montag mit.",
        "Im Freibad sind Beleidigungen und Drohungen verboten. Hunde müssen draußen bleiben.",
        "Lesen Sie auch: Wenn Hass im Netz strafbar wird",
        "Name (Pflichtfeld). E-Mail. Ihr Kommentar. Noch 800 Zeichen. Absenden.",
        "So schreiben Sie gute Bewerbungen: Fassen Sie sich kurz und vermeiden Sie Rechtschreibfehler.",
        "Die Ware ist innerhalb von 14 Tagen zurückzusenden. Werbung mit unserem Namen ist nicht gestattet.",
    ],
)
def test_texts_about_other_things_state_no_clause(text):
    assert read(text).clauses == ()


def test_a_rule_that_fits_no_clause_is_kept_as_other_with_a_warning():
    policy = read("Beleidigungen löschen wir. Bitte posten Sie keine Katzenbilder.")

    assert [rule.quote for rule in policy.other] == ["Bitte posten Sie keine Katzenbilder."]
    assert any(warning.startswith("other:") and "Katzenbilder" in warning for warning in policy.warnings)
    assert {clause.category.value for clause in policy.clauses} == {"insult"}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Beleidigungen löschen wir. Ablehnungen begründen wir nicht.", "Article 17"),
        ("Pro Person ist nur ein Konto erlaubt. Beleidigungen löschen wir.", "account data"),
        ("Links sind erlaubt. Links sind nicht erlaubt. Beleidigungen löschen wir.", "allowed in one sentence"),
    ],
)
def test_what_an_operator_should_know_is_warned_of(text, word):
    assert any(word in warning for warning in read(text).warnings)


def test_wording_that_no_list_knows_is_read_by_the_model():
    text = "Kommentare mit Herumgegifte, Anschwärzerei oder Anbaggerversuchen bleiben draußen."

    assert {"aggression", "sexual"} <= names(text)


def test_the_mode_is_read_beside_the_rules():
    assert read("Wir lesen jeden Beitrag, bevor er erscheint. Hetze löschen wir.").mode is Mode.PRE
    assert read("Beiträge erscheinen sofort und werden später geprüft. Hetze löschen wir.").mode is Mode.POST
