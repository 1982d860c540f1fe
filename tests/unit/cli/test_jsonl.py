import io
import json
import sys

import msgspec
import pytest

from moderation.cli import jsonl
from moderation.errors import InvalidInput
from moderation.services.lines import LineId


class Question(msgspec.Struct):
    word: str
    id: LineId = None


class Reply(msgspec.Struct):
    id: LineId
    letters: int


def count_letters(question: Question) -> Reply:
    if question.word == "fault":
        raise ZeroDivisionError
    if question.word == "refused":
        raise InvalidInput("not this word")
    return Reply(question.id, len(question.word))


def make_counter():
    return count_letters


def answered(line: bytes):
    answer, good = jsonl.answer_line(line, Question, count_letters)
    return json.loads(answer), good


def test_a_good_line_is_answered_with_its_id():
    assert answered(b'{"id": "a", "word": "Amsel"}\n') == ({"id": "a", "letters": 5}, True)


@pytest.mark.parametrize(
    ("line", "line_id", "kind"),
    [
        (b"", None, "InvalidInput"),
        (b"\n", None, "InvalidInput"),
        (b"not json", None, "InvalidInput"),
        (b"[1]", None, "InvalidInput"),
        (b'{"id": 7}', 7, "InvalidInput"),
        (b'{"id": 7, "word": 5}', 7, "InvalidInput"),
        (b'{"id": [7], "word": "x"}', None, "InvalidInput"),
        (b'{"id": "a", "word": "refused"}', "a", "InvalidInput"),
        (b'{"id": 0, "word": "refused"}', 0, "InvalidInput"),
        (b'{"id": "a", "word": "fault"}', "a", "InternalError"),
        (b'{"id": "a", "word": "\\ud800"}', "a", "InvalidInput"),
        (b'{"id": "a", "word": "\xff"}', "a", "InvalidInput"),
        (b'{"id": "a", "word": NaN}', "a", "InvalidInput"),
        (b"[" * 100_000, None, "InvalidInput"),
        (b'{"id": "a", "other": ' + b"[" * 100_000, "a", "TooLarge"),
        (b'{"id": ' + b"9" * 100_000 + b', "word": "x"}', None, "InvalidInput"),
    ],
)
def test_a_bad_line_is_answered_on_its_place(line, line_id, kind):
    answer, good = answered(line)

    assert not good
    assert answer["id"] == line_id
    assert answer["error"]["type"] == kind
    assert answer["error"]["detail"]


def test_an_overlong_line_costs_only_itself(monkeypatch, capsysbinary):
    monkeypatch.setattr(jsonl, "MAX_LINE_BYTES", 100)
    lines = b'{"word": "' + b"a" * 1000 + b'"}\n{"id": 2, "word": "bc"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))

    with pytest.raises(SystemExit) as caught:
        jsonl.run_filter([], Question, make_counter)

    first, second = (json.loads(line) for line in capsysbinary.readouterr().out.splitlines())
    assert first["error"]["type"] == "TooLarge"
    assert second == {"id": 2, "letters": 2}
    assert caught.value.code == 1


def test_several_processes_keep_the_order(tmp_path, capsysbinary):
    file = tmp_path / "words.jsonl"
    file.write_text("".join(f'{{"id": {number}, "word": "w"}}\n' for number in range(300)), "utf-8")

    jsonl.run_filter([file], Question, make_counter, jobs=2)

    assert [json.loads(line)["id"] for line in capsysbinary.readouterr().out.splitlines()] == list(range(300))
