import msgspec

from moderation.article.values import Block, Label, Separation
from moderation.comment.values import Decision, Evidence, Outcome, Violation
from moderation.policy.values import Category
from moderation.webhooks.events import (
    MAX_BODY_BYTES,
    CommentReference,
    Verdict,
    article_separated,
    comment_decided,
    comment_reviewed,
)
from tests.factories import NOW, later

COMMENT = CommentReference("bote", "c-1", "a-1", 3)


def decision(quote="Beleidigungen sind nicht erlaubt.", number=1):
    evidence = (Evidence(0, 4, "Depp", "Wort"),)
    violations = tuple(
        Violation(category, 0.97, Outcome.REJECT, quote, evidence) for category in list(Category)[:number]
    )
    return Decision(Outcome.REJECT, reason="Ihr Kommentar beleidigt.", violations=violations)


def test_a_decision_names_comment_clause_and_the_publishers_sentence():
    body = msgspec.json.decode(comment_decided(COMMENT, decision(), NOW).body)

    assert (body["type"], body["timestamp"]) == ("comment.decided", "2026-05-04T08:30:00.000Z")
    assert (body["data"]["comment_id"], body["data"]["outcome"], body["data"]["revision"]) == ("c-1", "reject", 3)
    assert body["data"]["violations"][0]["quote"] == "Beleidigungen sind nicht erlaubt."


def test_the_readers_words_are_not_sent():
    assert b"Depp" not in comment_decided(COMMENT, decision(), NOW).body


def test_bodies_stay_small_whatever_the_rules_look_like():
    longest = CommentReference("b" * 63, "🧵" * 512, "🧵" * 512, 1)

    event = comment_decided(longest, decision("🧵" * 5_000, number=len(Category)), NOW)

    assert len(event.body) <= MAX_BODY_BYTES
    assert len(msgspec.json.decode(event.body)["data"]["violations"]) == len(Category)


def test_one_happening_has_one_id():
    first, again = (comment_decided(COMMENT, decision(), at) for at in (NOW, later(60)))
    reviewed = comment_reviewed(COMMENT, Verdict(Outcome.APPROVE, ()), NOW)

    assert first.id == again.id != reviewed.id
    assert "." not in first.id


def test_an_article_is_told_without_its_text():
    blocks = (
        Block("Ein Absatz.", Label.PARAGRAPH, 0.9, "", 0, 11),
        Block("Regeln.", Label.POLICY_NOTICE, 0.9, "", 11, 18),
    )
    separation = Separation("Titel", "Ein Absatz.", blocks, "Regeln.", "de")

    data = msgspec.json.decode(article_separated("bote", "a-1", 1, separation, NOW).body)["data"]

    assert (data["blocks"], data["editorial_blocks"], data["policy_notice_found"]) == (2, 1, True)
    assert "Absatz" not in str(data)
