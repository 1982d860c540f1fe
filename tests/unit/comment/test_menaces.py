import pytest

from moderation.comment.abuse import judge_threat
from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment


def judge(text):
    return judge_threat(read_comment(text, lexicon()))


@pytest.mark.parametrize(
    "text",
    [
        "Dem sollte man die Finger brechen, damit er das künftig lässt.",
        "Diese Leute gehören verdroschen.",
        "Wenn ich den Fahrer erwische, dann gnade ihm Gott.",
        "Macht ruhig weiter, dann knallt es.",
        "Trau dich nur her!",
        "Leider hat er es überlebt, der Stein war zu klein, schade dass er sein Ziel verfehlt hat.",
        "Applaus für den Brandstifter.",
        "Hoffentlich stirbt der bald.",
        "Der soll an seinen Millionen ersticken!",
        "Da müsste mal einer mit dem Vorschlaghammer vorbeikommen.",
        "Früher hätte man solche Leute im See versenkt.",
    ],
)
def test_threats_without_a_word_of_killing_are_held(text):
    finding = judge(text)

    assert finding is not None
    assert not finding.certain


@pytest.mark.parametrize(
    "text",
    [
        "Beim Sturz hat sie sich zwei Finger gebrochen.",
        "Ich hoffe, niemand stirbt an dieser Kreuzung.",
        "Der Täter wurde wegen Schlägen verurteilt.",
        "Wenn ich den Bus erwische, bin ich um sechs da.",
        "Mit dem Spaten kommt man in dem Boden nicht weit.",
        "Applaus für die Feuerwehr!",
        "Schade, dass der Schuss sein Ziel nicht gefunden hat, ein Unentschieden wäre gerecht gewesen.",
        "Früher hat man hier Torf gestochen.",
    ],
)
def test_everyday_words_threaten_nobody(text):
    assert judge(text) is None
