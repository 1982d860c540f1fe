"""Messages of CMSs: kept durably first, then worked off, at once or later, and never lost.

Several senders ask once and never again, so a message counts as received only when it can no longer get lost. Those
of one site are worked off in the order of their arrival.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import msgspec
from sqlalchemy.orm import Session

from moderation.errors import InvalidInput, ModerationError, NotFound, StorageFault, Withdrawn
from moderation.services import articles, comments
from moderation.services.articles import ArticleSubmission
from moderation.services.comments import CommentSubmission, StoredComment
from moderation.services.deployment import Deployment
from moderation.services.intake import ReceivedMessage, receive_once
from moderation.services.sites import require_site
from moderation.storage import inbox as storage
from moderation.storage import pulls
from moderation.storage.inbox import GivenUp, Waiting

__all__ = [
    "Accepted",
    "Command",
    "FetchPage",
    "ScreenComment",
    "StateArticle",
    "Waiting",
    "WithdrawArticle",
    "WithdrawComment",
    "Worked",
    "accept",
    "check_command",
    "given_up",
    "is_due",
    "is_waiting",
    "refuse",
    "try_again",
    "work_off",
    "work_off_due",
    "work_off_next",
]

# Longer than a message can take, so that a claim outlives it.
CLAIM = timedelta(seconds=120)
PAUSES_SECONDS = (2, 10, 60, 300, 1800, 3600, 3600, 3600, 3600, 3600)
# A fault of ours on one message must not hold up the others of its site for long.
MOST_SURPRISES = 3
KEPT = timedelta(days=30)
log = logging.getLogger(__name__)


class StateArticle(msgspec.Struct, frozen=True, tag="article"):
    """Store an article."""

    submission: ArticleSubmission


class WithdrawArticle(msgspec.Struct, frozen=True, tag="article withdrawn"):
    """Erase an article."""

    id: str
    at: datetime | None = None


class ScreenComment(msgspec.Struct, frozen=True, tag="comment"):
    """Screen a comment."""

    submission: CommentSubmission


class WithdrawComment(msgspec.Struct, frozen=True, tag="comment withdrawn"):
    """Erase a comment."""

    id: str
    at: datetime | None = None


class FetchPage(msgspec.Struct, frozen=True, tag="page"):
    """Fetch an article from its address: its sender states no text."""

    id: str
    url: str


Command = StateArticle | WithdrawArticle | ScreenComment | WithdrawComment | FetchPage
ACCEPTED, IGNORED = '{"result":"accepted"}', '{"result":"ignored"}'
_DECODER = msgspec.json.Decoder(list[Command])


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that cannot get lost any more.

    :ivar answer: what its sender is told.
    :ivar row: its place in the inbox; None where it was known already, or says nothing that is to be done.
    :ivar claimed: the message, claimed for whoever took it in; None where an earlier one of its site waits.
    """

    answer: str
    row: int | None = None
    claimed: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a message.

    :ivar comments: those that were screened.
    :ivar refused: why it is no good; None where it was worked off, or is to be tried again.
    """

    row: int
    comments: tuple[StoredComment, ...] = ()
    refused: InvalidInput | None = None
    again: bool = False


def check_command(command: Command) -> None:
    """Check what can be checked without heavy work.

    :raises InvalidInput: when the command could never be carried out.
    """
    if isinstance(command, StateArticle):
        articles.check(command.submission)
    elif isinstance(command, ScreenComment):
        comments.check(command.submission)


def accept(
    deployment: Deployment,
    message: ReceivedMessage,
    commands: tuple[Command, ...],
    now: datetime,
    *,
    claim: bool = False,
) -> Accepted:
    """Keep what a message says, once; a repeated message gets the first one's answer.

    :param claim: whether the caller goes on to work it off, unless an earlier message of its site waits.
    :raises UnknownSite: when there is no such site.
    :raises Conflict: when a message of the same id had another body.
    """
    kept: list[Accepted] = []
    sealed = deployment.vault.seal(msgspec.json.encode(commands).decode())

    def add(session: Session) -> tuple[int, Waiting | None]:
        return storage.add_message(session, message, commands=sealed, now=now, until=now + CLAIM if claim else None)

    def work() -> str:
        if not commands:
            return IGNORED
        kept[:] = [Accepted(ACCEPTED, *deployment.database.transact(add))]
        return ACCEPTED

    answer = receive_once(deployment, message, work, now)
    return kept[0] if kept else Accepted(answer)


def work_off(deployment: Deployment, claimed: Waiting, now: datetime) -> Worked:
    """Work off a message that was claimed when it was taken in."""
    return _work_off(deployment, claimed, now)


def work_off_next(deployment: Deployment, now: datetime, *, site: str | None = None) -> Worked | None:
    """Work off the oldest message, of one site or of any; None where none is due."""
    claim = partial(storage.claim_oldest, now=now, until=now + CLAIM, site=site)
    claimed = deployment.database.transact(claim)
    return None if claimed is None else _work_off(deployment, claimed, now)


def work_off_due(deployment: Deployment, now: datetime, limit: int) -> int:
    """Work off what is due, at most `limit` messages; return how many were."""
    deployment.database.transact(partial(storage.forget_given_up, before=now - KEPT))
    worked = 0
    while worked < limit and work_off_next(deployment, now) is not None:
        worked += 1
    return worked


def refuse(deployment: Deployment, row: int) -> None:
    """Forget a message whose sender is told that it is no good."""
    deployment.database.transact(lambda session: storage.refuse(session, row))


def is_waiting(deployment: Deployment, row: int) -> bool:
    """Tell whether a message has not been worked off yet."""
    with deployment.database.read() as session:
        return storage.is_waiting(session, row)


def is_due(deployment: Deployment, site: str, now: datetime) -> bool:
    """Tell whether a message of a site could be worked off now."""
    with deployment.database.read() as session:
        return storage.is_due(session, site, now)


def given_up(deployment: Deployment, site: str) -> list[GivenUp]:
    """Return the messages of a site that could not be worked off, newest first.

    :raises UnknownSite: when there is no such site.
    """
    with deployment.database.read() as session:
        require_site(session, site)
        return storage.given_up(session, site)


def try_again(deployment: Deployment, site: str, row: int, now: datetime) -> None:
    """Let a message that was given up be tried again.

    :raises NotFound: when there is no such message.
    """

    def work(session: Session) -> None:
        require_site(session, site)
        if not storage.try_again(session, site, row, now):
            raise NotFound(f"no message {row} of this site was given up")

    deployment.database.transact(work)


def _work_off(deployment: Deployment, claimed: Waiting, now: datetime) -> Worked:
    try:
        screened = _carry_out(deployment, claimed, now)
    except InvalidInput as error:
        log.warning("a message of %s for site %s cannot be worked off: %s", claimed.source, claimed.site, error)
        deployment.database.transact(partial(storage.give_up, claimed=claimed, fault=str(error)))
        return Worked(claimed.row, refused=error)
    except ModerationError as error:
        _later(deployment, claimed, now, str(error), most=len(PAUSES_SECONDS))
        return Worked(claimed.row, again=True)
    except Exception as error:  # whatever it is: the message waits, and the others of its site go on
        # Neither the message nor the trace: both may quote a reader.
        log.error("working off a message of %s failed: %s", claimed.source, type(error).__name__)
        _later(deployment, claimed, now, type(error).__name__, most=MOST_SURPRISES)
        return Worked(claimed.row, again=True)
    deployment.database.transact(lambda session: storage.remove(session, claimed.row))
    return Worked(claimed.row, comments=screened)


def _later(deployment: Deployment, claimed: Waiting, now: datetime, fault: str, *, most: int) -> None:
    if claimed.attempt >= most:
        log.warning("a message of %s for site %s was given up: %s", claimed.source, claimed.site, fault)
        deployment.database.transact(lambda session: storage.give_up(session, claimed, fault))
        return
    until = now + timedelta(seconds=PAUSES_SECONDS[claimed.attempt - 1])
    deployment.database.transact(lambda session: storage.postpone(session, claimed, until))


def _carry_out(deployment: Deployment, claimed: Waiting, now: datetime) -> tuple[StoredComment, ...]:
    try:
        commands = _DECODER.decode(deployment.vault.open(claimed.commands))
    except msgspec.DecodeError as error:
        raise StorageFault("a stored message cannot be read") from error
    done = (_do(deployment, claimed.site, command, now) for command in commands)
    return tuple(comment for comment in done if comment is not None)


def _do(deployment: Deployment, site: str, command: Command, now: datetime) -> StoredComment | None:
    """Carry out a command; each may be carried out again without harm."""
    try:
        match command:
            case StateArticle(submission):
                articles.ingest(deployment, site, submission, now)
            case WithdrawArticle(id, at):
                articles.withdraw(deployment, site, id, at, now)
            case ScreenComment(submission):
                return comments.screen(deployment, site, submission, now)
            case WithdrawComment(id, at):
                comments.withdraw(deployment, site, id, at, now)
            case FetchPage(id, url):
                deployment.database.transact(lambda session: pulls.ask_for_page(session, site, id, url, now))
    except Withdrawn:
        log.info("a late delivery for site %s was left alone", site)
    return None
