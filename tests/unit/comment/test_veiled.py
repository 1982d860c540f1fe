import pytest

from moderation.comment.abuse import judge_threat
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment


def judge(text):
    return judge_threat(read_comment(text, lexicon()))


@pytest.mark.parametrize(
    "text",
    [
        "Dein Kennzeichen hab ich mir notiert.",
        "Das wirst du noch bitter bereuen.",
        "Eure Tage sind gezählt!",
        "Der kriegt bald Besuch von Leuten mit großen Messern.",
        "Hoffentlich bekommt er bald Krebs.",
        "Die soll selber mal überfallen werden.",
        "Dem ghört a Watschn.",
        "Ab ins Arbeitslager mit dem ganzen Verein.",
        "Geh sterben.",
        "Leg dich auf die Gleise.",
        "Ich freue mich schon auf seine Beerdigung.",
        "Mir juckt der Zeigefinger.",
        "Der kann seine Zähne bald auf dem Boden suchen.",
        "Sowas regeln wir bei uns anders.",
        "Wenn ich dich mal treffe, dann rennst du.",
        "Da hilft nur noch rohe Gewalt.",
        "Diese Bande versteht nur eine Sprache: die der Faust.",
        "Die Jagdsaison ist eröffnet, Herr Minister.",
    ],
)
def test_a_threat_that_names_no_deed_is_held_for_a_person(text):
    finding = judge(text)

    assert finding is not None
    assert not finding.certain


@pytest.mark.parametrize(
    "text",
    [
        "Das Kennzeichen stand in der Anzeige, die Polizei hat es notiert.",
        "Das werdet ihr bei der Stromrechnung sehen.",
        "Die Tage werden kürzer.",
        "Am Sonntag bekommt die Oma Besuch.",
        "Hoffentlich hat sie keinen Krebs, wir drücken die Daumen.",
        "Er drohte ihr, sie werde das noch bereuen. Dafür wurde er verurteilt.",
        "In Sibirien wird es im Winter minus vierzig Grad.",
        "Mein Vater durfte daheim sterben.",
        "Auf die Gleise gehört kein Spielzeug.",
        "Die Beerdigung war sehr würdevoll.",
        "Nehmt euch in Acht vor den Wespen.",
        "Die Wähler haben der Regierung einen Denkzettel verpasst.",
        "Der Zahnarzt hat meine Zähne gezählt.",
        "Wenn ich dich treffe, trinken wir einen Kaffee.",
        "Gewalt hilft nie.",
        "Der Traktor fuhr durch die Wiese.",
        "Wart nur ab, im Frühling sieht der Platz ganz anders aus.",
    ],
)
def test_the_same_words_in_peace_threaten_nobody(text):
    assert judge(text) is None
