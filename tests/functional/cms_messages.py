"""What each CMS says of one invented article, in its own form."""

from tests.factories import FOOTER, HEADLINE, PARAGRAPHS

HTML = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, FOOTER))
CHANGED = HTML.replace("400 Wohnungen", "500 Wohnungen")
URL = "https://www.lindental-bote.example/stadt/umbau/"
FIRST, SECOND, THIRD = "2026-05-04T08:00:00.000Z", "2026-05-04T09:00:00.000Z", "2026-05-04T10:00:00.000Z"


def ghost(html=HTML, at=FIRST, status="published", **changes):
    current = {"id": "g1", "title": HEADLINE, "html": html, "url": URL, "status": status, "updated_at": at, **changes}
    return {"post": {"current": current, "previous": {"updated_at": at}}}


def ghost_gone(at=FIRST):
    return {"post": {"current": {}, "previous": {"id": "g1", "title": HEADLINE, "updated_at": at}}}


def strapi(html=HTML, at=FIRST, event="entry.publish", **changes):
    entry = {"id": 7, "documentId": "s1", "headline": HEADLINE, "content": html, "url": URL, **changes}
    return {"event": event, "createdAt": at, "model": "article", "uid": "api::article.article", "entry": entry}


def contentful(html=HTML, at=FIRST, kind="Entry"):
    fields = {"title": {"en-US": "Station", "de": HEADLINE}, "body": {"de": html}, "url": {"de": URL}}
    return {"sys": {"type": kind, "id": "c1", "updatedAt": at}, "fields": fields}


def sanity(html=HTML, at=FIRST, **changes):
    return {"_id": "n1", "_type": "article", "_updatedAt": at, "title": HEADLINE, "html": html, "url": URL, **changes}


def wordpress(html=HTML, at=FIRST, status="publish", **changes):
    post = {
        "ID": 12,
        "post_title": HEADLINE,
        "post_content": html,
        "post_status": status,
        "post_type": "post",
        "post_modified_gmt": at[:19].replace("T", " "),
    }
    return {"post_id": 12, "post": post | changes, "post_permalink": URL}


def plain(html=HTML, at=FIRST, **changes):
    return {"id": "p1", "title": HEADLINE, "html": html, "url": URL, "updated_at": at, **changes}
