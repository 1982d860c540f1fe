"""What only holds a vulgar stem may be a name, a plant or a doctor's word: it is never refused for that."""

import pytest

from moderation.comment.lexicon import lexicon
from moderation.comment.profanity import judge_profanity
from moderation.comment.reading import read_comment


def _is_certain(text: str) -> bool:
    finding = judge_profanity(read_comment(text, lexicon()), lexicon())
    return finding is not None and finding.certain


@pytest.mark.parametrize(
    "text",
    [
        "Arschamet wurde im Jahr 1840 in Tiflis geboren.",
        "Die Arschwespe legt ihre Eier in morsches Holz.",
        "Seit der Operation kann der Patient wieder pissen.",
        "Ein Hurenkind am Seitenanfang gilt im Satz als Fehler.",
        "In Pissen steht eine alte Mühle.",
        "Die Möse ist ein kleiner Fluss.",
        "Am Wanker Bahnhof hält kein Zug mehr.",
    ],
)
def test_a_vulgar_stem_in_an_unknown_word_or_a_term_is_no_certain_breach(text: str) -> None:
    assert not _is_certain(text)


@pytest.mark.parametrize(
    "text", ["So ein Arschgesicht!", "Verpisst euch.", "Diese Oberwichser im Amt.", "Was für ein Riesenarschloch."]
)
def test_known_abuse_and_its_compounds_stay_certain(text: str) -> None:
    assert _is_certain(text)


@pytest.mark.parametrize(
    "text",
    [
        "Der Ficker'sche Garten hat wieder offen.",
        "Am Fickerhof gibt es Honig, beim Ficker-Archiv eine Ausstellung.",
        "Der Zug hält zwischen Kotzen und Rathenow nicht mehr.",
        "Wir sind von Rathenow über Kotzen geradelt.",
    ],
)
def test_what_is_called_after_a_family_or_a_village_is_no_certain_breach(text: str) -> None:
    assert not _is_certain(text)


@pytest.mark.parametrize("text", ["Du Ficker!", "Dieser Wichser im Amt.", "Sie sind ein F*cker, über alle Maßen."])
def test_the_same_words_without_a_name_around_them_stay_certain(text: str) -> None:
    assert _is_certain(text)


@pytest.mark.parametrize("text", ["Ich lag im Bett...Erst um zehn bin ich los.", "***Ich bin dafür***", "Na...Schick!"])
def test_a_missing_blank_between_sentences_or_stars_around_words_hide_nothing(text: str) -> None:
    assert not _is_certain(text)


@pytest.mark.parametrize("text", ["So eine Sch...eisse.", "Du W**hser!", "Fo..tze!", "F***ing hell"])
def test_dots_and_stars_inside_a_word_still_hide_it(text: str) -> None:
    assert _is_certain(text)
