import pytest

from moderation.text.normalise import fold
from moderation.text.tokens import locate_words, split_words, stem


def test_words_are_located_in_the_text_as_given():
    text = "Über-große Häuser, 12 Stück!"

    words = locate_words(text)

    assert [word.text for word in words] == split_words(fold(text))
    assert [text[word.start : word.end] for word in words] == ["Über", "große", "Häuser", "12", "Stück"]


@pytest.mark.parametrize(("word", "other"), [("umbau", "umbaus"), ("wohnung", "wohnungen"), ("plan", "plans")])
def test_inflected_words_share_a_stem(word, other):
    assert stem(word) == stem(other)


def test_short_words_keep_their_shape():
    assert stem("rest") == "rest"
