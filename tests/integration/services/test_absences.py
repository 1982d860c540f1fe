"""What a source no longer names is marked, and nothing more; comments of a WordPress are screened once."""

import json

import pytest

from moderation.services import articles, comments
from moderation.services.absences import MOST_PAGES, missing_articles
from moderation.services.comment_submissions import CommentSubmission
from moderation.storage import comments as comment_storage
from tests.factories import FOOTER, HEADLINE, NOW, PARAGRAPHS, later

HTML = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, FOOTER))
PAGE = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>{HTML}</body></html>"


class WordPress:
    """The posts and comments that a server's REST interface names."""

    def __init__(self, server):
        self.posts, self.comments, self.server = {1, 2, 3}, [], server
        server.pages["/wp-json/wp/v2/posts"] = self._posts
        server.pages["/wp-json/wp/v2/comments"] = self._comments
        for number in self.posts:
            server.put(f"/{number}", PAGE)

    def remove(self, number):
        self.posts.discard(number)
        del self.server.pages[f"/{number}"]

    def _posts(self, query):
        asked = {int(number) for number in query["include"][0].split(",")} if "include" in query else self.posts
        posts = [self._post(number) for number in sorted(self.posts & asked)]
        return 200, json.dumps(posts).encode(), {"X-WP-TotalPages": "1"}

    def _post(self, number):
        state = {"id": number, "link": f"{self.server.url}/{number}", "status": "publish"}
        state |= {"modified_gmt": "2026-05-04T08:00:00", "date_gmt": "2026-05-04T08:00:00"}
        return state | {"title": {"rendered": HEADLINE}, "content": {"rendered": HTML, "protected": False}}

    def _comments(self, _query):
        return 200, json.dumps(self.comments).encode(), {"X-WP-TotalPages": "1"}


@pytest.fixture
def wordpress(server):
    return WordPress(server)


def test_a_post_that_is_gone_is_marked_and_kept_and_one_that_returns_is_not(wordpress, pull, bote):
    pull("wordpress")
    wordpress.remove(2)

    report = pull("wordpress", now=later(3600))

    assert (report.missing, report.complete) == (1, True)
    gone = articles.get(bote, "bote", "2")
    assert (gone.missing_since, gone.revision) == (later(3600), 2)
    assert gone.separation.text.endswith(PARAGRAPHS[-1])
    assert [article.id for article in missing_articles(bote, "bote")] == ["2"]
    assert pull("wordpress", now=later(7200)).missing == 0
    wordpress.posts.add(2)
    pull("wordpress", now=later(9000))
    assert articles.get(bote, "bote", "2").missing_since is None


def test_a_source_that_suddenly_names_nothing_is_not_believed(wordpress, pull, bote):
    pull("wordpress")
    wordpress.posts.clear()

    report = pull("wordpress", now=later(3600))

    assert (report.missing, report.complete) == (0, False)
    assert "none was marked" in report.fault
    assert missing_articles(bote, "bote") == []


def test_it_is_believed_when_the_pages_are_gone_too(wordpress, pull, bote):
    pull("wordpress")
    for number in (1, 2, 3):
        wordpress.remove(number)

    assert pull("wordpress", now=later(3600)).missing == 3


def test_what_a_webhook_brought_and_no_source_ever_named_is_not_missed(wordpress, pull, bote):
    articles.ingest(bote, "bote", articles.ArticleSubmission("seite", html=PAGE), NOW)
    pull("wordpress")

    assert pull("wordpress", now=later(3600)).missing == 0


def test_a_page_that_left_the_sitemap_is_missed_only_where_it_is_gone(server, pull, bote):
    urls = [f"{server.url}/{number}" for number in range(3)]
    for number in range(3):
        server.put(f"/{number}", PAGE.replace("400", f"{number}400"))
    listed = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    server.put("/s.xml", f"<urlset>{listed}</urlset>")
    pull("sitemap", "/s.xml")
    server.put("/s.xml", f"<urlset><url><loc>{urls[0]}</loc></url></urlset>")
    server.put("/2", "", status=410)

    assert pull("sitemap", "/s.xml", now=later(3600)).missing == 1
    assert [article.id for article in missing_articles(bote, "bote")] == [urls[2]]


def test_a_run_looks_at_a_few_pages_at_most(server, pull):
    number = MOST_PAGES + 5
    listed = "".join(f"<url><loc>{server.url}/{each}</loc></url>" for each in range(number))
    server.put("/s.xml", f"<urlset>{listed}</urlset>")
    for each in range(number):
        server.put(f"/{each}", PAGE.replace("400", f"{each}400"))
    pull("sitemap", "/s.xml")
    server.put("/s.xml", "<urlset></urlset>")
    for each in range(number):
        server.put(f"/{each}", "", status=404)

    assert pull("sitemap", "/s.xml", now=later(3600)).missing == MOST_PAGES
    assert pull("sitemap", "/s.xml", now=later(7200)).missing == 5


def comment(number, text="Ein guter Beschluss.", **changes):
    state = {"id": number, "post": 1, "parent": 0, "author": 0, "author_name": "Lea", "status": "approved"}
    return state | {"date_gmt": f"2026-05-04T08:00:{number:02}", "content": {"rendered": f"<p>{text}</p>"}} | changes


def test_published_comments_are_screened_once(wordpress, pull, bote):
    wordpress.comments = [comment(1), comment(2, "Du bist ein Idiot!", parent=1), comment(3, status="hold")]
    comments.screen(bote, "bote", CommentSubmission("4", "Was ein Webhook brachte."), NOW)
    wordpress.comments.append(comment(4, "Etwas anderes."))

    first = pull("wordpress", comments=True)
    wordpress.comments[0] = comment(1, "Später geändert.")
    again = pull("wordpress", comments=True, now=later(3600))

    assert (first.comments, first.complete, again.comments) == (2, True, 0)
    assert comments.get(bote, "bote", "2").decision.outcome != "approve"
    with bote.database.read() as session:
        kept = [comment_storage.find_comment(session, "bote", number).comment for number in ("1", "2", "4")]
    assert [each.text for each in kept] == ["Ein guter Beschluss.", "Du bist ein Idiot!", "Was ein Webhook brachte."]
    assert (kept[1].article_id, kept[1].parent_id) == ("1", "1")


def test_an_erased_comment_does_not_come_back(wordpress, pull, bote):
    wordpress.comments = [comment(1)]
    pull("wordpress", comments=True)
    comments.delete(bote, "bote", "1", NOW)

    assert pull("wordpress", comments=True, now=later(3600)).comments == 0


def test_a_run_screens_a_few_comments_at_most_and_is_gone_on_with(wordpress, pull):
    wordpress.comments = [comment(number) for number in range(1, 6)]

    reports = [pull("wordpress", comments=True, limit=3, now=later(3600 * run)) for run in range(2)]

    assert [(report.comments, report.complete) for report in reports] == [(3, False), (2, True)]


def test_a_server_that_asks_to_be_left_alone_is_not_asked_before(server, pull):
    server.put("/feed", "", status=429, **{"Retry-After": "7200"})
    assert pull("feed", "/feed").retry_after == 7200

    early = pull("feed", "/feed", now=later(3600))

    assert early.fault.startswith("it asked to be left alone")
    assert server.asked == ["/feed"]
    server.put("/feed", "<rss></rss>")
    assert pull("feed", "/feed", now=later(7201)).complete
