"""`/v1/sites/{site}/comments/{id}`: the comments of a site and the decisions on them."""

from flask import Response, request

from moderation.services import comments as service
from moderation.web.answering import answer, conditional
from moderation.web.counting import count_decision
from moderation.web.describing import Access, Operation, described
from moderation.web.paths import checked_id
from moderation.web.payloads import CommentAnswer, CommentPayload
from moderation.web.serving import deployment, serving, utc_now
from moderation.web.siteroutes import read_payload, site_routes
from moderation.web.stored import comment_answer
from moderation.web.submissions import comment_submission

comments = site_routes("comments")
_PATH = "/comments/<rest:comment_id>"


@comments.put(_PATH)
@described(
    Operation(
        "Screen and store a comment; the answer is the decision",
        tag="comments",
        access=Access.SITE_KEY,
        takes=(CommentPayload,),
        gives=(CommentAnswer,),
        problems=(400, 401, 403, 409, 413, 415, 422, 503),
    )
)
def screen_comment(site: str, comment_id: str) -> Response:
    """Screen a comment and answer with the decision."""
    submission = comment_submission(comment_id, read_payload(CommentPayload))
    stored = service.screen(deployment(), site, submission, utc_now())
    given = comment_answer(stored)
    count_decision(serving().metrics, site, given, "api")
    return answer(given, etag=str(stored.revision))


@comments.get(_PATH)
@described(
    Operation(
        "Return the decision on a comment, and the moderator's verdict",
        tag="comments",
        access=Access.SITE_KEY,
        gives=(CommentAnswer,),
        problems=(401, 403, 404),
    )
)
def show_comment(site: str, comment_id: str) -> Response:
    """Answer with the decision on a comment."""
    stored = service.get(deployment(), site, checked_id(comment_id))
    return conditional(comment_answer(stored), str(stored.revision), request)


@comments.delete(_PATH)
@described(Operation("Erase a comment", tag="comments", access=Access.SITE_KEY, status=204, problems=(401, 403, 404)))
def erase_comment(site: str, comment_id: str) -> Response:
    """Erase a comment's words; the outcome stays."""
    service.delete(deployment(), site, checked_id(comment_id), utc_now())
    return Response(status=204)
