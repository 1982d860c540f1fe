"""What start tags say, as hashed tokens: the same alone and among others, whatever the case words are written in."""

from random import Random

import pytest

from moderation.article.markup_tokens import MARKUP_SLOTS, markup_tokens, slots_of

NAMES = ("class", "id", "role", "itemprop", "itemtype", "data-testid", "style", "title")
WORDS = ("foot", "Note", "teaserBox", "a", "x-1", "ünder", "LEGAL", "comment_form", "", "w" * 40)


def told(attributes: str, tag: str = "div") -> tuple[int, ...]:
    return markup_tokens(tag, attributes)


def test_capitals_part_words_and_do_not_count_otherwise():
    assert told('class="commentForm-Box"') == told('class="comment form BOX"')


def test_the_tag_is_told_where_there_is_nothing_else():
    assert len(told("")) == 1
    assert told("", "h1") != told("", "h2")


def test_class_and_id_are_one_and_roles_another():
    assert told('class="note"') == told('id="note"')
    assert told('role="note"') != told('id="note"')


def test_neighbours_in_one_value_are_told_as_a_pair():
    alone = {*told('class="foot"'), *told('class="note"')}

    assert {*told('class="foot" id="note"')} == alone
    assert alone < {*told('class="foot note"')}
    assert told('class="foot note"') != told('class="note foot"')


def test_what_is_not_shown_is_told():
    assert {*told('class="note"')} < {*told('class="note" hidden')}


def test_single_letters_and_endless_words_say_nothing_alone():
    assert told('class="a"') == told("") == told(f'class="{"w" * 24}"')


def test_many_at_once_say_what_each_says():
    random = Random(1)
    starts = [
        (
            random.choice(("div", "p", "li")),
            " ".join(
                f'{random.choice(NAMES)}="{" ".join(random.choices(WORDS, k=random.randint(0, 60)))}"' for _ in range(3)
            ),
        )
        for _ in range(1_500)
    ]

    slots, counts = slots_of(starts)

    own = iter(slots.tolist())
    assert [tuple(next(own) for _ in range(count)) for count in counts.tolist()] == [
        *map(markup_tokens, *zip(*starts, strict=True))
    ]
    assert slots.max() < MARKUP_SLOTS


@pytest.mark.parametrize("value", ["", " ", "12", "–", "ſı"])
def test_values_without_a_word_say_nothing(value: str):
    assert told(f'class="{value}"') == told("")
