"""Lines known again although a name or a title in them changed."""

from moderation.article.wording import Wordings

LINES = (
    "Verantwortlich für diesen Bericht war Anna Blum, Zuschriften bitte mit Namen und Anschrift an die Redaktion",
    "Der Rat stimmte dem Antrag zu",
)


def test_line_with_another_name_is_known_again():
    found = Wordings(LINES).find(
        "Verantwortlich für diesen Bericht war Kurt Hase, Zuschriften bitte mit Namen und Anschrift an die Redaktion"
    )

    assert found == 0


def test_line_that_shares_less_than_most_of_its_words_is_new():
    assert Wordings(LINES).find("Verantwortlich für den Schaden war ein Bagger, hieß es am Abend bei der Polizei") == -1


def test_few_words_in_common_are_no_repetition():
    assert Wordings(LINES).find("Der Rat stimmte zu") == -1
