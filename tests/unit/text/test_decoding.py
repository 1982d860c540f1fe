import pytest

from moderation.errors import InvalidInput, TooLarge
from moderation.text.decoding import MAX_BYTES, decode_page

TEXT = "Größere Übung für „alle“ – 5 €"


@pytest.mark.parametrize(
    "page",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
)
def test_bytes_are_read_in_the_encoding_they_have(page):
    assert decode_page(page) == TEXT


@pytest.mark.parametrize("stated", ["iso-8859-1", "windows-1252", "latin1"])
def test_stated_legacy_encodings_are_read_as_browsers_do(stated):
    page = f'<meta charset="{stated}"><p>{TEXT}</p>'.encode("cp1252")

    assert TEXT in decode_page(page)


def test_true_utf8_wins_over_a_wrong_statement():
    page = f'<meta charset="iso-8859-1"><p>{TEXT}</p>'.encode()

    assert TEXT in decode_page(page)


def test_cut_utf8_is_still_utf8():
    assert decode_page((TEXT + "ü").encode()[:-1]).startswith(TEXT)


@pytest.mark.parametrize("stated", ["utf-7", "rot13", "hex", "punycode", "unheard-of"])
def test_codecs_that_no_browser_reads_are_ignored(stated):
    page = f'<meta charset="{stated}">ß'.encode("cp1252")

    assert decode_page(page).endswith("ß")


@pytest.mark.parametrize(
    "page",
    ["", " \n", b"", "Text mit \0 darin", "Text \ud800 darin", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x1f\x8b\x08\0"],
)
def test_what_cannot_be_text_is_refused(page):
    with pytest.raises(InvalidInput):
        decode_page(page)


def test_pages_above_the_limit_are_refused():
    with pytest.raises(TooLarge):
        decode_page(b"a" * (MAX_BYTES + 1))
