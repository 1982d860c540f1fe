"""`/v1/sites/{site}/queue` and `…/comments/{id}/review`: what moderators work through, and their verdicts."""

from flask import Response, request

from moderation.comment.values import Outcome
from moderation.errors import Conflict, InvalidInput
from moderation.services import reviews as service
from moderation.services.reviews import ReviewVerdict
from moderation.web.answering import answer
from moderation.web.describing import Access, Operation, described
from moderation.web.paths import checked_id
from moderation.web.payloads import CommentAnswer, QueueAnswer, ReviewPayload
from moderation.web.problems import PreconditionFailed
from moderation.web.serving import deployment, utc_now
from moderation.web.siteroutes import read_payload, site_routes
from moderation.web.stored import comment_answer, queue_entry

reviews = site_routes("reviews")

MOST_ENTRIES = 200
_IF_MATCH = "the ETag of the decision that was looked at; another one in force answers 412"


@reviews.get("/queue")
@described(
    Operation(
        "List held comments without a verdict, the oldest first",
        tag="reviews",
        access=Access.SITE_KEY,
        gives=(QueueAnswer,),
        problems=(400, 401, 403),
        query=(("limit", f"1 to {MOST_ENTRIES}; 50 if not stated"), ("after", "`next` of the page before")),
    )
)
def list_queue(site: str) -> Response:
    """Answer with a page of the queue."""
    page = service.queue(deployment(), site, limit=_limit(), after=request.args.get("after") or None)
    return answer(QueueAnswer(items=[queue_entry(item) for item in page.items], next=page.next))


@reviews.post("/comments/<rest:comment_id>/review")
@described(
    Operation(
        "Decide about a comment",
        tag="reviews",
        access=Access.SITE_KEY,
        takes=(ReviewPayload,),
        gives=(CommentAnswer,),
        problems=(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
        headers=(("If-Match", _IF_MATCH),),
    )
)
def review_comment(site: str, comment_id: str) -> Response:
    """Store a moderator's verdict and answer with the comment it is about."""
    payload = read_payload(ReviewPayload)
    verdict = ReviewVerdict(
        outcome=Outcome(payload.outcome),
        categories=tuple(payload.categories),
        note=payload.note,
        reviewer=payload.decided_by,
    )
    expected = _expected_revision()
    try:
        stored = service.review(
            deployment(), site, checked_id(comment_id), verdict, expected_revision=expected, now=utc_now()
        )
    except Conflict as conflict:
        raise (conflict if expected is None else PreconditionFailed(str(conflict))) from conflict
    return answer(comment_answer(stored), etag=str(stored.revision))


def _limit() -> int:
    stated = request.args.get("limit", "50")
    if not (stated.isascii() and stated.isdigit() and len(stated) < 5 and 1 <= int(stated) <= MOST_ENTRIES):
        raise InvalidInput(f"limit is a number from 1 to {MOST_ENTRIES}")
    return int(stated)


def _expected_revision() -> int | None:
    stated = request.headers.get("If-Match", "").strip()
    if stated in ("", "*"):
        return None
    bare = stated[1:-1]
    if stated[0] == stated[-1] == '"' and bare.isascii() and bare.isdigit() and len(bare) < 10:
        return int(bare)
    raise PreconditionFailed("If-Match names no revision of a comment")
