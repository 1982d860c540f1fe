"""Terse furniture around an article alone, by the shipped model."""

import pytest

from moderation.article.recurrence import Recurrence, mark
from moderation.article.values import Label
from moderation.services.separator import Separator

TITLE = "Kreis baut neue Brücke über die Aue"
BODY = (
    "Der Kreistag hat am Montag den Neubau der Brücke beschlossen. Sie soll 4,2 Millionen Euro kosten.",
    "Die Arbeiten beginnen im Frühjahr, sagte der Landrat. Die alte Brücke bleibt bis dahin offen.",
)
ENDINGS = {
    "mb/dpa": Label.AGENCY_CREDIT,
    "Mit Material von dpa und AFP": Label.AGENCY_CREDIT,
    "© 2026 Heidebote. Alle Rechte vorbehalten.": Label.COPYRIGHT,
    "Zurück zur Übersicht": Label.NAVIGATION,
    "Lesen Sie auch: Warum die Brücke gesperrt bleibt": Label.RELATED,
    "- Advertisement -": Label.ADVERTISING,
}


@pytest.fixture(scope="module")
def separator():
    return Separator.load()


@pytest.mark.parametrize(("ending", "label"), ENDINGS.items())
@pytest.mark.parametrize("join", ["\n", "\n\n", " ", "<br><br>"])
def test_furniture_at_the_end_goes_and_the_article_stays(separator, join, ending, label):
    page = join.join((TITLE, *BODY, ending))
    separation = separator.separate(page)

    assert separation.blocks[-1].label is label
    assert page[separation.blocks[-1].start : separation.blocks[-1].end] in ending
    assert "the line is nothing else" in separation.blocks[-1].reason
    assert separation.text.replace("\n\n", " ") == " ".join((TITLE, *BODY))


def test_furniture_before_the_title_goes_and_the_title_is_found(separator):
    separation = separator.separate("\n".join(("Startseite > Politik > Kreis", "Anzeige", TITLE, *BODY)))

    labels = [Label.NAVIGATION, Label.ADVERTISING, Label.HEADLINE, Label.PARAGRAPH, Label.PARAGRAPH]
    assert [block.label for block in separation.blocks] == labels
    assert separation.title == TITLE


def test_titles_after_a_pointer_go_with_it(separator):
    more = ("Mehr zum Thema", "Streit um die Umgehungsstraße", "Was die Brücke kostet")
    separation = separator.separate("\n".join((TITLE, *BODY, *more)))

    assert [block.label for block in separation.blocks[-3:]] == [Label.RELATED] * 3
    assert separation.text.endswith(BODY[-1])


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("mb/dpa", "dpa"),
        ("Quelle: dpa", "dpa"),
        ("Mit Material von dpa und AFP", "dpa/afp"),
        ("dpa-infocom, dpa:261126-930-12345/1", "dpa"),
        ("Keystone-SDA", "keystone-sda"),
    ],
)
def test_agency_of_a_credit_is_stated(separator, credit, agency):
    assert separator.separate("\n".join((TITLE, *BODY, credit))).metadata.agency == agency


def test_operators_word_goes_before_the_form_of_a_line(separator):
    memory = mark(Recurrence(), "Zurück zur Übersicht", editorial=True)
    separation = separator.separate("\n".join((TITLE, *BODY, "Zurück zur Übersicht")), site_memory=memory)

    assert separation.text.endswith("Zurück zur Übersicht")
