"""Rules in many manners: short, chatty, elliptic, in English; the mode in its own words; texts that are no rules."""

import pytest

from moderation.policy.parser import parse_policy
from moderation.policy.values import Category, Mode, Polarity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Seid nett. Bleibt beim Thema. Danke.", {"aggression", "off_topic"}),
        ("Meinung ja, Hetze nein. Kritik ja, Beleidigung nein.", {"hate", "insult"}),
        ("Hass? Nicht bei uns. Drohungen? Nicht bei uns.", {"hate", "violence"}),
        ("Beim Kommentieren gilt: ruhig bleiben, Gründe nennen.", {"aggression", "low_quality"}),
        ("Erst lesen wir Ihren Kommentar. Wer andere herunterputzt, bleibt ungedruckt.", {"insult"}),
        (
            "Gratiswerbung, Linklisten, Serienposts: Dafür ist uns der Platz zu schade.",
            {"advertising", "links", "spam"},
        ),
        ("Argue with the idea, never with the person. Comments that sneer will be cut.", {"insult", "aggression"}),
        ("Beleidigungen löschen wir aus den Kommentaren. Rabattcodes ebenfalls.", {"insult", "advertising"}),
    ],
)
def test_rule_is_read_in_any_manner(text, expected):
    assert {clause.category.value for clause in parse_policy(text).clauses} == expected


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("Jede Zuschrift wird zunächst von Hand durchgesehen und dann online gestellt.", Mode.PRE),
        ("Ihr Kommentar erscheint zeitverzögert, weil wir ihn lesen.", Mode.PRE),
        ("Nichts geht online, was wir nicht vorher gelesen haben.", Mode.PRE),
        ("Comments will be visible once a moderator has approved them.", Mode.PRE),
        ("Kommentare gehen hier nicht automatisch online.", Mode.PRE),
        ("Wir prüfen Kommentare nicht vorab.", Mode.POST),
        ("Comments go live at once and are checked later.", Mode.POST),
        ("Eine Vorzensur findet nicht statt.", Mode.POST),
        ("Kommentare erscheinen ohne vorherige Freigabe.", Mode.POST),
        ("Lesen Sie Ihren Kommentar noch einmal durch, bevor Sie ihn veröffentlichen.", None),
        ("Beleidigende Kommentare werden sofort gelöscht.", None),
    ],
)
def test_mode_follows_the_order_of_reading_and_appearing(sentence, mode):
    assert parse_policy(f"Keine Beleidigungen. {sentence}").mode is mode


@pytest.mark.parametrize(
    "text",
    [
        "Im Stadion gilt: keine Beleidigungen, keine Gewalt. Wer sich nicht daran hält, bekommt Stadionverbot.",
        "Bitte werfen Sie keine Werbung ein.",
        "In der Sitzung gilt: kurze Redebeiträge, beim Thema bleiben, ausreden lassen.",
        "Die Lehrerin sammelte die Regeln der Klasse: nicht auslachen, keine Schimpfwörter.",
        "Ich gestehe: Ich pöbele abends unter Artikeln. Nicht mit Flüchen. Aber ich schäme mich.",
        "Der Verein hat eine Netiquette beschlossen. Beleidigungen sind darin verboten. Das Papier wurde angenommen.",
    ],
)
def test_rules_for_other_occasions_and_stories_state_no_clause(text):
    assert parse_policy(text).clauses == ()


@pytest.mark.parametrize(
    "text",
    [
        "Bitte sehen Sie im Kommentar von einem aggressiven Ton ab.",
        "Kommentare, die nichts mit dem Artikel zu tun haben, löschen wir.",
        "Kommentare: höchstens 500 Zeichen, kurz und knapp.",
    ],
)
def test_sentence_states_a_category_once(text):
    found = [clause.category for clause in parse_policy(text).clauses]

    assert len(found) == len(set(found)) == 1


def test_second_half_of_a_contrast_is_the_ban():
    clauses = parse_policy("Kommentare: Kurze Zitate sind erlaubt, ganze Artikel nicht.").clauses

    assert {clause.polarity for clause in clauses if clause.category is Category.COPYRIGHT} == {
        Polarity.PERMIT,
        Polarity.FORBID,
    }
