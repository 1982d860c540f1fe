import numpy as np
import pytest

from moderation.article.classifier import KINDS
from moderation.article.phrasing import LAST
from moderation.article.shape import count_texts
from moderation.article.skimming import FIRST, is_asked, skimmed

PLAIN = (
    "Der Fluss trat in der Nacht zum Dienstag über die Ufer und setzte die Keller der Altstadt unter Wasser, "
    "wie die Feuerwehr am Morgen auf dem Marktplatz mitteilte."
)


def asked_amid(text):
    """Tell whether a text is read where it stands amid plain paragraphs."""
    texts = [PLAIN] * 12
    texts[5] = text
    return is_asked(texts, count_texts(texts, []))[5]


def test_plain_paragraphs_are_read_at_both_ends_of_an_article_only():
    asked = is_asked([PLAIN] * 12, count_texts([PLAIN] * 12, []))

    assert asked.tolist() == [True] * FIRST + [False] * (12 - FIRST - LAST) + [True] * LAST


@pytest.mark.parametrize(
    "telling",
    [
        f"{PLAIN} Unter diesem Text stehen 40 Kommentare.",
        f"{PLAIN} Wir behalten uns vor, Sätze zu kürzen.",
        f"{PLAIN} Das alles lesen Sie in der Ausgabe vom Mittwoch.",
        f"{PLAIN} Und was denkst du?",
        f"{PLAIN} Der Newsletter erscheint am Abend.",
        f"{PLAIN} Die Autorin lebt in Altdorf.",
        f"{PLAIN} Bitte schicken Sie uns Bilder.",
        PLAIN.rstrip("."),
        "Der Fluss trat über die Ufer.",
        f"{' '.join([PLAIN] * 6)} Unter diesem Text stehen 40 Kommentare.",
    ],
)
def test_what_has_a_telling_word_ends_no_sentence_or_is_short_is_read(telling):
    assert asked_amid(telling)
    assert not asked_amid(PLAIN)


def test_a_sentence_that_begins_with_she_addresses_nobody():
    assert not asked_amid(f"{PLAIN} Sie hatte mit dem Wasser gerechnet, doch nicht mit so viel davon.")


def test_what_was_not_read_passes_for_an_articles():
    row = np.exp(skimmed(len(KINDS)))

    assert row.argmax() == 0
    assert row.sum() == pytest.approx(1)
