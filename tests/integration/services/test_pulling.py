"""Fetching what no webhook brought, from servers on the loopback interface that answer as the real ones do."""

import json
from contextlib import contextmanager
from dataclasses import replace
from email.utils import format_datetime
from functools import partial

import pytest

from moderation.errors import FetchFault
from moderation.services import articles, pulling
from moderation.services.pull_sources import PullSource
from moderation.services.pulling import ask_for_pull, pull_due
from moderation.services.site_settings import SiteSettings, change_settings
from moderation.storage import pulls
from moderation.webhooks.fetching import fetch
from tests.factories import FOOTER, HEADLINE, NOW, PARAGRAPHS, article, later

HTML = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, FOOTER))
PAGE = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>{HTML}</body></html>"
get = partial(fetch, allow_private=True)


def ghost_posts(server, posts):
    """Answer as Ghost's Content API does: filtered, sorted, in pages."""

    def answer(query):
        since = query.get("filter", ["updated_at:>='0'"])[0].partition("'")[2].rstrip("'")
        kept = sorted((post for post in posts if post["updated_at"] >= since), key=lambda post: post["updated_at"])
        page, size = int(query["page"][0]), int(query["limit"][0])
        part = kept[(page - 1) * size : page * size]
        following = page + 1 if page * size < len(kept) else None
        body = json.dumps({"posts": part, "meta": {"pagination": {"page": page, "next": following}}})
        return 200, body.encode(), {"Content-Type": "application/json"}

    server.pages["/ghost/api/content/posts/"] = answer


def post(number, at, **changes):
    stated = later(at).isoformat().replace("+00:00", "Z")
    values = {"id": f"{number:024x}", "title": HEADLINE, "html": HTML, "url": f"https://bote.example/{number}/"}
    return {**values, "updated_at": stated, "published_at": stated, **changes}


def test_ghost_is_read_page_by_page_and_then_only_what_changed(server, pull, bote):
    posts = [post(number, number * 3600) for number in range(60)]
    ghost_posts(server, posts)

    first = pull("ghost")
    posts.append(post(99, 70 * 3600))
    second = pull("ghost")

    assert (first.stored, first.complete, first.fault) == (60, True, None)
    assert (second.stored, second.unchanged, second.complete) == (1, 1, True)
    assert articles.get(bote, "bote", f"{99:024x}").url == "https://bote.example/99/"


def test_a_run_that_reaches_its_limit_is_gone_on_with(server, pull):
    ghost_posts(server, [post(number, number * 3600) for number in range(12)])

    assert (pull("ghost", limit=5).stored, pull("ghost", limit=5).stored) == (5, 5)
    last = pull("ghost", limit=5)
    assert (last.stored, last.complete) == (2, True)


def test_what_webhooks_brought_is_not_stored_again(server, pull, bote):
    ghost_posts(server, [post(1, 0), post(2, 0)])
    articles.ingest(bote, "bote", article(f"{1:024x}", updated_at=NOW), NOW)
    articles.withdraw(bote, "bote", f"{2:024x}", later(60), NOW)

    report = pull("ghost")

    assert (report.stored, report.unchanged) == (0, 2)


def test_wordpress_is_read_by_its_rest_interface(server, pull, bote):
    def answer(query):
        rendered = {"id": int(query["page"][0]), "link": "https://bote.example/?p=1", "status": "publish"}
        rendered |= {"modified_gmt": "2026-05-04T08:00:00", "date_gmt": "2026-05-04T08:00:00"}
        rendered |= {"title": {"rendered": "Fluss &#8211; Ufer"}, "content": {"rendered": HTML, "protected": False}}
        return 200, json.dumps([rendered]).encode(), {"X-WP-TotalPages": "2"}

    server.pages["/wp-json/wp/v2/posts"] = answer

    report = pull("wordpress")

    assert (report.stored, report.complete) == (2, True)
    assert articles.get(bote, "bote", "1").separation.title == "Fluss – Ufer"


FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Bote</title>
<item><title>{HEADLINE}</title><link>https://bote.example/umbau</link><guid>https://bote.example/?p=12</guid>
<pubDate>{format_datetime(NOW)}</pubDate><content:encoded><![CDATA[{HTML}]]></content:encoded></item>
<item><title>Kurz</title><link>SERVER/kurz</link><description>Nur ein Anriss.</description></item>
<item><title>Ohne Adresse</title></item>
</channel></rss>"""


def test_a_feed_gives_whole_articles_and_names_the_others(server, pull, bote):
    server.put("/feed", FEED.replace("SERVER", server.url), ETag='"1"')
    server.put("/kurz", PAGE)

    report = pull("feed", "/feed")

    assert (report.stored, report.failed, report.complete) == (2, 0, True)
    assert articles.get(bote, "bote", "12").url == "https://bote.example/umbau"
    assert articles.get(bote, "bote", f"{server.url}/kurz").separation.text.endswith(PARAGRAPHS[-1])
    assert pull("feed", "/feed").stored == 0
    assert server.headers[-1]["If-None-Match"] == '"1"'


def test_atom_is_a_feed_too(server, pull, bote):
    entry = (
        f"<entry><id>tag:1</id><title>T</title><link rel='alternate' href='{server.url}/a'/>"
        "<updated>2026-05-04T08:00:00Z</updated></entry>"
    )
    server.put("/atom", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>")
    server.put("/a", PAGE)

    assert pull("feed", "/atom").stored == 1
    assert articles.get(bote, "bote", f"{server.url}/a").updated_at.hour == 8


def sitemap(*places):
    urls = "".join(f"<url><loc>{url}</loc><lastmod>{at}</lastmod></url>" for url, at in places)
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"


def test_sitemaps_of_an_index_are_read_for_their_own_host_alone(server, pull):
    index = "".join(f"<sitemap><loc>{server.url}/{n}.xml</loc></sitemap>" for n in (1, 2))
    server.put("/sitemap.xml", f"<sitemapindex>{index}</sitemapindex>")
    server.put(
        "/1.xml", sitemap((f"{server.url}/a", "2026-05-04T08:00:00Z"), ("https://other.example/b", "2026-05-04"))
    )
    server.put("/2.xml", sitemap((f"{server.url}/c", "2026-05-04")))
    server.put("/a", PAGE)
    server.put("/c", PAGE.replace("400", "500"))

    report = pull("sitemap", "/sitemap.xml")

    assert (report.stored, report.failed, report.complete) == (2, 0, True)
    again = pull("sitemap", "/sitemap.xml", now=later(3 * 86_400))
    assert again.stored == 0
    assert server.asked.count("/a") == 1


def test_a_page_that_cannot_be_fetched_does_not_stop_the_others(server, pull):
    server.put("/s.xml", sitemap((f"{server.url}/weg", "2026-05-04"), (f"{server.url}/a", "2026-05-04")))
    server.put("/a", PAGE)

    report = pull("sitemap", "/s.xml")

    assert (report.stored, report.failed, report.complete) == (1, 1, True)


def test_a_server_that_fails_again_and_again_is_left_alone(server, pull):
    server.put("/s.xml", sitemap(*((f"{server.url}/{number}", "2026-05-04") for number in range(20))))

    report = pull("sitemap", "/s.xml")

    assert report.fault is not None
    assert len(server.asked) == 1 + pulling.MOST_FAILURES


def test_a_server_that_asks_to_wait_is_left_alone_at_once(server, pull):
    server.put("/s.xml", sitemap((f"{server.url}/a", "2026-05-04"), (f"{server.url}/b", "2026-05-04")))
    server.put("/a", "", status=429, **{"Retry-After": "90"})

    report = pull("sitemap", "/s.xml")

    assert (report.retry_after, len(server.asked)) == (90, 2)


def test_there_is_a_pause_between_requests(server, pull):
    waited = []
    server.put("/s.xml", sitemap((f"{server.url}/a", "2026-05-04"), (f"{server.url}/b", "2026-05-04")))
    server.put("/a", PAGE)
    server.put("/b", PAGE)

    pull("sitemap", "/s.xml", wait=waited.append)

    assert waited == [pulling.PAUSE_SECONDS] * 2


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("ghost", "nicht JSON"),
        ("ghost", "[]"),
        ("ghost", "[" * 100_000),
        ("wordpress", '{"code":"rest_no_route"}'),
        ("feed", "<html></html>"),
        ("feed", "<!DOCTYPE a [<!ENTITY x 'y'>]><rss/>"),
        ("sitemap", "<rss/>"),
        ("sitemap", "<urlset>" * 500),
        ("sitemap", ""),
        ("sitemap", b"\xff\xfe\x00"),
    ],
)
def test_what_is_no_list_is_told_and_changes_nothing(server, pull, kind, body):
    for path in ("/ghost/api/content/posts/", "/wp-json/wp/v2/posts", "/x"):
        server.put(path, body)

    report = pull(kind, "/x" if kind in ("feed", "sitemap") else "")

    assert report.fault is not None
    assert (report.stored, report.complete) == (0, False)


def test_pages_that_are_no_pages_are_refused(server, pull):
    server.put("/s.xml", sitemap((f"{server.url}/a", "2026-05-04")))
    server.put("/a", PAGE, **{"Content-Type": "application/pdf"})

    assert pull("sitemap", "/s.xml").failed == 1


def test_compressed_answers_redirect_loops_and_private_addresses_are_refused(server):
    server.put("/gz", b"\x1f\x8b", **{"Content-Encoding": "gzip"})
    server.put("/loop", "", status=302, Location="/loop")
    server.put("/there", "", status=301, Location="/here")
    server.put("/here", "da")

    assert get(f"{server.url}/there", ("", ""), NOW).body == b"da"
    for path in ("/gz", "/loop", "/nichts"):
        with pytest.raises(FetchFault):
            get(f"{server.url}{path}", ("", ""), NOW)
    with pytest.raises(FetchFault, match="not public"):
        fetch(f"{server.url}/here", ("", ""), NOW, allow_private=False)
    with pytest.raises(FetchFault):
        fetch("file:///etc/passwd", ("", ""), NOW, allow_private=True)


def test_an_answer_above_the_limit_is_refused(server, monkeypatch):
    monkeypatch.setattr("moderation.webhooks.fetching.MOST_BYTES", 10)
    server.put("/a", "x" * 11)

    with pytest.raises(FetchFault, match="more than"):
        get(f"{server.url}/a", ("", ""), NOW)


@contextmanager
def configured(bote, server, **changes):
    source = PullSource(kind="feed", url=f"{server.url}/feed", **changes)
    change_settings(bote, "bote", SiteSettings(pull=[source]))
    server.put("/feed", FEED.replace("SERVER", server.url))
    server.put("/kurz", PAGE)
    yield


def due(bote, now):
    return pull_due(bote, get, now, wait=lambda _: None)


def test_a_ping_is_answered_by_the_next_worker_once(server, bote):
    with configured(bote, server):
        assert due(bote, NOW) == []
        ask_for_pull(bote, "bote", NOW)

        [report] = due(bote, later(1))

        assert report.stored == 2
        assert due(bote, later(600)) == []


def test_pings_in_a_row_cause_one_pull_a_minute(server, bote):
    with configured(bote, server):
        ask_for_pull(bote, "bote", NOW)
        due(bote, NOW)
        ask_for_pull(bote, "bote", later(1))

        assert due(bote, later(2)) == []
        assert len(due(bote, later(61))) == 1


def test_a_source_with_a_rhythm_needs_no_ping(server, bote):
    with configured(bote, server, every_minutes=30):
        assert len(due(bote, NOW)) == 1
        assert due(bote, later(1700)) == []
        assert len(due(bote, later(1801))) == 1


def test_a_source_that_could_not_be_read_is_asked_again(server, bote):
    with configured(bote, server):
        server.put("/feed", "", status=503)
        ask_for_pull(bote, "bote", NOW)
        due(bote, NOW)
        server.put("/feed", FEED.replace("SERVER", server.url))

        assert due(bote, later(299)) == []
        assert due(bote, later(301))[0].complete


def test_a_page_that_a_message_named_is_fetched_and_tried_again_for_a_day(server, bote):
    with bote.database.write() as session:
        pulls.ask_for_page(session, "bote", "7", f"{server.url}/seite", NOW)
    due(bote, NOW)
    server.put("/seite", PAGE)
    due(bote, later(601))

    assert articles.get(bote, "bote", "7").separation.title == HEADLINE
    with bote.database.write() as session:
        pulls.ask_for_page(session, "bote", "8", f"{server.url}/weg", NOW)
    for hours in range(26):
        due(bote, later(hours * 3600))
    with bote.database.read() as session:
        assert pulls.pages_asked_for(session, later(90 * 3600), 5) == []


def test_two_workers_do_not_pull_the_same_site_at_once(server, bote):
    with configured(bote, server):
        ask_for_pull(bote, "bote", NOW)
        with bote.database.write() as session:
            assert pulls.begin(session, "bote", NOW, later(60))
        with bote.database.write() as session:
            assert not pulls.begin(session, "bote", NOW, later(60))
        ask_for_pull(bote, "bote", NOW)

        assert due(bote, NOW) == []
        assert len(due(bote, later(61))) == 1


def test_a_site_without_sources_is_left_alone(bote):
    ask_for_pull(bote, "bote", NOW)

    assert due(replace(bote), NOW) == []
