import pytest

from moderation.comment.abuse import judge_insult
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment


def judge(text):
    return judge_insult(read_comment(text, lexicon()))


@pytest.mark.parametrize(
    "text",
    [
        "Der Kerl hat den Verstand einer Parkuhr.",
        "Mein Hund regiert souveräner als dieser Minister.",
        "So nützlich wie ein Sonnenschirm im Keller.",
        "Wenn Dummheit leuchten würde, bräuchten Sie keine Lampe.",
        "Sie sind nicht gerade die hellste Kerze im Saal.",
        "Bist du wirklich so naiv?",
        "Lernen Sie erst mal lesen.",
        "Na, Schätzchen, wieder nichts verstanden?",
        "Geh lieber spielen, Kleiner.",
        "Dieser aufgeblasene Gockel!",
        "Der taugt höchstens als Türstopper.",
        "Du hast doch einen Knall.",
        "Leute wie Sie sind schuld daran.",
        "Hören Sie auf mit dem Gestammel, Ihr Gefasel liest keiner.",
        "Kaufen Sie sich endlich ein Hirn.",
        "Dümmer als die Polizei erlaubt.",
        "Not the sharpest tool in the council's shed.",
    ],
)
def test_an_insult_without_a_name_for_it_is_held_for_a_person(text):
    finding = judge(text)

    assert finding is not None
    assert not finding.certain


@pytest.mark.parametrize(
    "text",
    [
        "Mein Hund hat mehr Verstand als ich.",
        "Der Verstand sagt nein, das Herz sagt ja.",
        "Das war ein so nützlicher Vortrag wie lange nicht.",
        "Gegen Dummheit hilft Bildung.",
        "Die hellste Kerze stand auf dem Altar.",
        "Ich war so naiv und habe unterschrieben.",
        "Die Kinder lernen erst mal lesen, dann kommt Englisch.",
        "Lasst die Kinder draußen spielen.",
        "Der Gockel vom Nachbarn kräht um vier.",
        "Der alte Ast taugt nur noch als Brennholz.",
        "Mit einem Knall flog die Tür zu.",
        "Leute wie meine Eltern haben das Land aufgebaut.",
        "Das Geheule der Sirenen weckte das ganze Dorf.",
        "Ich kaufe mir endlich einen Duden.",
    ],
)
def test_the_same_words_about_oneself_or_a_thing_insult_nobody(text):
    assert judge(text) is None
