import time

import numpy as np
import pytest

from moderation.article import meanings as module
from moderation.article.meanings import (
    CLASSES,
    MAX_CHARACTERS,
    MOST_UNITS,
    WIDTH,
    Meaning,
    classes_of,
    meanings,
    no_meaning,
    read_lists,
)


def test_a_list_names_whole_words_beginnings_and_ends():
    lists = read_lists("# about\n[house]\none: =abo kommentar\n    -brief\n[world]\ntwo: =abo\n")

    assert lists.names == ("one", "two")
    assert lists.whole == {"abo": (0, 1)}
    assert lists.beginnings == {"kommentar": 0}
    assert lists.ends == {"brief": 0}
    assert lists.groups == {"house": (0,), "world": (1,)}


def test_no_class_is_named_twice_and_signs_have_their_own():
    assert len(set(CLASSES)) == len(CLASSES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Leserkommentare", ["reader", "comment"]),
        ("Monatsabos", ["subscription"]),
        ("Stadtrat", ["state"]),
        ("Sie", ["you_formal"]),
        ("sie", ["they"]),
        ("9,90 €", ["money_sign", "money_sign"]),
        ("040/1234567", ["phone"]),
        ("12.30 Uhr", ["clock", "time"]),
        ("1998", ["year"]),
        ("17", ["count"]),
        ("leser@bote.example", ["mail"]),
        ("www.bote.example", ["address"]),
        ("@bote #heute", ["handle", "handle"]),
        ("Xylomant", ["noun"]),
        ("ZZK", ["capitals"]),
        ("xylte", ["preterite"]),
        ("xyl", ["verb"]),
        ("…!?", ["stop", "call", "asks"]),
        ("", []),
    ],
)
def test_a_word_has_the_class_of_its_list_or_of_its_looks(text, expected):
    assert classes_of(text) == expected


def test_an_inflected_word_and_a_compound_have_the_class_of_their_stem():
    assert classes_of("Newsletters Hausnewsletter") == ["newsletter", "newsletter"]
    assert classes_of("Podcastnewsletters") == ["listen"]


def test_parts_between_hyphens_are_looked_up_where_the_whole_is_unknown():
    assert classes_of("xyl-newsletter") == ["newsletter"]


def test_classes_are_counted_over_the_root_of_the_number_of_words():
    (seen,) = meanings(["Newsletter, Newsletter"])

    place = CLASSES.index("newsletter")
    assert seen[place] == pytest.approx(2 / np.sqrt(2 + 2))
    assert seen[len(CLASSES) + place] == 1
    assert np.count_nonzero(seen[: 2 * len(CLASSES)]) == 2


def test_texts_are_read_alike_one_by_one_and_together():
    texts = ["Bitte bleiben Sie sachlich.", "", "Der Rat vertagt sich auf Mai.", "---"]

    together = meanings(texts)

    np.testing.assert_array_equal(together, np.concatenate([meanings([text]) for text in texts]))
    assert together.shape == (len(texts), WIDTH)
    assert np.isfinite(together).all()


def test_no_text_is_no_row():
    assert meanings([]).shape == (0, WIDTH)


def test_what_follows_the_beginning_of_a_text_is_not_read():
    begins = "wir " * (MAX_CHARACTERS // 4)

    np.testing.assert_array_equal(meanings([begins + "Newsletter"]), meanings([begins]))


def test_a_network_is_stored_and_read_alike():
    random = np.random.default_rng(1)
    meaning = Meaning(*(random.normal(size=part.shape).astype(np.float32) for part in no_meaning()))

    read = Meaning.from_arrays(meaning.to_arrays())

    for part, expected in zip(read, meaning, strict=True):
        np.testing.assert_array_equal(part, expected)


def test_a_head_without_the_network_is_refused():
    with pytest.raises(KeyError):
        Meaning.from_arrays({})


def test_a_network_for_other_classes_is_refused():
    arrays = no_meaning().to_arrays() | {"meaning_mean": np.zeros(3, np.float32)}

    with pytest.raises(ValueError, match="other classes"):
        Meaning.from_arrays(arrays)


def test_the_network_counts_what_its_classes_weigh():
    meaning = no_meaning()
    meaning.hidden[len(CLASSES) + CLASSES.index("newsletter")] = 1.0
    meaning.output[0] = (-1.0, 2.0)

    read = meaning.read(["Unser Newsletter", "Unser Hund"])

    np.testing.assert_allclose(read, [[-1.0, 2.0], [0.0, 0.0]])


def test_no_more_units_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(module, "MOST_UNITS", 10)
    units = module._Units()

    for number in range(25):
        units[f"wort{number}"]

    assert len(units) <= 10 <= MOST_UNITS


@pytest.mark.parametrize("unit", ["a" * 500_000, "a@" * 200_000, "a-" * 200_000, "1." * 200_000, "www." * 100_000])
def test_a_long_unit_costs_no_time_and_is_not_kept(unit):
    began = time.process_time()

    classes_of(unit)
    meanings([unit] * 50)

    assert time.process_time() - began < 0.5
    assert unit not in module._UNITS
