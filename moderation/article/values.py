"""What separation makes of a page: labelled blocks that together cover it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any


class InputFormat(StrEnum):
    """How a page was sent."""

    HTML = "html"
    TEXT = "text"


class Label(StrEnum):
    """What a block is."""

    HEADLINE = "headline"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    TABLE = "table"
    CAPTION = "caption"
    CODE = "code"
    POLICY_NOTICE = "policy_notice"
    COMMENT_FORM = "comment_form"
    READER_COMMENT = "reader_comment"
    NEWSLETTER = "newsletter"
    PAYWALL = "paywall"
    COOKIE = "cookie"
    RELATED = "related"
    AUTHOR_BOX = "author_box"
    AGENCY_CREDIT = "agency_credit"
    COPYRIGHT = "copyright"
    SHARE = "share"
    NAVIGATION = "navigation"
    ADVERTISING = "advertising"
    BOILERPLATE = "boilerplate"

    # What Enum defines is looked up in Python, and every block asks several times.
    __hash__ = str.__hash__


EDITORIAL = frozenset(
    {
        Label.HEADLINE,
        Label.SUBHEADING,
        Label.PARAGRAPH,
        Label.LIST,
        Label.QUOTE,
        Label.TABLE,
        Label.CAPTION,
        Label.CODE,
    }
)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between block-level breaks, and what it was taken for.

    :ivar start: offset in the decoded page, in Unicode code points; `end` likewise.
    :ivar confidence: calibrated probability in [0, 1] that `editorial` is right.
    :ivar reason: short, in words a person can check.
    """

    text: str
    label: Label
    confidence: float
    reason: str
    start: int
    end: int

    @property
    def editorial(self) -> bool:
        """Whether the block belongs to the article."""
        return self.label in EDITORIAL


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page states about the article; None where it states nothing.

    :ivar language: ISO 639-1 code that the page states, else that of its text.
    :ivar url: the canonical address.
    """

    headline: str | None = None
    language: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    agency: str | None = None
    url: str | None = None
    section: str | None = None


class _Deferred:
    """What stands aside until it is asked for: most who separate a page want its text alone."""

    __slots__ = ("_makers",)
    _makers: dict[str, Callable[["Separation"], Any]]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Return a field that has not been worked out yet: those that have been are found without this."""
            makers = {} if name == "_makers" else self._makers
            if name not in makers:
                raise AttributeError(f"a separation has no {name!r}", name=name, obj=self)
            made = makers[name](self)
            object.__setattr__(self, name, made)
            return made


@dataclass(frozen=True, slots=True)
class Separation(_Deferred):
    """A page in labelled blocks, in input order.

    :ivar text: the editorial text, paragraphs joined by blank lines.
    :ivar policy_notice: the comment rules found (blocks joined by newlines), or None.
    :ivar language: ISO 639-1 code, or None where the text is too short to tell.
    """

    title: str | None
    text: str
    blocks: tuple[Block, ...]
    policy_notice: str | None
    language: str | None
    metadata: Metadata = field(default_factory=Metadata)

    @classmethod
    def deferred(
        cls,
        title: str | None,
        text: str,
        policy_notice: str | None,
        makers: dict[str, Callable[["Separation"], Any]],
    ) -> "Separation":
        """Return a separation whose other fields are worked out when they are asked for.

        :param makers: of blocks, language and metadata, given the separation; what these hold stays as long as it does.
        """
        separation = object.__new__(cls)
        known = {"title": title, "text": text, "policy_notice": policy_notice, "_makers": makers}
        for name, value in known.items():
            object.__setattr__(separation, name, value)
        return separation
