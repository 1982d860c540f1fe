"""Published comments fetched from where they stand, each screened once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from moderation.errors import InvalidInput, Withdrawn
from moderation.services import comments
from moderation.services.absences import Place
from moderation.services.comment_submissions import CommentSubmission
from moderation.services.pull_sources import Reader
from moderation.storage import pulls
from moderation.storage.comments import was_received
from moderation.storage.pulls import PullState
from moderation.text.plain import plain_text
from moderation.webhooks.listings import ListedComment

log = logging.getLogger(__name__)


@dataclass
class CommentTaking:
    """One run over the comments of a source.

    :ivar limit: comments to screen at most.
    :ivar watch: is told of each that was looked at.
    """

    place: Place
    now: datetime
    limit: int
    watch: Callable[[], None]
    screened: int = 0

    def run(self, reader: Reader, since: datetime | None) -> bool:
        """Screen what is not known yet, the oldest first; tell whether everything was looked at.

        :raises FetchFault: when the source cannot be read.
        """
        with self.place.deployment.database.read() as session:
            state = pulls.state_of(session, self.place.site, self._name)
        for part in reader.comments(self.place.source, since or state.reached):
            for listed in part:
                if self.screened >= self.limit:
                    return False
                self._take(listed)
                self.watch()
            state = self._advance(state, part)
        return True

    @property
    def _name(self) -> str:
        return f"comments {self.place.source.name}"

    def _take(self, listed: ListedComment) -> None:
        deployment, site = self.place.deployment, self.place.site
        with deployment.database.read() as session:
            if was_received(session, site, listed.id):
                return
        try:
            comments.screen(deployment, site, _submission(listed), self.now)
        except (InvalidInput, Withdrawn) as error:
            log.info("a comment of site %s is left alone: %s", site, type(error).__name__)
            return
        self.screened += 1

    def _advance(self, state: PullState, part: list[ListedComment]) -> PullState:
        times = [listed.created_at for listed in part if listed.created_at is not None]
        state = replace(state, reached=max(times + ([state.reached] if state.reached else []), default=None))
        state = replace(state, ran_at=self.now)
        self.place.deployment.database.transact(
            lambda session: pulls.save_state(session, self.place.site, self._name, state)
        )
        return state


def _submission(listed: ListedComment) -> CommentSubmission:
    return CommentSubmission(
        listed.id,
        plain_text(listed.html).strip(),
        article_id=listed.article_id,
        parent_id=listed.parent_id,
        author_id=listed.author_id,
        author_name=listed.author_name,
        created_at=listed.created_at,
        # A webhook may have brought a newer version.
        is_first=True,
    )
