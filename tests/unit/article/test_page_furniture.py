"""Lines of whole pages that are told by their form: ad marks, credits, rights and heads of lists."""

import pytest

from moderation.article.terse import furniture_of_page
from moderation.article.values import Label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Anzeige", Label.ADVERTISING),
        ("- Advertisement -", Label.ADVERTISING),
        ("Titelbild: Erika Muster/Bilderdienst", Label.AGENCY_CREDIT),
        ("(Foto: Stadtverwaltung)", Label.AGENCY_CREDIT),
        ("Illustration: Erika Muster", Label.AGENCY_CREDIT),
        ("mb/dpa", Label.AGENCY_CREDIT),
        ("© Erika Muster/Bilderdienst", Label.COPYRIGHT),
        ("Verwandte Artikel", Label.RELATED),
        ("Lesen Sie auch:", Label.RELATED),
    ],
)
def test_a_mark_a_credit_rights_and_a_head_are_told(text, label):
    assert furniture_of_page(text) is label


@pytest.mark.parametrize(
    "text",
    [
        "Fotos zeigen den Umbau des Bahnhofs.",
        "Foto: Der Bahnhof ist seit Montag gesperrt und wird umgebaut.",
        "Bilder einer Ausstellung",
        "Lesen Sie auch: Umbau beginnt später",
        "Startseite > Politik > Verkehr",
        "dpa meldete den Umbau am Montag zuerst.",
        "Der Umbau dauert bis 2027.",
        "",
    ],
)
def test_what_says_more_stays_as_it_was_judged(text):
    assert furniture_of_page(text) is None
