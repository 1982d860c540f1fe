import io

import pytest
from werkzeug.exceptions import UnsupportedMediaType

from moderation.errors import InvalidInput, TooLarge
from moderation.web.reading import check_media_type, read_body

MOST = 10


class Trickle(io.RawIOBase):
    """A stream that gives one byte at a time, as sockets may."""

    def __init__(self, content):
        self._content = list(content)

    def read(self, size=-1):
        return bytes([self._content.pop(0)]) if self._content and size else b""


class Broken(io.RawIOBase):
    def read(self, size=-1):
        raise OSError("connection reset")


def environ(body=b"", **headers):
    stream = body if isinstance(body, io.RawIOBase) else io.BytesIO(body)
    return {"wsgi.input": stream, **headers}


@pytest.mark.parametrize("body", [b"", b"{}", b"x" * MOST])
def test_a_body_of_stated_length_is_read_whole(body):
    assert read_body(environ(body + b"the next request", CONTENT_LENGTH=str(len(body))), MOST) == body


@pytest.mark.parametrize("body", [b"", b"{}", b"x" * MOST])
def test_a_body_that_the_server_ends_is_read_whole(body):
    assert read_body(environ(body, **{"wsgi.input_terminated": True}), MOST) == body


def test_a_body_may_come_in_pieces():
    assert read_body(environ(Trickle(b"123456"), CONTENT_LENGTH="6"), MOST) == b"123456"


def test_without_a_length_that_anyone_knows_nothing_is_read():
    assert read_body(environ(b"for ever and ever"), MOST) == b""


@pytest.mark.parametrize("headers", [{"CONTENT_LENGTH": "11"}, {"wsgi.input_terminated": True}])
def test_a_longer_body_is_too_large(headers):
    with pytest.raises(TooLarge):
        read_body(environ(b"x" * 11, **headers), MOST)


def test_what_announces_itself_as_too_large_is_not_read():
    with pytest.raises(TooLarge):
        read_body(environ(Broken(), CONTENT_LENGTH="100000000"), MOST)


@pytest.mark.parametrize("length", ["-1", "1.5", "x", "٣", "9" * 30])
def test_a_length_is_a_number(length):
    with pytest.raises(InvalidInput):
        read_body(environ(b"{}", CONTENT_LENGTH=length), MOST)


@pytest.mark.parametrize("body", [b"{", Broken()])
def test_half_a_body_is_none(body):
    with pytest.raises(InvalidInput):
        read_body(environ(body, CONTENT_LENGTH="2"), MOST)


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "deflate", "identity, gzip"])
def test_compressed_bodies_are_refused(encoding):
    with pytest.raises(UnsupportedMediaType):
        read_body(environ(b"{}", CONTENT_LENGTH="2", HTTP_CONTENT_ENCODING=encoding), MOST)


@pytest.mark.parametrize(
    "stated", ["", "application/json", "Application/JSON; charset=UTF-8", 'application/problem+json; charset="utf8"']
)
def test_json_in_utf_8_has_several_names(stated):
    check_media_type(environ(CONTENT_TYPE=stated))


@pytest.mark.parametrize(
    "stated", ["text/plain", "application/json; charset=latin-1", "application/jsonx", ";", "json"]
)
def test_other_media_are_refused(stated):
    with pytest.raises(UnsupportedMediaType):
        check_media_type(environ(CONTENT_TYPE=stated))
