import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import InvalidInput, TooLarge
from moderation.web.bodies import DEEPEST, InvalidField, decode


class Inner(msgspec.Struct):
    text: str


class Payload(msgspec.Struct):
    text: str = ""
    number: int | None = None
    inner: list[Inner] = []


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        ('{"text":"ä"}'.encode("latin-1"), "UTF-8"),
        ('{"text":"ä"}'.encode("utf-16"), "UTF-8"),
        (b'{"x":"\xff"}', "UTF-8"),
        (b"{", "not JSON"),
        (b"nonsense", "not JSON"),
        (b'{"text":"a"} more', "not JSON"),
        (b'{"number":NaN}', "not JSON"),
        (b'{"number":Infinity}', "not JSON"),
        (b'{"text":"a\x00b"}', "not JSON"),
        (b'{"text":"\\ud800"}', "surrogate"),
        (b'{"unknown":"\\udc00x"}', "surrogate"),
        (b"\x1f\x8b\x08\x00", "UTF-8"),
    ],
)
def test_what_is_not_json_is_refused_in_words(raw, words):
    with pytest.raises(InvalidInput, match=words):
        decode(raw, Payload)


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b"[]", ""),
        (b"null", ""),
        (b'{"text":1}', "/text"),
        (b'{"number":"1"}', "/number"),
        (b'{"number":1.5}', "/number"),
        (b'{"number":' + b"9" * 100_000 + b"}", "/number"),
        (b'{"inner":[{"text":"a"},{"text":null}]}', "/inner/1/text"),
        (b'{"inner":[{}]}', "/inner/0"),
        (b'{"text":"a\\u0000b"}', "/text"),
        (b'{"unknown":{"a/b":["\\u0000"]}}', "/unknown/a~1b/0"),
    ],
)
def test_a_wrong_field_is_named_by_its_pointer(raw, pointer):
    with pytest.raises(InvalidField) as caught:
        decode(raw, Payload)

    assert caught.value.pointer == pointer


def test_a_backslash_before_u0000_is_no_nul():
    assert decode(rb'{"text":"\\u0000"}', Payload).text == r"\u0000"


def test_unknown_fields_are_ignored():
    assert decode(b'{"text":"a","more":{"x":[1]}}', Payload) == Payload("a")


def test_of_fields_stated_twice_the_last_one_counts():
    assert decode(b'{"text":"a","text":"b"}', Payload).text == "b"


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"x":' * 50_000, b'{"x":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}"])
def test_deep_nesting_is_too_large(raw):
    with pytest.raises(TooLarge):
        decode(raw, Payload)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"text":"' + b"[{" * 1000 + b'"}',
        b'{"text":"\\"' + b"[{" * 1000 + b'"}',
        b'{"x":[' + b",".join([b"[]"] * 5000) + b"]}",
        b'{"x":' + b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1) + b"}",
    ],
)
def test_many_brackets_are_not_depth(raw):
    assert decode(raw, Payload)


@pytest.mark.parametrize("piece", [b"[", b'"', b'\\"', b"[]", b'"",', b'{"":', b"\\u0000", b"\\", b'"\\u0000",'])
def test_eight_million_bytes_of_anything_are_judged_quickly(piece):
    raw = b'{"x":[' + piece * (8_000_000 // len(piece))
    began = time.perf_counter()

    with pytest.raises(InvalidInput):
        decode(raw, Payload)

    assert time.perf_counter() - began < 5


@given(st.binary())
def test_bytes_raise_nothing_else(raw):
    try:
        decode(raw, Payload)
    except InvalidInput:
        return


@given(
    st.recursive(
        st.none() | st.floats() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_values_raise_nothing_else(value):
    try:
        raw = msgspec.json.encode({"text": value, "inner": value})
    except UnicodeEncodeError:
        return
    try:
        decode(raw, Payload)
    except InvalidInput:
        return
