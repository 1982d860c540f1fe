import json

import pytest

from moderation.article.recurrence import MAX_ENTRIES, Recurrence, mark, merge, observe
from moderation.article.values import Block, Label, Separation

FOOTER = "Bitte bleiben Sie sachlich, Stand 3. Mai 2024. Ihre Redaktion"


def article(number, *lines):
    texts = (f"Meldung {'abcdefghij'[number % 10] * (number // 10 + 3)} aus dem Rathaus", *lines)
    blocks = tuple(Block(text, Label.PARAGRAPH, 1.0, "", 0, 0) for text in texts)
    return Separation(None, "\n\n".join(texts), blocks, None, "de")


def seen(*articles):
    memory = Recurrence()
    for one in articles:
        memory = observe(memory, one)
    return memory


def test_a_line_on_every_article_is_found_though_its_date_changes():
    memory = seen(*(article(number, FOOTER.replace("3. Mai 2024", f"{number}. Mai 2025")) for number in range(3)))

    (repetition,) = memory.find([FOOTER])

    assert repetition.share == pytest.approx(1.0)


def test_a_new_line_is_not_found():
    assert seen(article(1, FOOTER)).find(["Der Stadtrat tagt am Dienstag im großen Saal"]) == [None]


def test_the_same_article_again_is_no_repetition():
    once = seen(article(1, FOOTER))

    assert observe(once, article(1, FOOTER)) == once


def test_a_dropped_footer_is_forgotten():
    memory = seen(*(article(n, FOOTER) for n in range(3)), *(article(n) for n in range(10, 80)))

    assert memory.find([FOOTER])[0].share < 0.05


def test_an_operators_word_is_kept_and_taken_back():
    memory = mark(seen(article(1, FOOTER)), FOOTER, editorial=False)

    assert memory.find([FOOTER])[0].editorial is False
    assert mark(memory, FOOTER, editorial=None).find([FOOTER])[0].editorial is None


def test_memory_survives_json():
    memory = mark(seen(article(1, FOOTER), article(2, FOOTER)), FOOTER, editorial=True)

    assert Recurrence.from_json(json.loads(json.dumps(memory.to_json()))) == memory


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"articles": 1}, {"articles": "x", "entries": [], "recent": []}, {"articles": 1, "entries": [[1]]},
     {"articles": -1, "entries": [], "recent": []}, {"articles": 1, "entries": [["zz", 1, "a", None]], "recent": []}],
)  # fmt: skip
def test_what_is_no_memory_is_refused(value):
    with pytest.raises(ValueError, match=r"not|invalid|could"):
        Recurrence.from_json(value)


def test_memory_is_bounded_and_keeps_what_repeats():
    memory = seen(article(1, FOOTER), article(2, FOOTER))
    for number in range(8):
        lines = [f"Zeile {chr(97 + a)}{chr(97 + b)} {chr(97 + number)} neu" for a in range(20) for b in range(19)]
        memory = observe(memory, article(100 + number, *lines))

    assert len(memory.entries) <= MAX_ENTRIES
    assert memory.find([FOOTER])[0] is not None


def test_merged_memories_add_their_counts():
    merged = merge(seen(article(1, FOOTER)), seen(article(2, FOOTER), article(3, FOOTER)))

    assert merged.find([FOOTER])[0].count == pytest.approx(1 + 0.98 + 1)
    assert merged.articles == pytest.approx(1 + 0.98 + 1)


def test_the_last_sentences_of_a_long_line_are_learnt():
    long = " ".join(f"Satz {'abcdefghij'[index % 10] * (index // 10 + 2)} steht hier im Text." for index in range(300))
    blocks = (Block(f"{long} {FOOTER}", Label.PARAGRAPH, 1.0, "", 0, 0),)

    memory = observe(Recurrence(), Separation(None, blocks[0].text, blocks, None, "de"))

    assert memory.find([FOOTER.partition(". Ihre")[0] + "."])[0] is not None


def test_of_an_article_with_very_many_lines_both_ends_are_learnt():
    lines = [f"Zeile {'abcdefghij'[index % 10] * (index // 10 + 2)} aus der Tabelle" for index in range(600)]

    memory = seen(article(1, "Zum Seitenanfang der Zeitung springen", *lines, FOOTER))

    assert None not in memory.find(["Zum Seitenanfang der Zeitung springen", FOOTER])
