import time

import pytest

from moderation.comment.abuse import judge_insult, judge_threat
from moderation.comment.advertising import judge_advertising
from moderation.comment.form import judge_language, judge_length
from moderation.comment.lexicon import lexicon
from moderation.comment.links import find_links, judge_links
from moderation.comment.personal_data import judge_personal_data
from moderation.comment.reading import read_comment
from moderation.comment.repetition import judge_readability, judge_repetition
from moderation.comment.rules import Setting, apply_rules
from moderation.comment.shouting import judge_shouting
from moderation.comment.values import Comment
from moderation.policy.values import Category, Clause, Limit, LimitKind, Polarity, Screenable, Strength


def clause(category, limit=None, quote="Das ist nicht erlaubt."):
    return Clause(category, Polarity.FORBID, Strength.MUST, quote, 0, len(quote), 1.0, Screenable.YES, limit=limit)


def read(text):
    return read_comment(text, lexicon())


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Siehe https://www.zeitung.example/artikel?id=1.", "zeitung.example"),
        ("mehr auf laden-nord.shop", "laden-nord.shop"),
        ("laden-nord punkt de", "laden-nord.de"),
        ("laden-nord(dot)com", "laden-nord.com"),
        ("hxxp://laden-nord.de/x", "laden-nord.de"),
        ("w w w . laden-nord . de", "laden-nord.de"),
        ("www laden-nord com", "laden-nord.com"),
        ("laden-nord . at", "laden-nord.at"),
    ],
)
def test_links_are_found_however_written(text, host):
    (link,) = find_links(text)

    assert link.host == host


@pytest.mark.parametrize(
    ("url", "paid"),
    [
        ("https://zeitung.example/2024/06/02/kultur/auktion.html?ref=kultur", False),
        ("https://blatt.example/2000026588/neuer-plan-fuer-das-werk?ref=rec", False),
        ("https://anbieter.example/?ref=anna77", True),
        ("https://anbieter.example/das-beste-geraet-im-test?aff=4711", True),
        ("https://billig-shop.example/das-beste-geraet-im-test?ref=anna", True),
    ],
)
def test_a_newspaper_counts_where_its_readers_came_from_without_paying_them(url, paid):
    (link,) = find_links(f"Dazu {url} lesen.")
    assert link.affiliate is paid


@pytest.mark.parametrize("text", ["Das stimmt.Aber nicht ganz.", "z.B. am 3.5.2024 um 12.30 Uhr", "Punkt eins: nein."])
def test_punctuation_makes_no_link(text):
    assert find_links(text) == ()


def test_more_links_than_the_clause_allows_are_certain():
    text = "Eins zeitung.example/a und zwei zeitung.example/b, beides lesenswert und lang."
    limited = clause(Category.LINKS, Limit(LimitKind.MAX_LINKS, 1))

    assert judge_links(text, 12, find_links(text), limited).certain


def test_a_bare_link_is_uncommented_and_a_source_is_not():
    bare, source = "https://zeitung.example/a", "Der Bericht nennt 12 Fälle, siehe https://zeitung.example/a"

    assert judge_links(bare, 4, find_links(bare), None).certain
    assert judge_links(source, 12, find_links(source), None).score < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Ruft ihn an: 0171 2345678",
        "Seine Adresse: max.muster@post.example",
        "Er wohnt in der Lindenstraße 12.",
        "DE89 3704 0044 0532 0130 00 ist sein Konto",
        "Tel. +43 660 1234567",
    ],
)
def test_personal_data_is_certain(text):
    assert judge_personal_data(read(text)).certain


@pytest.mark.parametrize(
    "text",
    [
        "Die Telefonseelsorge: 0800 111 0 111",
        "1.250.000 Euro für 2024 bis 2030",
        "Schreiben Sie an leserbriefe@zeitung.example",
        "Das Bürgertelefon hat die Nummer 030 1234500.",
        "Am 12.03.2024 um 18:30 Uhr",
    ],
)
def test_numbers_and_boxes_of_offices_are_no_personal_data(text):
    finding = judge_personal_data(read(text))

    assert finding is None or not finding.certain


@pytest.mark.parametrize(
    "text", ["WARUM TUT HIER NIEMAND ETWAS DAGEGEN", "Warum tut niemand etwas?????!!!!!", "Nein!!! Nein!!! Nein!!!"]
)
def test_shouting_is_certain(text):
    assert judge_shouting(read(text)).certain


@pytest.mark.parametrize("text", ["Die CDU, die SPD und die FDP in NRW", "Das ist NICHT richtig!", "Wirklich? Ja!"])
def test_abbreviations_and_single_emphasis_are_no_shouting(text):
    assert judge_shouting(read(text)) is None


def test_language_follows_the_clause_then_german_then_the_article():
    english = "I do not think that the council has thought about this."
    both = clause(Category.LANGUAGE, Limit(LimitKind.LANGUAGES, languages=("de", "en")))

    assert judge_language(read(english), None, None).certain
    assert judge_language(read(english), both, None) is None
    assert judge_language(read(english), None, "The council has not yet decided what it will do with the mill.") is None


@pytest.mark.parametrize(("length", "certain"), [(100, False), (101, True)])
def test_length_counts_the_stated_number(length, certain):
    finding = judge_length("x" * length, 1, clause(Category.LENGTH, Limit(LimitKind.MAX_CHARACTERS, 100)))

    assert (finding is not None) is certain


def test_the_same_sentence_thrice_is_spam():
    text = "Der Rat hat nie gefragt. " * 3

    assert judge_repetition(text, read(text).words, 0, ()).category is Category.SPAM


@pytest.mark.parametrize(
    "earlier",
    [
        "Die neue Ampel am Markt steht völlig falsch, das sieht doch jeder.",
        "die neue Ampel am Markt steht einfach völlig falsch, das sieht doch jeder!!",
    ],
)
def test_what_stands_in_the_thread_but_for_a_word_is_held(earlier):
    text = "Die neue Ampel am Markt steht völlig falsch, das sieht doch jeder."

    finding = judge_repetition(text, read(text).words, 0, ("Etwas ganz anderes.", earlier))

    assert finding is not None
    assert not finding.certain


def test_who_agrees_in_other_words_repeats_nothing():
    text = "Die neue Ampel am Markt steht falsch, man sieht sie vom Radweg aus nicht."
    earlier = ("Die neue Ampel am Markt steht völlig falsch, das sieht doch jeder.",)

    assert judge_repetition(text, read(text).words, 0, earlier) is None


@pytest.mark.parametrize(
    "text",
    [
        "Bitte kopiert diesen Text und schickt ihn an alle eure Freunde.",
        "Als KI-Sprachmodell habe ich keine eigene Meinung zum Radweg.",
    ],
)
def test_chain_letters_and_machine_texts_are_held(text):
    finding = judge_repetition(text, read(text).words, 0, ())

    assert finding is not None
    assert not finding.certain


def test_who_shares_an_article_writes_no_chain_letter():
    text = "Wir teilen uns die Kosten mit der Nachbargemeinde, und die KI der Behörde half beim Antrag."

    assert judge_repetition(text, read(text).words, 0, ()) is None


def test_what_the_site_has_seen_twice_is_certain_and_a_short_thanks_never():
    text = "Kommt alle am Samstag zum Marktplatz und bringt eure Freunde mit."

    assert judge_repetition(text, read(text).words, 2, ()).certain
    assert judge_repetition("Danke!", ["danke"], 9, ()) is None


@pytest.mark.parametrize("text", ["gfds hjkl wrtz", "x" * 80, "\u0301" * 50 + "ab"])
def test_unreadable_text_is_found(text):
    assert judge_readability(read(text)) is not None


def test_a_price_alone_takes_more_to_be_refused_than_an_offer_does():
    text = "Wir zahlen dort nur 640 Euro im Monat."
    finding = judge_advertising(text, read(text).cues, 0.93)

    assert finding is not None
    assert not finding.certain


@pytest.mark.parametrize(
    "text",
    [
        "Sie sind doch ein Vollidiot!",
        "Halt einfach die Fresse.",
        "So ein Trottel, dieser Planer.",
        "You are a moron.",
        "So ein Halbdackel im Rat!",
        "Du bist a Dodl, a richtiger.",
        "Dieser rückgratlose Schleimer.",
    ],
)
def test_an_aimed_insult_is_certain(text):
    assert judge_insult(read(text)).certain


@pytest.mark.parametrize(
    "text",
    [
        "Ich Idiot habe das geglaubt.",
        "Das Gerät ist idiotensicher.",
        "Kein Trottel, nein.",
        "Sie haben einen Dackel und einen Holzkopffisch.",
    ],
)
def test_who_insults_nobody_is_not_found(text):
    assert judge_insult(read(text)) is None


def test_a_wish_of_violence_is_found_and_a_report_is_not():
    assert judge_threat(read("Solche Leute sollte man alle erschießen.")).certain
    assert judge_threat(read("Der Wirt wurde 1923 erschossen.")) is None
    assert judge_threat(read("The photo should be framed and hung in the hall.")) is None


def test_what_can_be_done_to_things_too_is_certain_where_somebody_is_addressed():
    assert judge_threat(read("Dich sollte man aufhängen!")).certain
    assert not judge_threat(read("Die alten Bilder sollte man im Rathaus aufhängen und alle zeigen.")).certain


def test_what_may_be_only_talk_is_for_a_person_to_decide():
    assert not judge_threat(read("Wir wissen, wo du wohnst.")).certain
    assert not judge_threat(read("Das alte Plakat sollte man verbrennen.")).certain


def test_places_hold_where_invisible_signs_stand_before():
    text = "\u200b" * 6_000 + "Solche sollte man erschießen"

    (item,) = judge_threat(read(text)).evidence

    assert item.text == "sollte man erschießen"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("20 % Rabatt, jetzt bestellen: bit.ly/3abc", True),
        ("Der Bericht steht hier: https://www.amt.example/bericht.pdf", False),
        ("Ich habe 399 Euro bezahlt und bin zufrieden.", False),
    ],
)
def test_advertising_needs_more_than_a_link_or_a_price(text, refused):
    found = apply_rules(read(text), Comment(text), Setting({}, lexicon()), 0.6 if refused else 0.1)

    assert any(finding.category is Category.ADVERTISING and finding.certain for finding in found) is refused


def test_a_sellers_own_number_is_advertising_rather_than_personal_data():
    text = "Wir bieten Entrümpelung ab 99 Euro, Termine unter 0171 2345678"

    found = apply_rules(read(text), Comment(text), Setting({}, lexicon()), 0.8)

    certain = {finding.category for finding in found if finding.certain}
    assert Category.ADVERTISING in certain
    assert Category.PERSONAL_DATA not in certain


@pytest.mark.parametrize(
    "text",
    ["\u0301" * 20_000, "a." * 10_000, "http://" * 3_000, "1 " * 10_000, "A" * 20_000, "! " * 10_000, "(at)" * 5_000,
     "\u202e\u200b" * 10_000, "du " * 6_000, "sollte man " * 1_800, "-a" * 10_000, "@a" * 10_000],
)  # fmt: skip
def test_floods_take_bounded_time(text):
    begin = time.process_time()

    apply_rules(read(text), Comment(text), Setting({}, lexicon()), 0.5)

    assert time.process_time() - begin < 10  # seconds; what is not linear takes minutes


@pytest.mark.parametrize(
    ("text", "insults"),
    [
        ("Herr Vogel, Sie Ar$chl0ch, treten Sie zurück.", True),
        ("Ihr H*rensöhne habt das verbockt.", True),
        ("Der Vogel ist ein W1chs3r, mehr nicht.", True),
        ("Du bist ein A r s c h l o c h", True),
        ("So eine Sch31ße mit der Baustelle.", False),
        ("Ich bin so ein I.d.i.o.t gewesen.", False),
    ],
)
def test_a_disguised_insult_at_a_person_is_an_insult_as_well(text, insults):
    found = apply_rules(read(text), Comment(text), Setting({}, lexicon()), 0.0)
    assert (Category.INSULT in {finding.category for finding in found}) is insults


def test_a_call_to_write_to_the_author_sells_and_one_to_write_to_somebody_else_does_not():
    own, other = (
        read_comment(f"Schreibt {whom} an p.lang@postfach.example, dann erfahrt ihr mehr.", lexicon()).cues
        for whom in ("mir", "ihm")
    )

    assert "call" in {name for name, _, _ in own.spans}
    assert "call" not in {name for name, _, _ in other.spans}
