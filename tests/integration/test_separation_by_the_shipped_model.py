"""The shipped separation model on invented articles."""

import re
import time

import pytest

import moderation
from moderation.article.recurrence import Recurrence, observe
from moderation.article.values import Label
from moderation.errors import DamagedModel, InvalidInput, TooLarge, UnknownModel
from moderation.services.separator import Separator

ARTICLE = (
    "Kreis Lindenau bekommt eine neue Buslinie ins Tal",
    "Vom Frühjahr an fährt ein Bus im Stundentakt zwischen Lindenau und Oberthal. Der Kreistag stimmte am Dienstag zu.",
    "Nach Angaben der Verwaltung kostet die Linie im Jahr 410.000 Euro. Die Gemeinden tragen davon ein Drittel.",
    "Kritik an den Kosten",
    "Die Opposition hält die Ausgabe für zu hoch. Ihr Sprecher verlangte eine Prüfung nach einem Jahr. (dpa)",
)
FOOTER = (
    "schön, dass Sie hier Ihre Meinung sagen.",
    "Bitte verzichten Sie auf Beleidigungen, Unterstellungen und Werbung. Solche Kommentare veröffentlichen wir nicht.",
    "Wir prüfen jeden Kommentar, bevor er erscheint. Das kann etwas dauern.",
    "Ihre Redaktion vom Lindenauer Boten",
)
LINES = (*ARTICLE, *FOOTER)
FORMS = {
    "lines": "\n".join(LINES),
    "blank lines": "\n\n".join(LINES),
    "paragraphs": "".join(f"<p>{line}</p>\n" for line in LINES),
    "document": f"<html><body><h1>{LINES[0]}</h1>{''.join(f'<p>{line}</p>' for line in LINES[1:])}</body></html>",
    "line breaks": "<div>" + "<br><br>".join(LINES) + "</div>",
}


@pytest.fixture(scope="module")
def separator():
    return Separator.load()


@pytest.mark.parametrize("form", FORMS)
def test_footer_is_one_notice_and_every_paragraph_stays(separator, form):
    separation = separator.separate(FORMS[form])

    assert [block.text for block in separation.blocks if block.editorial] == list(ARTICLE)
    assert separation.policy_notice == "\n".join(FOOTER)
    assert [block.label for block in separation.blocks].count(Label.POLICY_NOTICE) == 1
    assert separation.metadata.agency == "dpa"
    assert separation.language == "de"


@pytest.mark.parametrize("form", ["lines", "document"])
def test_headline_and_subheading_are_told_from_paragraphs(separator, form):
    labels = {block.text: block.label for block in separator.separate(FORMS[form]).blocks}

    assert labels[ARTICLE[0]] is Label.HEADLINE
    assert labels[ARTICLE[3]] is Label.SUBHEADING


@pytest.mark.parametrize("join", [" ".join(LINES), "\n".join([*ARTICLE[:-1], " ".join((ARTICLE[-1], *FOOTER))])])
def test_footer_behind_editorial_sentences_is_split_off(separator, join):
    separation = separator.separate(join)

    assert separation.policy_notice is not None
    assert separation.policy_notice.startswith(FOOTER[0])
    assert separation.policy_notice.endswith(FOOTER[-1])
    assert separation.text.endswith("(dpa)")


def test_footer_glued_to_a_paragraph_of_markup_has_true_offsets(separator):
    page = "".join(f"<p>{line}</p>" for line in ARTICLE[:-1]) + f"<p>{ARTICLE[-1]} <b>{' '.join(FOOTER)}</b></p>"

    notice = next(block for block in separator.separate(page).blocks if block.label is Label.POLICY_NOTICE)

    assert page[notice.start :].startswith(FOOTER[0])


@pytest.mark.parametrize("form", FORMS)
def test_blocks_cover_the_visible_text_in_order_with_true_offsets(separator, form):
    page = FORMS[form]
    blocks = separator.separate(page).blocks

    assert "".join("".join(block.text for block in blocks).split()) == "".join("".join(LINES).split())
    assert all(page[b.start :].startswith(b.text[:12]) and page[: b.end].endswith(b.text[-12:]) for b in blocks)
    assert [b.start for b in blocks] == sorted(b.start for b in blocks)


@pytest.mark.parametrize(
    "closing",
    [
        "Der Verlag will Leserkommentare künftig vor der Veröffentlichung prüfen, sagte eine Sprecherin am Montag.",
        "In einer früheren Fassung stand, die Linie koste 41.000 Euro. Wir haben den Fehler korrigiert.",
        "Die Redaktion bat den Landkreis um eine Stellungnahme. Eine Antwort lag am Abend nicht vor.",
        "Über den Namen der Linie stimmen die Fahrgäste im Mai ab. Das Ergebnis gibt der Kreis im Juni bekannt.",
    ],
)
def test_editorial_closings_that_look_like_footers_stay(separator, closing):
    separation = separator.separate("\n".join((*ARTICLE, closing)))

    assert closing in separation.text
    assert separation.policy_notice is None


def test_article_about_rules_has_no_notice(separator):
    lines = (
        "Mehr Hass, weniger Debatte: Wie Foren um den Ton ringen",
        "In vielen Kommentarspalten wird beleidigt und gedroht. Das zeigt eine Studie der Hochschule Marburg.",
        "„Wir löschen, was Menschen herabwürdigt“, sagte die Leiterin der Moderation. Werbung sei seltener geworden.",
        "Der Verband empfiehlt seinen Mitgliedern eine Netiquette. Wer dagegen verstößt, soll gesperrt werden.",
    )

    separation = separator.separate("\n\n".join(lines))

    assert separation.policy_notice is None
    assert all(line in separation.text for line in lines)


def test_what_repeats_on_a_site_is_learnt_but_repetition_alone_is_no_proof(separator):
    memory = Recurrence()
    intro = "In unserer Serie besuchen wir Menschen, die nachts arbeiten, vom Bäcker bis zur Hebamme."
    for number in range(4):
        page = "\n".join(
            (f"Ort {number}: {ARTICLE[0]}", intro, f"Kapitel {number * 7}. {ARTICLE[2][number * 5 :]}", *FOOTER)
        )
        memory = observe(memory, separator.separate(page, site_memory=memory))

    separation = separator.separate("\n".join((ARTICLE[0], intro, *ARTICLE[1:], *FOOTER)), site_memory=memory)

    assert intro in separation.text
    assert any("articles of this site" in block.reason for block in separation.blocks if not block.editorial)


def test_stated_metadata_is_read(separator):
    page = (
        '<html lang="de"><head><title>Bus</title><link rel="canonical" href="https://bote.example/bus">'
        '<meta property="article:section" content="Lokales"><meta property="og:title" content="Neue Buslinie">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Neue Buslinie", "datePublished": '
        '"2024-05-03", "author": [{"name": "Eva Roth"}]}</script></head><body>' + FORMS["paragraphs"] + "</body></html>"
    )
    separation = separator.separate(page)

    assert separation.title == "Neue Buslinie"
    assert separation.metadata.authors == ("Eva Roth",)
    assert separation.metadata.published == "2024-05-03"
    assert separation.metadata.url == "https://bote.example/bus"
    assert separation.metadata.section == "Lokales"


@pytest.mark.parametrize("page", ["", "   ", b"", "a\0b", "a\ud800b", b"\x89PNG\r\n\0\0", "<script>x</script>"])
def test_what_has_no_text_is_refused(separator, page):
    with pytest.raises(InvalidInput):
        separator.separate(page)


def test_unknown_format_and_too_much_are_refused(separator):
    with pytest.raises(InvalidInput, match="html or text"):
        separator.separate("Text", input_format="pdf")
    with pytest.raises(TooLarge):
        separator.separate("a " * 2_100_000)
    with pytest.raises(TooLarge, match="blocks"):
        separator.separate("a\n" * 100_000)


@pytest.mark.parametrize(
    "flood", ["<div>" * 50_000, "<a " * 10_000, "<!--" * 10_000, "Satz. " * 20_000, "<p>x</p>" * 5_000, "a\n" * 10_000]
)
def test_floods_end_in_bounded_time_and_lose_no_text(separator, flood):
    started = time.process_time()

    blocks = separator.separate(flood + "Der letzte Satz steht hier.").blocks

    assert time.process_time() - started < 10  # seconds; what is not linear takes minutes
    assert "Der letzte Satz steht hier." in blocks[-1].text


def test_missing_and_damaged_models_are_named(tmp_path):
    with pytest.raises(UnknownModel):
        Separator.load(tmp_path)
    (tmp_path / "card.json").write_text('{"name": "separation", "version": "1", "format": "separation/4"}')
    with pytest.raises(DamagedModel):
        Separator.load(tmp_path)


def test_the_public_face_uses_the_active_model():
    assert moderation.separate(FORMS["lines"]).policy_notice == "\n".join(FOOTER)


@pytest.mark.parametrize("depth", [10, 40, 400])
def test_paragraphs_stay_at_any_depth(separator, depth):
    paragraphs = "".join(f"<p>{line}</p>" for line in (ARTICLE[1], ARTICLE[2], ARTICLE[4]))

    separation = separator.separate("<div>" * depth + f"<h1>{ARTICLE[0]}</h1>{paragraphs}" + "</div>" * depth)

    assert all(line in separation.text for line in (ARTICLE[1], ARTICLE[2], ARTICLE[4]))


def test_wrappers_around_running_text_alone_make_no_whole_page(separator):
    lines = [f"Die Stadt senkt die Gebühren um {n} Prozent, sagte der Kämmerer. Das sei nötig." for n in range(3, 8)]

    separation = separator.separate("<div>" * 30 + "".join(f"<p>{line}</p>" for line in lines) + "</div>" * 30)

    assert separation.text == "\n\n".join(lines)


LAST = "Auf dem Dach brüten Störche."


@pytest.mark.parametrize(
    "form", ["\n".join((*LINES[:3], LAST, *FOOTER)), "\n".join((*LINES[:3], " ".join((LAST, *FOOTER))))]
)
def test_short_last_paragraph_right_before_a_footer_stays(separator, form):
    separation = separator.separate(form)

    assert separation.text.endswith(LAST)
    assert separation.policy_notice


def test_line_breaks_part_paragraphs_as_marked_ones_do(separator):
    marked = separator.separate(FORMS["paragraphs"])
    broken = separator.separate(FORMS["line breaks"])

    assert broken.text == marked.text
    assert broken.policy_notice == marked.policy_notice


def test_article_on_one_line_without_a_footer_stays_whole(separator):
    line = " ".join(ARTICLE)

    assert separator.separate(line).text == line


@pytest.mark.parametrize(
    "sentence",
    [
        'Der Entwurf liegt <a href="https://stadt.example/entwurf">im Rathaus</a> aus.',
        'Weitere Angaben stehen <a href="https://amt.example/mai">im Bericht des Amtes</a> vom Mai.',
    ],
)
def test_link_within_a_sentence_of_an_article_speaks_against_nothing(separator, sentence):
    paragraphs = "".join(f"<p>{line}</p>" for line in (*LINES[:3], sentence, " ".join(FOOTER)))

    separation = separator.separate(paragraphs)

    assert separation.text.endswith(re.sub("<[^>]*>", "", sentence))
    assert separation.policy_notice


def test_single_sentence_sent_as_an_article_is_not_all_furniture(separator):
    line = "Zweite Fassung des Berichts über den Bahnhof."

    assert separator.separate(line).text == line
