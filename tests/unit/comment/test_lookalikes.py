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
    ],
)
def test_a_vulgar_stem_in_an_unknown_word_or_a_term_is_no_certain_breach(text: str) -> None:
    assert not _is_certain(text)


@pytest.mark.parametrize(
    "text", ["So ein Arschgesicht!", "Verpisst euch.", "Diese Oberwichser im Amt.", "Was für ein Riesenarschloch."]
)
def test_known_abuse_and_its_compounds_stay_certain(text: str) -> None:
    assert _is_certain(text)
