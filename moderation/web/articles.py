"""`/v1/sites/{site}/articles/{id}`: the articles of a site."""

from flask import Response, request

from moderation.services import articles as service
from moderation.web.answering import answer, conditional
from moderation.web.describing import Access, Operation, described
from moderation.web.paths import checked_id
from moderation.web.payloads import ArticleAnswer, ArticlePayload
from moderation.web.serving import deployment, utc_now
from moderation.web.siteroutes import read_payload, site_routes
from moderation.web.stored import article_answer
from moderation.web.submissions import article_submission

articles = site_routes("articles")
_PATH = "/articles/<rest:article_id>"


@articles.put(_PATH)
@described(
    Operation(
        "Store an article: separate it, remember what recurs, read its policy notice",
        tag="articles",
        access=Access.SITE_KEY,
        takes=(ArticlePayload,),
        gives=(ArticleAnswer,),
        problems=(400, 401, 403, 409, 413, 415, 422, 503),
    )
)
def store_article(site: str, article_id: str) -> Response:
    """Store an article and answer with its separation."""
    submission = article_submission(article_id, read_payload(ArticlePayload))
    stored = service.ingest(deployment(), site, submission, utc_now())
    return answer(article_answer(stored), etag=str(stored.revision))


@articles.get(_PATH)
@described(
    Operation(
        "Return a stored article",
        tag="articles",
        access=Access.SITE_KEY,
        gives=(ArticleAnswer,),
        problems=(401, 403, 404),
    )
)
def show_article(site: str, article_id: str) -> Response:
    """Answer with a stored article."""
    stored = service.get(deployment(), site, checked_id(article_id))
    return conditional(article_answer(stored), str(stored.revision), request)


@articles.delete(_PATH)
@described(Operation("Erase an article", tag="articles", access=Access.SITE_KEY, status=204, problems=(401, 403, 404)))
def erase_article(site: str, article_id: str) -> Response:
    """Erase an article."""
    service.delete(deployment(), site, checked_id(article_id), utc_now())
    return Response(status=204)
