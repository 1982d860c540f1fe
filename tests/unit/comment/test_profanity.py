import time

import pytest

from moderation.comment.abuse import judge_hidden_insult
from moderation.comment.lexicon import lexicon
from moderation.comment.profanity import judge_profanity
from moderation.comment.reading import read_comment


def judged(text):
    return judge_profanity(read_comment(text, lexicon()), lexicon())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("So ein Arschloch!", "Arschloch"),
        ("So ein Arschl*ch, ehrlich", "Arschl*ch"),
        ("Du W1chs3r", "W1chs3r"),
        ("A r s c h l o c h", "A r s c h l o c h"),
        ("a.r.s.c.h.l.o.c.h", "a.r.s.c.h.l.o.c.h"),
        ("Aaarschloooch", "Aaarschloooch"),
        ("Аrschloch", "Аrschloch"),  # the first letter is Cyrillic
        ("Arsch\u200bloch", "Arsch\u200bloch"),
        ("Ar$chloch", "Ar$chloch"),
        ("𝐀𝐫𝐬𝐜𝐡𝐥𝐨𝐜𝐡", "𝐀𝐫𝐬𝐜𝐡𝐥𝐨𝐜𝐡"),
    ],
)
def test_vulgar_words_are_found_in_every_disguise(text, word):
    finding = judged(text)

    assert finding.certain
    assert word in [item.text for item in finding.evidence]
    assert all(text[item.start : item.end] == item.text for item in finding.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Das Arsenal liegt im Dickicht, sagt die Analyse.",
        "Marsch durch Scheidegg, vorbei an der Schwanzmeise",
        "Leser*innen und Politiker:innen",
        "C O 2 und H 2 O",
        "z. B. d. h. u. a. m.",
        "G20-Gipfel 2024, 3l/100km",
        "Das ist waaahnsinnig gut",
        "Ein Assessment mit Trafficker-Jargon",
    ],
)
def test_lookalikes_stay_clean(text):
    assert judged(text) is None


def test_a_family_name_is_no_breach():
    finding = judged("Familie Fick betreibt die Gärtnerei.")

    assert not finding.certain
    assert finding.score < 0.5


def test_a_mild_word_in_the_open_is_not_certain():
    assert not judged("So eine Scheiße.").certain


def test_a_flood_of_masks_takes_bounded_time():
    begin = time.process_time()

    judged("a*" * 10_000)
    judged("*" * 20_000)
    judged("a b " * 5_000)

    assert time.process_time() - begin < 10  # seconds; what is not linear takes minutes


@pytest.mark.parametrize(
    "text", ["So eine Sch.eiße", "Du Ar...loch", "Fic k dich", "Ar sch loch", "F*** dich", "Fo-tze", "Sch…ße", "Nutt3"]
)
def test_words_cut_by_signs_blanks_or_dots_are_found_where_they_stand(text):
    found = judged(text)

    assert found is not None
    assert all(text[item.start : item.end] == item.text for item in found.evidence)


@pytest.mark.parametrize(
    "text", ["Er ging nicht...aber sie", "Mist, Kerl!", "Die Nach(t)wache", "z.B. die Bürger(innen)", "Ich sch...lafe"]
)
def test_words_that_only_look_cut_are_left_alone(text):
    assert judged(text) is None


@pytest.mark.parametrize(
    "text",
    ["So ein Fxcker.", "Das ist schexxe gelaufen.", "Du w ichser.", "Diese Schl.mpe!", "Ihr Votzen.", "stfu"],
)
def test_letters_crossed_out_left_out_or_misspelt_hide_no_vulgar_word(text):
    finding = judge_profanity(read_comment(text, lexicon()), lexicon())

    assert finding is not None
    assert finding.certain


@pytest.mark.parametrize(
    "text",
    [
        "Die Hexe und der Boxer im Exil.",
        "Bild xxx zeigt Maxx Foxx.",
        "Punkt a Nutzen, Punkt b Kosten.",
        "Klasse.Tolle Sache",
    ],
)
def test_an_x_a_letter_alone_and_a_forgotten_blank_are_no_disguise(text):
    assert judge_profanity(read_comment(text, lexicon()), lexicon()) is None


def test_a_vulgar_word_broken_off_is_held_but_not_the_name_of_a_court_report():
    held = judge_profanity(read_comment("So eine Sch... wieder.", lexicon()), lexicon())

    assert held is not None
    assert not held.certain
    assert judge_profanity(read_comment("Der Zeuge Herr Sch... schwieg.", lexicon()), lexicon()) is None


@pytest.mark.parametrize("text", ["Du Id*ot!", "So ein Tr0ttel.", "Ihr seid doch D3ppen.", "Halt die Fr*sse."])
def test_a_disguised_insult_is_aimed_as_the_plain_one_is(text):
    comment = read_comment(text, lexicon())
    found = judge_hidden_insult(comment, judge_profanity(comment, lexicon()), lexicon())

    assert found is not None
    assert found.certain


@pytest.mark.parametrize("text", ["Das hat wohl ein Id1ot gebaut.", "Zwölf W1chser haben das beschlossen."])
def test_a_disguised_word_that_calls_names_is_held_wherever_it_is_aimed(text):
    comment = read_comment(text, lexicon())
    found = judge_hidden_insult(comment, judge_profanity(comment, lexicon()), lexicon())

    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    ["Alle Spinner*innen und Betrüger*innen.", "Mein *Esel* und _Affe_.", "Hirn! As! CO2 und 4you, Web2.0", "v_i_e_l"],
)
def test_stars_for_both_sexes_and_signs_that_set_off_hide_no_insult(text):
    assert judge_hidden_insult(read_comment(text, lexicon()), None, lexicon()) is None


@pytest.mark.parametrize(("text", "certain"), [("f.i.c.k.t euch", False), ("Du Wi*hser!", True), ("Du Id*ot!", True)])
def test_where_vulgar_words_are_forbidden_a_disguised_curse_is_one_and_a_name_is_an_insult(text, certain):
    comment = read_comment(text, lexicon())
    profanity = judge_profanity(comment, lexicon())
    found = judge_hidden_insult(comment, profanity, lexicon(), may_refuse=profanity is None)

    assert found is not None
    assert found.certain is certain
