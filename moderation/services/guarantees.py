"""Automatic decisions with a guaranteed error rate: thresholds from a site's reviewed comments, or a reviews file."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import compress

import msgspec
from sqlalchemy.orm import Session

from moderation.comment.decision import Doubts
from moderation.comment.guarantee import Guarantee, Promise, guarantee, nothing_promised
from moderation.comment.values import ArticleText, Comment, Outcome
from moderation.errors import InvalidInput
from moderation.services.comments import as_judged, circumstances_of
from moderation.services.deployment import Deployment
from moderation.services.fair_sample import fair_sample
from moderation.services.policyreader import parse_policy
from moderation.services.screener import Screener
from moderation.services.screening_settings import AutomaticSettings, adjust
from moderation.services.site_settings import change_settings, read_settings, show_settings
from moderation.services.sites import require_site
from moderation.storage import comments as storage
from moderation.storage.comments import KeptComment
from moderation.storage.sites import Site

MOST_COMMENTS = 20_000
DRAWN = "audit"
NOT_TOLD = (
    "The file marks no comment as drawn at random: this holds only if it has all comments of a time, not those alone "
    "that a model has held."
)
_AT_ONCE = 200
# Where a circumstance holds a comment whatever its words are.
_HELD = Doubts(0.0, 1.0)


class ReviewedText(msgspec.Struct, frozen=True, kw_only=True):
    """An article in a reviews file."""

    title: str = ""
    text: str = ""


class ReviewedComment(msgspec.Struct, frozen=True, kw_only=True):
    """What a guarantee needs of a line of the reviews file."""

    comment: str
    outcome: Outcome
    article: ReviewedText | None = None
    parent: str | None = None
    sample: str | None = None


def from_reviews(
    lines: Iterable[ReviewedComment], screener: Screener, promise: Promise, policy: str | None = None
) -> Guarantee:
    """Return the thresholds that a reviews file supports.

    :param policy: the comment rules; the default netiquette without.
    """
    rules = None if policy is None else parse_policy(policy)
    doubts, refused, drawn = [], [], []
    for line in lines:
        if line.outcome is Outcome.HOLD:
            continue
        article = line.article and ArticleText(line.article.title, line.article.text)
        doubts.append(screener.weigh(Comment(line.comment, line.parent), policy=rules, article=article))
        refused.append(line.outcome is Outcome.REJECT)
        drawn.append(line.sample == DRAWN)
    if not any(drawn):
        return replace(_guarantee(doubts, refused, promise), source=NOT_TOLD)
    computed = _guarantee(list(compress(doubts, drawn)), list(compress(refused, drawn)), promise)
    return replace(computed, source=f"Counted on the {sum(drawn)} comments marked as drawn at random, of {len(drawn)}.")


def from_site(deployment: Deployment, site: str, promise: Promise, *, last: int = MOST_COMMENTS) -> Guarantee:
    """Return the thresholds that the last reviewed comments of a site support; nothing is stored.

    Counted are only comments that speak for all (see `fair_sample`); where there are none, nothing is promised.

    :raises UnknownSite: when there is no such site.
    :raises InvalidInput: when more comments are asked for than `MOST_COMMENTS`.
    """
    if not 1 <= last <= MOST_COMMENTS:
        raise InvalidInput(f"a guarantee is computed from 1 to {MOST_COMMENTS} comments")
    doubts, refused = [], []
    with deployment.database.read() as session:
        known = require_site(session, site)
        sample = fair_sample(deployment, session, site, limit=last)
        rows = sample.rows
        for begin in range(0, len(rows), _AT_ONCE):
            for kept in storage.kept_of_rows(session, rows[begin : begin + _AT_ONCE]):
                verdict = kept.comment.review
                if verdict is not None:
                    doubts.append(_weigh(deployment, session, known, kept))
                    refused.append(verdict.outcome is Outcome.REJECT)
    computed = replace(_guarantee(doubts, refused, promise), source=sample.sentence)
    return computed if sample.is_fair else nothing_promised(computed)


def put_in_force(deployment: Deployment, site: str, computed: Guarantee) -> AutomaticSettings:
    """Let a site's decisions be limited by computed thresholds; they hold for the active model alone.

    :raises UnknownSite: when there is no such site.
    """
    limits = AutomaticSettings(
        refuse_from=computed.refuse.threshold,
        release_below=computed.release.threshold,
        model=deployment.screener_of(site).label,
        comments=computed.comments,
        statement=computed.statement,
    )
    settings = show_settings(deployment, site)
    screening = msgspec.structs.replace(settings.screening, automatic=limits)
    change_settings(deployment, site, msgspec.structs.replace(settings, screening=screening))
    return limits


def stated_promise(deployment: Deployment, site: str) -> Promise:
    """Return what a site has promised in its settings, else the usual one.

    :raises UnknownSite: when there is no such site.
    """
    stated = show_settings(deployment, site).screening.promise
    return Promise() if stated is None else stated.promise()


def _weigh(deployment: Deployment, session: Session, site: Site, kept: KeptComment) -> Doubts:
    at: datetime = kept.comment.received_at
    circumstances = circumstances_of(session, site, kept, at)
    article, policy = circumstances.article, circumstances.policy
    if article is None or policy is None:
        return _HELD
    screener = deployment.screener_of(site.name)
    screening = msgspec.structs.replace(read_settings(session, site.name).screening, automatic=None, promise=None)
    return screener.weigh(
        as_judged(kept.comment, replace(circumstances, screening=screening)),
        policy=policy.policy(),
        article=ArticleText(article.title, article.text),
        adjustments=adjust(screening, section=circumstances.section, now=at, model=screener.label),
    )


def _guarantee(doubts: list[Doubts], refused: list[bool], promise: Promise) -> Guarantee:
    return guarantee([doubt.refuse for doubt in doubts], [doubt.release for doubt in doubts], refused, promise)
