"""Strangers' texts as pieces to show: evidence marked, nothing that could mislead the eye."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from moderation.comment.values import Evidence
from moderation.policy.values import Category, Policy
from moderation.text.controls import printable

MOST_SPANS = 300


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and why it is marked; None where it is not."""

    text: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A marked part of a text, in Unicode code points."""

    start: int
    end: int
    why: str


def evidence_spans(evidence: Iterable[Evidence]) -> list[Span]:
    """Return evidence as spans."""
    return [Span(item.start, item.end, item.why) for item in evidence]


def policy_spans(policy: Policy, name_of: Callable[[Category | str], str]) -> list[Span]:
    """Return the sentences of a policy that were understood, by the name of what they state.

    :param name_of: names a category or a kind of procedure.
    """
    clauses = [Span(item.start, item.end, name_of(item.category)) for item in policy.clauses]
    return clauses + [Span(item.start, item.end, name_of(item.kind)) for item in policy.procedure]


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """Cut a text at the edges of its spans; where several overlap, the piece names each reason once."""
    kept = [
        Span(max(0, span.start), min(len(text), span.end), span.why)
        for span in spans[:MOST_SPANS]
        if span.start < span.end
    ]
    cuts = sorted({0, len(text), *(edge for span in kept for edge in (span.start, span.end) if edge <= len(text))})
    return [Piece(visible(text[start:end]), _why(kept, start, end)) for start, end in pairwise(cuts)]


def _why(spans: Sequence[Span], start: int, end: int) -> str | None:
    reasons = dict.fromkeys(span.why for span in spans if span.start <= start and end <= span.end)
    return "; ".join(reasons) or None


def visible(text: str) -> str:
    """Return a text with its control characters shown, line ends as they are meant."""
    return printable(text.replace("\r\n", "\n"))


def hidden_characters(text: str) -> int:
    """Return how many characters of a text would not be seen, or would turn the order of others."""
    ends = text.replace("\r\n", "\n")
    return sum(shown != given for shown, given in zip(printable(ends), ends, strict=True))


def safe_link(*urls: str | None) -> str | None:
    """Return the first address that is one of the web: never a script, never a name in front of the host."""
    return next((url for url in urls if url is not None and _is_web(url)), None)


def host_of(url: str) -> str:
    """Return the host of a safe link, so that a moderator sees where it leads."""
    return urlsplit(url).hostname or ""


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and printable(url) == url
