"""Every error this package raises on purpose, by cause; none of them knows HTTP."""


class ModerationError(Exception):
    """Base of every error this package raises on purpose."""


class InvalidInput(ModerationError):
    """What was sent cannot be read, for a reason the sender can mend."""


class TooLarge(InvalidInput):
    """What was sent exceeds a stated limit of size, depth or number."""


class InvalidSettings(ModerationError):
    """The configuration has faults; all of them are named at once."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class NotAllowed(ModerationError):
    """A credential is missing, unknown, or belongs to another site."""


class BadSignature(ModerationError):
    """A webhook's signature is missing, malformed, stale or does not match.

    :ivar reason: which of these, in one word: `missing`, `malformed`, `stale`, `mismatch`.
    """

    def __init__(self, detail: str, reason: str = "mismatch") -> None:
        super().__init__(detail)
        self.reason = reason


class RateLimited(ModerationError):
    """A client asks for more than it may.

    :ivar retry_after: seconds until it may ask again.
    """

    def __init__(self, detail: str, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class ForbiddenTarget(ModerationError):
    """A message would go to an address that is not a public one."""


class UnreachableTarget(ModerationError):
    """The host of a target cannot be resolved."""


class FetchFault(ModerationError):
    """A page or a list of articles could not be fetched.

    :ivar retry_after: seconds that the far side asked to wait, or None.
    :ivar status: of the answer, or None where there was none.
    """

    def __init__(self, detail: str, retry_after: int | None = None, *, status: int | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        self.status = status


class NotFound(ModerationError):
    """Base of the errors about something that was never received."""


class UnknownSite(NotFound):
    """No site of this name has been added."""

    def __init__(self, site: str) -> None:
        super().__init__(f"no site {site!r} has been added")
        self.site = site


class UnknownArticle(NotFound):
    """An article was never received, or has been deleted."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"no article {article_id!r} has been received")
        self.article_id = article_id


class UnknownComment(NotFound):
    """A comment was never received, or has been deleted."""

    def __init__(self, comment_id: str) -> None:
        super().__init__(f"no comment {comment_id!r} has been received")
        self.comment_id = comment_id


class Conflict(ModerationError):
    """The thing changed meanwhile, or exists already under this name."""


class Withdrawn(Conflict):
    """The sender withdrew this version of a thing, or a newer one, before it arrived."""


class StorageBusy(ModerationError):
    """The database could not be written within the stated wait; try again."""


class StorageFault(ModerationError):
    """The database cannot be reached or is of another schema."""


class ModelFault(ModerationError):
    """Base of the errors about a model folder."""


class UnknownModel(ModelFault):
    """There is no model of this name or version."""


class DamagedModel(ModelFault):
    """A model folder is incomplete, changed since it was written, or of an unknown format."""
