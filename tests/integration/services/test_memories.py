import pytest

from moderation.errors import InvalidInput, UnknownSite
from moderation.services.articles import ingest
from moderation.services.memories import mark_text, show_memory
from moderation.services.site_settings import SiteSettings, change_settings
from moderation.services.sites import add_site
from tests.factories import FOOTER, NOW, PARAGRAPHS, article

EXTRA = "Der Kiosk am Markt öffnet werktags um sechs Uhr und schließt am Abend."


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", now=NOW)
    return deployment


def page(number, *lines):
    first = f"Bericht {'abcdefgh'[number] * 6} aus dem Kreistag von Lindenau"
    return article(f"a-{number}", text="\n\n".join((first, *PARAGRAPHS, *lines)))


def test_memory_shows_what_recurs_most_first(bote):
    for number in range(3):
        ingest(bote, "bote", page(number, FOOTER), NOW)

    memory = show_memory(bote, "bote")

    assert memory.articles == pytest.approx(1 + 0.98 + 0.98**2)
    assert any(FOOTER.startswith(line.sample[:40]) for line in memory.lines)
    assert [line.count for line in memory.lines] == sorted((line.count for line in memory.lines), reverse=True)


def test_a_new_site_remembers_nothing(bote):
    assert show_memory(bote, "bote").lines == ()


@pytest.mark.parametrize("editorial", [True, False])
def test_an_operators_word_holds_from_the_next_article_on(bote, editorial):
    marked = FOOTER if editorial else EXTRA
    mark_text(bote, "bote", marked, editorial=editorial, now=NOW)

    separation = ingest(bote, "bote", page(1, EXTRA, FOOTER), NOW).separation

    assert (marked in separation.text) is editorial
    assert any("an operator marked it" in block.reason for block in separation.blocks)


def test_a_word_can_be_taken_back(bote):
    mark_text(bote, "bote", EXTRA, editorial=False, now=NOW)
    mark_text(bote, "bote", EXTRA, editorial=None, now=NOW)

    assert EXTRA in ingest(bote, "bote", page(1, EXTRA), NOW).separation.text


def test_phrases_of_an_operator_decide(bote):
    change_settings(
        bote, "bote", SiteSettings(boilerplate_phrases=("Kiosk am Markt",), editorial_phrases=(FOOTER[:60],))
    )

    separation = ingest(bote, "bote", page(1, EXTRA, FOOTER), NOW).separation

    assert EXTRA not in separation.text
    assert FOOTER in separation.text
    assert any("an operator calls boilerplate" in block.reason for block in separation.blocks)


def test_a_phrase_within_a_paragraph_takes_only_its_sentence(bote):
    change_settings(bote, "bote", SiteSettings(boilerplate_phrases=("öffnet werktags um sechs",)))

    separation = ingest(bote, "bote", page(1, f"{PARAGRAPHS[0]} {EXTRA}"), NOW).separation

    assert EXTRA not in separation.text
    assert separation.text.endswith(PARAGRAPHS[0])


@pytest.mark.parametrize("text", ["", "123 – 456", "a" * 20_001])
def test_what_cannot_be_recognised_cannot_be_marked(bote, text):
    with pytest.raises(InvalidInput):
        mark_text(bote, "bote", text, editorial=True, now=NOW)


def test_unknown_sites_have_no_memory(deployment):
    with pytest.raises(UnknownSite):
        show_memory(deployment, "nobody")
    with pytest.raises(UnknownSite):
        mark_text(deployment, "nobody", EXTRA, editorial=True, now=NOW)
