from random import Random

import pytest

from moderation.article.characters import Words

# Letters, digits and blanks of several scripts, and what is near to them.
CHARACTERS = "aBcÄß \n\t\u2003\u00a0²٣①\U0001f100.,„“\U0001d7d9\U00020000Ж"


@pytest.mark.parametrize("seed", range(10))
def test_words_capitals_and_digits_are_counted_as_one_by_one(seed):
    random = Random(seed)
    texts = ["".join(random.choices(CHARACTERS, k=random.randint(0, 80))) for _ in range(40)]

    counted = Words(texts)

    words = [text.split() for text in texts]
    assert counted.counts.tolist() == [*map(len, words)]
    assert counted.capitals.tolist() == [sum(word[0].isupper() for word in own[1:]) for own in words]
    assert counted.digits.tolist() == [sum(map(str.isdigit, text)) for text in texts]
