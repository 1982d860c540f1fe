"""What a route takes and gives, written beside its view and read by the OpenAPI document."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "operation"


class Access(StrEnum):
    """Who may ask."""

    OPEN = "open"
    KEY_IF_CONFIGURED = "key_if_configured"
    SITE_KEY = "site_key"
    SIGNATURE = "signature"
    SENDER = "sender"
    CORAL = "coral"
    KEY_OR_QUERY = "key_or_query"
    KEY_IN_FORM = "key_in_form"
    FOREIGN_KEY = "foreign_key"
    MONITORING = "monitoring"


@dataclass(frozen=True, slots=True)
class Operation:
    """A route in the words of its documentation.

    :ivar takes: payload types of the body, one of which is sent.
    :ivar gives: types of the answer, one of which is given; none means an empty or a non-JSON body.
    :ivar batches: whether `{"items": […]}` is taken too, and answered by `{"results": […]}`.
    :ivar problems: statuses of the problem documents beside the general ones.
    :ivar query: names and meanings of query parameters.
    :ivar headers: names and meanings of request headers.
    :ivar takes_media_type: of the body that is sent.
    :ivar others: further statuses without a body, and what they mean.
    :ivar fault: type of an error, where it is not a problem document.
    """

    summary: str
    tag: str
    access: Access
    takes: tuple[Any, ...] = ()
    gives: tuple[Any, ...] = ()
    batches: bool = False
    status: int = 200
    media_type: str = "application/json"
    problems: tuple[int, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    takes_media_type: str = "application/json"
    others: tuple[tuple[int, str], ...] = ()
    fault: Any = None


def described(operation: Operation) -> Callable[[View], View]:
    """Attach its description to a view."""

    def attach(view: View) -> View:
        view.__dict__[_ATTRIBUTE] = operation
        return view

    return attach


def description_of(view: Callable[..., Any]) -> Operation | None:
    """Return what was attached to a view."""
    return view.__dict__.get(_ATTRIBUTE)
