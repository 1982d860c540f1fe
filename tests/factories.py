"""Real objects for tests; every text is invented."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from moderation.comment.values import Decision, Outcome
from moderation.services.articles import ArticleSubmission
from moderation.services.comments import CommentSubmission
from moderation.settings import Settings, shipped_models
from moderation.storage.comments import Marks, StoredComment
from moderation.storage.sites import Site

NOW = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)

HEADLINE = "Stadtrat beschließt den Umbau des alten Güterbahnhofs"
PARAGRAPHS = tuple(
    """\
Der Stadtrat von Lindental hat am Montagabend mit 23 zu 14 Stimmen den Umbau des alten Güterbahnhofs beschlossen. Auf \
dem Gelände sollen bis 2030 rund 400 Wohnungen, eine Grundschule und ein Park entstehen.

Die Kosten schätzt die Verwaltung auf 86 Millionen Euro. Ein Drittel davon trägt das Land, den Rest teilen sich die \
Stadt und eine Genossenschaft. Baudezernentin Karin Albers nannte den Beschluss einen wichtigen Schritt.

Kritik kam von den Anwohnern der Weststraße. Sie befürchten mehr Verkehr und verlangen ein eigenes Gutachten. Die \
Verwaltung will die Pläne im Herbst öffentlich auslegen.""".split("\n\n")
)
FOOTER = (
    "Liebe Leserinnen und Leser, wir freuen uns auf Ihre Kommentare. Bitte beachten Sie dabei unsere Regeln. "
    "Beleidigungen und Schimpfwörter sind nicht erlaubt. Werbung und Links zu Werbeseiten werden gelöscht. "
    "Bitte bleiben Sie beim Thema des Artikels. Kommentare werden vor der Veröffentlichung geprüft. Ihre Redaktion"
)
OTHER_FOOTER = (
    "Liebe Leserinnen und Leser, bitte beachten Sie beim Kommentieren unsere Netiquette. "
    "Links sind nicht erlaubt. Unterstellungen ohne Beleg veröffentlichen wir nicht. Ihre Redaktion"
)


def page(*, footer: str | None = FOOTER, headline: str = HEADLINE, paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    """Return an article as flat text, with comment rules at its end or without."""
    return "\n\n".join((headline, *paragraphs, *((footer,) if footer else ())))


def article(article_id: str = "a-1", **changes: Any) -> ArticleSubmission:
    values: dict[str, Any] = {"text": page(), "url": "https://www.lindental-bote.example/stadt/umbau.html"}
    return ArticleSubmission(article_id, **{**values, **changes})


def comment(comment_id: str = "c-1", text: str = "Gut, dass dort endlich Wohnungen entstehen.", **changes: Any) -> Any:
    return CommentSubmission(comment_id, text, **{"article_id": "a-1", **changes})


def settings(folder: Path, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "data_dir": folder,
        "database_url": f"sqlite:///{folder / 'moderation.sqlite3'}",
        "models_dir": shipped_models(),
        "secret_key": "a key that only the tests use",
    }
    return Settings(**{**values, **changes})


def site(name: str = "bote", *, deliver_to: str | None = None) -> Site:
    return Site(name, "de", deliver_to, None, NOW)


def stored_comment(comment_id: str = "c-1", *, at: datetime = NOW, **changes: Any) -> StoredComment:
    values: dict[str, Any] = {"site": "bote", "text": "Kein Wort zu viel.", "decision": Decision(Outcome.HOLD)}
    return StoredComment(id=comment_id, received_at=at, decided_at=at, **{**values, **changes})


def marks(**changes: Any) -> Marks:
    values: dict[str, Any] = {"digest": "0", "fingerprint": None, "url_key": None}
    return Marks(**{**values, "waits": True, "awaits_article": False, **changes})


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)
