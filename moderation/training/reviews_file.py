"""The reviews file: moderators' decisions as JSON Lines, from our own export or from any archive."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path

import msgspec

from moderation.errors import InvalidInput

MAX_LINE_BYTES = 4_000_000
LONGEST = 20_000
_SHOWN = 5
_AT_ONCE = 1_000


class ArticleGiven(msgspec.Struct, frozen=True):
    """The article of a review, as far as it is told."""

    title: str | None = None
    text: str | None = None


class ReviewGiven(msgspec.Struct, frozen=True):
    """One line; an article may be given by its id alone."""

    id: str | int
    comment: str
    outcome: str
    categories: list[str] | None = None
    article: ArticleGiven | str | int | None = None
    parent: str | None = None
    decided_by: str | int | None = None
    decided_at: str | int | float | None = None
    sample: str | None = None

    @property
    def article_pair(self) -> tuple[str, str] | None:
        """Title and text of the article, None where it is not known."""
        if self.article is None:
            return None
        if isinstance(self.article, ArticleGiven):
            pair = (self.article.title or "", self.article.text or "")
            return pair if any(pair) else None
        return (str(self.article), "")

    @property
    def decided_seconds(self) -> float:
        """When it was decided, in seconds since 1970; NaN where that is not known."""
        stated = self.decided_at
        if isinstance(stated, int | float):
            return float(stated)
        try:
            return datetime.fromisoformat(stated).timestamp() if stated else float("nan")
        except (ValueError, OverflowError):
            return float("nan")


@dataclass(slots=True)
class Faults:
    """Lines that were passed over: how many, and what was wrong with the first ones."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def note(self, line: int, fault: str) -> None:
        """Count a line; its words are not kept."""
        self.count += 1
        if len(self.first) < _SHOWN:
            self.first.append(f"line {line}: {fault}")

    def add(self, other: "Faults") -> None:
        """Count what another part of the file held."""
        self.count += other.count
        self.first = [*self.first, *other.first][:_SHOWN]


_decode = msgspec.json.Decoder(ReviewGiven).decode


def read_line(line: bytes) -> ReviewGiven:
    """Read one line.

    :raises InvalidInput: saying what is wrong, without quoting the comment.
    """
    try:
        review = _decode(line)
    except msgspec.DecodeError as error:
        raise InvalidInput(str(error)) from error
    except (UnicodeError, RecursionError) as error:
        raise InvalidInput(type(error).__name__) from error
    if review.outcome not in ("approve", "reject"):
        raise InvalidInput("the outcome is neither approve nor reject")
    if not review.comment.strip():
        raise InvalidInput("the comment is empty")
    return review


@dataclass(frozen=True, slots=True)
class Range:
    """Some lines of a file: where they begin, and how many bytes they are."""

    begin: int
    length: int


def split_file(path: Path, lines: int) -> Iterator[Range]:
    """Yield the file in ranges of so many lines.

    :raises InvalidInput: when a line is longer than `MAX_LINE_BYTES`, or the file cannot be read.
    """
    begin = 0
    for chunk in read_chunks(path, lines):
        length = sum(map(len, chunk))
        yield Range(begin, length)
        begin += length


def read_range(path: Path, part: Range) -> list[bytes]:
    """Return the lines of a range.

    :raises InvalidInput: when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(part.begin)
            # Not `splitlines`, to which a bare carriage return ends one.
            return list(BytesIO(file.read(part.length)))
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror}") from error


def read_chunks(path: Path, lines: int) -> Iterator[list[bytes]]:
    """Yield the lines of the file in chunks, so that it is never in memory as a whole.

    :raises InvalidInput: when a line is longer than `MAX_LINE_BYTES`, or the file cannot be read.
    """
    chunk: list[bytes] = []
    try:
        with path.open("rb") as file:
            while line := file.readline(MAX_LINE_BYTES + 1):
                if len(line) > MAX_LINE_BYTES:
                    raise InvalidInput(f"{path}: a line has more than {MAX_LINE_BYTES} bytes")
                chunk.append(line)
                if len(chunk) >= lines:
                    yield chunk
                    chunk = []
    except OSError as error:
        raise InvalidInput(f"{path}: {error.strerror}") from error
    if chunk:
        yield chunk


def wanted_reviews(path: Path, wanted: Collection[int]) -> Iterator[tuple[int, ReviewGiven]]:
    """Yield some reviews with their number among the lines that are reviews."""
    number, last = 0, max(wanted, default=-1)
    for chunk in read_chunks(path, _AT_ONCE):
        for line in chunk:
            if number > last:
                return
            if not line.strip():
                continue
            try:
                review = read_line(line)
            except InvalidInput:
                continue
            if number in wanted:
                yield number, review
            number += 1
