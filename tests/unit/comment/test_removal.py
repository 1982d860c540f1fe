import pytest

from moderation.comment.removal import smallest_removal

TEXT = "Der Plan ist gut, du Esel, nur zu spät."
ESEL = (TEXT.index("Esel"), TEXT.index("Esel") + 4)
DU = (TEXT.index("du"), TEXT.index("du") + 2)


def find(spans, passes, text=TEXT, *, english=False):
    return smallest_removal(text, spans, passes, english=english)


def test_only_the_words_that_matter_are_named():
    removal = find([DU, ESEL], lambda text: "Esel" not in text)

    assert [(item.start, item.end, item.text) for item in removal.spans] == [(*ESEL, "Esel")]
    assert removal.sentence == "Ohne das Wort „Esel“ würde dieser Kommentar veröffentlicht."


def test_neighbouring_words_are_one_place():
    removal = find([(DU[0], ESEL[1])], lambda text: "Esel" not in text and "du" not in text)

    assert [item.text for item in removal.spans] == ["du Esel"]
    assert removal.sentence.startswith("Ohne die Wörter „du Esel“")


def test_english_comments_are_told_in_english():
    removal = find([ESEL], lambda text: "Esel" not in text, english=True)

    assert removal.sentence == "Without the word “Esel” this comment would be published."


@pytest.mark.parametrize(
    ("spans", "passes"),
    [
        ([], lambda _text: True),
        ([ESEL], lambda _text: False),
        ([(0, len(TEXT))], lambda _text: True),  # nothing would be left
    ],
)
def test_there_is_not_always_one(spans, passes):
    assert find(spans, passes) is None


def test_trials_are_few_however_many_words_there_are():
    text = "wort " * 500 + "sonst steht hier noch viel anderes " * 80
    trials = []

    find([(5 * number, 5 * number + 4) for number in range(500)], lambda tried: not trials.append(tried), text)

    assert len(trials) <= 9
