import pytest

from moderation.comment.lexicon import lexicon
from moderation.comment.reading import read_comment
from moderation.comment.substance import has_substance


@pytest.mark.parametrize(
    "text",
    [
        "Quelle: Amtsblatt vom Mai, Seite 3",
        "https://www.amt.example/bericht",
        "Wer trägt die Kosten?",
        "Und was sagt der Kreis dazu?",
        "Bei uns hat es geholfen, weil alle mitgemacht haben.",
        "Kostete 2012 noch 40 Euro.",
    ],
)
def test_a_source_a_question_a_reason_and_a_figure_are_substance(text):
    assert has_substance(read_comment(text, lexicon()))


@pytest.mark.parametrize("text", ["Ohne Worte.", "Lächerlich!", "Na und?", "Wen interessiert das?", "Haha, ja ja."])
def test_exclamations_and_questions_that_ask_nothing_are_none(text):
    assert not has_substance(read_comment(text, lexicon()))
