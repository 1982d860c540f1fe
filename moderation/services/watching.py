"""Whether a site's model still fits: scores, holds and moderators' agreement now, beside the weeks before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log

from moderation.errors import ModelFault
from moderation.model_store.folder import read_card
from moderation.model_store.registry import active_folder
from moderation.services.deployment import Deployment
from moderation.services.site_models import SITES
from moderation.services.sites import require_site
from moderation.storage.watching import Seen, comments_between, erased_since

REFERENCE = 4
MOST = 20_000
# Usual reading of the population stability index: below .1 still, above .25 something else.
UNSTABLE = 0.25
FEWEST = 100
LESS_AGREEMENT = 0.05
MORE_HOLDS = 0.10
NEW_DECISIONS = 500
DAYS = 7
DUE = "retraining is due"
_BANDS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)
_LENGTHS = (40.0, 80.0, 140.0, 220.0, 350.0, 600.0, 1200.0)


@dataclass(frozen=True, slots=True)
class Window:
    """Figures of one span of time; a share is None where nothing was counted.

    :ivar ordered: how often of a refused and an approved comment the refused one had the higher score (AUC).
    """

    comments: int
    held: float | None
    reviewed: int
    agreed: float | None
    ordered: float | None


@dataclass(frozen=True, slots=True)
class Watch:
    """How now differs from before.

    :ivar score_shift, length_shift: population stability index; None where too few comments were seen.
    :ivar new_decisions: reviews that the site's model has not learnt from; `erased` comments that it has and that are
        erased since.
    :ivar warnings: what speaks for a retraining.
    """

    now: Window
    before: Window
    score_shift: float | None
    length_shift: float | None
    new_decisions: int
    erased: int
    warnings: tuple[str, ...]

    @property
    def is_due(self) -> bool:
        """Whether a retraining is."""
        return any(warning.startswith(DUE) for warning in self.warnings)


def watch_site(deployment: Deployment, site: str, *, days: int, now: datetime) -> Watch:
    """Compare the latest days with the weeks before.

    :raises UnknownSite: when there is no such site.
    """
    begin = now - timedelta(days=max(1, days))
    earlier = begin - timedelta(days=REFERENCE * max(1, days))
    learnt_until = _learnt_until(deployment, site)
    with deployment.database.read() as session:
        require_site(session, site)
        latest = comments_between(session, site, begin, now, limit=MOST)
        former = comments_between(session, site, earlier, begin, limit=MOST)
        erased = erased_since(session, site, learnt_until) if learnt_until is not None else 0
    since = learnt_until or earlier
    new = sum(1 for seen in (*former, *latest) if seen.verdict is not None and seen.reviewed_at > since)
    shifts = [
        stability([value(seen) for seen in former], [value(seen) for seen in latest], bands)
        for value, bands in ((_score, _BANDS), (_length, _LENGTHS))
    ]
    windows = _window(latest), _window(former)
    return Watch(*windows, shifts[0], shifts[1], new, erased, _warnings(*windows, shifts, new, erased))


def stability(before: Sequence[float], now: Sequence[float], bands: Sequence[float]) -> float | None:
    """Return the population stability index between two samples; None where one is too small to say."""
    if min(len(before), len(now)) < FEWEST:
        return None
    first, second = _shares(before, bands), _shares(now, bands)
    return sum((new - old) * log(new / old) for old, new in zip(first, second, strict=True))


def describe_watch(seen: Watch) -> str:
    """Return the figures and warnings for people."""
    lines = [
        f"comments   {seen.now.comments} now, {seen.before.comments} before",
        f"held       {_percent(seen.now.held)} now, {_percent(seen.before.held)} before",
        f"reviewed   {seen.now.reviewed} now, {seen.before.reviewed} before",
        f"agreement  {_percent(seen.now.agreed)} now, {_percent(seen.before.agreed)} before (automatic ones alone)",
        f"ordering   {_figure(seen.now.ordered)} now, {_figure(seen.before.ordered)} before (AUC of the scores)",
        f"scores     shifted by {_figure(seen.score_shift)} (above {UNSTABLE} is another population)",
        f"lengths    shifted by {_figure(seen.length_shift)}",
        f"not yet learnt from: {seen.new_decisions} decisions",
    ]
    return "\n".join([*lines, *(seen.warnings or ("nothing speaks for a retraining",))])


def _warnings(now: Window, before: Window, shifts: Sequence[float | None], new: int, erased: int) -> tuple[str, ...]:
    found = []
    for name, shift in zip(("scores", "lengths of comments"), shifts, strict=True):
        if shift is not None and shift > UNSTABLE:
            found.append(f"{DUE}: the {name} are distributed otherwise than before ({shift:.2f})")
    if now.ordered is not None and before.ordered is not None and now.ordered < before.ordered - LESS_AGREEMENT:
        found.append(f"{DUE}: the scores tell refused from approved comments less well than before")
    if now.agreed is not None and before.agreed is not None and now.agreed < before.agreed - LESS_AGREEMENT:
        found.append(f"{DUE}: moderators agree less with what was decided automatically")
    if now.held is not None and before.held is not None and now.held > before.held + MORE_HOLDS:
        found.append("look at the queue: more is held than before")
    if new >= NEW_DECISIONS:
        found.append(f"{DUE}: {new} decisions have not been learnt from")
    if erased:
        found.append(f"{DUE}: {erased} comments that the model learnt from were erased")
    return tuple(found)


def _window(seen: Sequence[Seen]) -> Window:
    reviewed = [one for one in seen if one.verdict is not None]
    automatic = [one for one in reviewed if one.outcome != "hold"]
    return Window(
        comments=len(seen),
        held=sum(one.outcome == "hold" for one in seen) / len(seen) if seen else None,
        reviewed=len(reviewed),
        agreed=sum(one.outcome == one.verdict for one in automatic) / len(automatic) if automatic else None,
        ordered=_ordered(reviewed),
    )


def _ordered(reviewed: Sequence[Seen]) -> float | None:
    """Return the AUC of the scores (Mann and Whitney 1947), ties counted half."""
    refused = sum(one.verdict == "reject" for one in reviewed)
    approved = len(reviewed) - refused
    if not refused or not approved:
        return None
    places: dict[float, list[int]] = {}
    for number, one in enumerate(sorted(reviewed, key=_score), 1):
        places.setdefault(_score(one), []).append(number)
    ranks = sum(sum(places[_score(one)]) / len(places[_score(one)]) for one in reviewed if one.verdict == "reject")
    return (ranks - refused * (refused + 1) / 2) / (refused * approved)


def _shares(values: Sequence[float], bands: Sequence[float]) -> list[float]:
    counts = [0] * (len(bands) + 1)
    for value in values:
        counts[sum(value >= band for band in bands)] += 1
    # Half a comment in each band keeps an empty one from being infinitely surprising.
    return [(count + 0.5) / (len(values) + 0.5 * len(counts)) for count in counts]


def _score(seen: Seen) -> float:
    return seen.score


def _length(seen: Seen) -> float:
    return float(seen.length)


def _learnt_until(deployment: Deployment, site: str) -> datetime | None:
    try:
        stated = read_card(active_folder(deployment.settings.models_dir / SITES, site)).get("learnt_until")
    except ModelFault:
        return None
    return datetime.fromtimestamp(float(stated), tz=UTC) if isinstance(stated, int | float) else None


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _figure(value: float | None) -> str:
    return "– (too few)" if value is None else f"{value:.2f}"
