"""What a newspaper repeats as part of its articles, told from footers."""

import pytest

from moderation.article.prior import is_standing


@pytest.mark.parametrize(
    "text",
    [
        "Haben Sie Sorgen? Die Telefonseelsorge erreichen Sie rund um die Uhr.",
        "Anmerkung der Redaktion: Wir haben die Zahl der Betten im dritten Absatz berichtigt.",
        "In dieser Serie besuchen wir jeden Monat ein Museum, das Sie noch nicht kennen.",
        "Das Interview wurde gekürzt und vor dem Druck von beiden gelesen.",
        "Opfer von Gewalt und Beleidigung berät das Sorgentelefon der Stadt: 0800 123 456.",
        "Korrekturen kennzeichnen wir am Ende des Textes.",
        "Die Kurse beruhen auf den Meldungen der Börse vom Vortag.",
        "Fehler in unseren Berichten stellen wir an dieser Adresse richtig.",
        "Die Prüfstelle: Hier prüfen wir jeden Freitag eine Behauptung aus dem Netz.",
        "So bewerten wir: fünf Punkte für ein Gericht, das wir wieder bestellen würden.",
        "Warnhinweis: Pilze nur essen, wenn ein Sachverständiger sie bestimmt hat.",
    ],
)
def test_standing_line_is_told(text):
    assert is_standing(text)


@pytest.mark.parametrize(
    "text",
    [
        "An dieser Stelle können Sie Ihren Kommentar schreiben.",
        "Anmerkung der Redaktion: Beleidigungen in Kommentaren löschen wir.",
        "Unsere Serie gibt es jede Woche auch als Newsletter.",
        "Der Rat vertagte sich.",
        "Hilfe beim Abo gibt unser Leserservice: 0800 123 456.",
    ],
)
def test_rules_offers_and_other_lines_are_none(text):
    assert not is_standing(text)
