"""Insinuation is told apart from what only speaks of one."""

import pytest

from moderation.comment.insinuation import ACQUITTED, SUSPECTED, correct
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment

_LEARNED = 0.7


def _corrected(text: str, learned: float = _LEARNED) -> float:
    return correct(read_comment(text, lexicon()), learned)


@pytest.mark.parametrize(
    "text",
    [
        "Dass die Rätin bestochen wurde, ist durch nichts belegt.",
        "Der Wirt soll die Prüferin geschmiert haben? Quatsch, die kennt ihn gar nicht.",
        "Niemand bezahlt mich für meine Meinung.",
        "Der Kämmerin Käuflichkeit zu unterstellen, ist unanständig.",
        "Laut Protokoll vom 3. Mai bekam ihr Bruder den Auftrag.",
        "Im Jahresabschluss steht die Zahlung an den Verein auf Seite 12.",
        "Wer hat das Gutachten bezahlt?",
        "Der Zweckverband müsste darlegen, wer die Pacht am Ende bezahlt.",
    ],
)
def test_a_rejected_a_sourced_and_an_asked_claim_insinuate_nothing(text: str) -> None:
    assert _corrected(text) == ACQUITTED


@pytest.mark.parametrize(
    "text",
    [
        "So ein Quatsch! Der Mann hat sich doch kaufen lassen.",
        "Das Märchen vom Zufall glaubt doch keiner mehr.",
        "Laut Protokoll war er krank. Komisch, ausgerechnet an dem Tag.",
        "Wer hat da wohl die Hand aufgehalten?",
        "Der Rat soll sagen, wie viel der Makler dafür kassiert hat.",
        "Der Dezernent ist gekauft worden. Er sollte mal erklären, wie das ging.",
    ],
)
def test_an_accusing_form_beside_it_keeps_the_suspicion(text: str) -> None:
    assert _corrected(text) >= SUSPECTED


def test_a_set_phrase_insinuates_whatever_its_words() -> None:
    assert _corrected("Ein Schelm, wer Böses dabei denkt.", 0.01) == SUSPECTED


@pytest.mark.parametrize(
    "text",
    [
        "Man muss nur eins und eins zusammenzählen.",
        "Es wird gemunkelt, wie sie an die Stelle kam.",
        "Das Grundstück hat man ihm zugeschanzt.",
        "Folgt dem Geld, dann wisst ihr Bescheid.",
        "Da ist einiges unter der Hand verteilt worden.",
        "Wer steckt da wohl dahinter?",
        "Funny how his own street came first.",
    ],
)
def test_further_set_phrases_insinuate(text: str) -> None:
    assert _corrected(text, 0.01) == SUSPECTED


@pytest.mark.parametrize(
    "text",
    [
        "„Man muss nur eins und eins zusammenzählen“ – so redet man nicht über Leute.",
        'Dass hier jemand "die Finger im Spiel" haben soll, finde ich billig.',
    ],
)
def test_a_set_phrase_in_the_words_of_another_insinuates_nothing_by_itself(text: str) -> None:
    assert _corrected(text, 0.01) < SUSPECTED


@pytest.mark.parametrize(
    "text", ["Die Katze liegt unter dem Tisch.", "Das kostet wohl viel Geld.", "Mein Opa zählt eins und eins."]
)
def test_common_words_of_set_phrases_alone_insinuate_nothing(text: str) -> None:
    assert _corrected(text, 0.01) < SUSPECTED
