"""JSON Lines in, JSON Lines out: one line for each, same order, a bad line answered on its place."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

import click
import msgspec
from joblib import Parallel, delayed
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from moderation.errors import InvalidInput, ModerationError, TooLarge
from moderation.services.lines import ErrorAnswer, ErrorDetail, LineId, error_answer
from moderation.services.workers import workers

MAX_LINE_BYTES = 16_000_000
CHUNK_LINES = 64

Request = TypeVar("Request", bound=msgspec.Struct)
Answer = Callable[[Any], msgspec.Struct]
# A function made in each process: it loads the model there, once, and answers one decoded line.
AnswerFactory = Callable[[], Answer]


_STATED_ID = re.compile(rb'"id"\s*:\s*("[\w .:/+-]{0,512}"|[1-9]\d{0,17}|0)\s*[,}]')


class _Identified(msgspec.Struct):
    id: LineId = None


def run_filter(
    files: Iterable[Path],
    request_type: type[msgspec.Struct],
    factory: AnswerFactory,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
) -> None:
    """Answer every line of the files, or of standard input; exit 1 at the end if any line was bad.

    :param factory: picklable when `jobs` is not 1 or there is a scheduler.
    :param scheduler: address of a Dask scheduler whose cluster does the work.
    """
    paths = list(files)
    bad = 0
    here = jobs == 1 and scheduler is None
    with workers(jobs, scheduler), _progress(paths) as advance:
        answered = _answered_here if here else _answered_elsewhere
        for answers in answered(_read_lines(paths), request_type, factory):
            for line, good in answers:
                sys.stdout.buffer.write(line + b"\n")
                bad += not good
            sys.stdout.buffer.flush()
            advance(len(answers))
    if bad:
        click.echo(f"moderation: {bad} bad lines", err=True)
        sys.exit(1)


def _answered_here(
    lines: Iterator[bytes], request_type: type[msgspec.Struct], factory: AnswerFactory
) -> Iterator[list[tuple[bytes, bool]]]:
    answer = factory()
    # One at a time, so that a filter in a conversation answers at once.
    return ([answer_line(line, request_type, answer)] for line in lines)


def _answered_elsewhere(
    lines: Iterator[bytes], request_type: type[msgspec.Struct], factory: AnswerFactory
) -> Iterator[list[tuple[bytes, bool]]]:
    calls = (delayed(_answer_chunk)(chunk, request_type, factory) for chunk in _chunks(lines))
    answered: Iterator[list[tuple[bytes, bool]]] = Parallel(return_as="generator")(calls)
    return answered


def _answer_chunk(
    lines: list[bytes], request_type: type[msgspec.Struct], factory: AnswerFactory
) -> list[tuple[bytes, bool]]:
    answer = factory()
    return [answer_line(line, request_type, answer) for line in lines]


def answer_line(line: bytes, request_type: type[msgspec.Struct], answer: Answer) -> tuple[bytes, bool]:
    """Return the answer to one line, and whether it was a good one."""
    line_id: LineId = None
    try:
        request = decode_line(line, request_type)
        line_id = getattr(request, "id", None)
        return msgspec.json.encode(answer(request)), True
    except ModerationError as error:
        return msgspec.json.encode(error_answer(line_id or _id_of(line), error)), False
    except Exception as error:  # a fault of ours on one line must not cost the lines after it
        detail = ErrorDetail(type="InternalError", detail=f"{type(error).__name__} while answering this line")
        return msgspec.json.encode(ErrorAnswer(id=line_id or _id_of(line), error=detail)), False


def decode_line(line: bytes, request_type: type[Request]) -> Request:
    """Return the line as its type.

    :raises TooLarge: when it is longer than `MAX_LINE_BYTES` or nested too deeply.
    :raises InvalidInput: when it is no JSON, or a field is of another type.
    """
    if len(line) > MAX_LINE_BYTES:
        raise TooLarge(f"a line may have {MAX_LINE_BYTES} bytes")
    try:
        return msgspec.json.decode(line.strip(), type=request_type)
    except RecursionError as error:
        raise TooLarge("nested too deeply") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(str(error)) from error


def _id_of(line: bytes) -> LineId:
    """Return the id of a bad line as far as it can be made out, so that the sender finds it again."""
    try:
        return decode_line(line, _Identified).id
    except ModerationError:
        stated = _STATED_ID.search(line[:MAX_LINE_BYTES])
        return msgspec.json.decode(stated[1]) if stated else None


def _read_lines(paths: list[Path]) -> Iterator[bytes]:
    if not paths:
        yield from _bounded_lines(sys.stdin.buffer)
    for path in paths:
        with path.open("rb") as file:
            yield from _bounded_lines(file)


def _bounded_lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield lines; of one that is too long just enough to tell, the rest is skipped."""
    while line := file.readline(MAX_LINE_BYTES + 2):
        yield line
        rest = line
        while len(line) > MAX_LINE_BYTES and rest and not rest.endswith(b"\n"):
            rest = file.readline(MAX_LINE_BYTES)


def _chunks(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while chunk := list(islice(lines, CHUNK_LINES)):
        yield chunk


@contextmanager
def _progress(paths: list[Path]) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty() or (not paths and sys.stdin.isatty()):
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("lines", total=sum(_count_lines(path) for path in paths) or None)
        yield lambda count: progress.advance(task, count)


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
