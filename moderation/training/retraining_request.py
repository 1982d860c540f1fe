"""What is to be retrained, and on which model."""

from dataclasses import dataclass, replace
from pathlib import Path

from moderation.comment.classifier import MODEL
from moderation.comment.site_classifier import REFUSAL, make_site_classifier
from moderation.comment.values import Thresholds
from moderation.errors import InvalidInput
from moderation.model_store.folder import read_card
from moderation.model_store.registry import active_folder
from moderation.policy.values import Category
from moderation.services.screener import Screener
from moderation.services.site_models import digest_of
from moderation.settings import Settings
from moderation.training.site_fitting import Limits
from moderation.training.site_model import SiteModel, arrays_of


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be trained.

    :ivar base: folder of the base model; None takes the active one.
    :ivar scheduler: address of a Dask cluster that reads the reviews in place of this machine.
    :ivar policy: file of the site's comment rules, by which changed outcomes are shown; the default netiquette without.
    :ivar trusted: accounts that are learnt from whatever they decide.
    """

    reviews: Path
    output: Path
    base: Path | None = None
    site: str | None = None
    trusted: tuple[str, ...] = ()
    jobs: int = 1
    scheduler: str | None = None
    seed: int = 0
    policy: Path | None = None
    keep_work: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """The model that is learnt upon."""

    folder: Path
    screener: Screener
    digest: str


def open_base(request: Request) -> Base:
    """Read the model that is learnt upon.

    :raises InvalidInput: when it is a site's own.
    """
    folder = request.base or active_folder(Settings.from_environment().models_dir, MODEL)
    screener = Screener.load(folder)
    digest = digest_of(read_card(folder))
    if digest is None or REFUSAL in screener.classifier.categories:
        raise InvalidInput(f"{folder}: a site model cannot be the base of another; name the shared one")
    return Base(folder, screener, digest)


def assemble(base: Screener, model: SiteModel, thresholds: Limits) -> Screener:
    """Return the screener that a site model will be, without writing it."""
    arrays = arrays_of(model, base.classifier.categories)
    limits = {Category(name): Thresholds(**own) for name, own in thresholds.items() if name != REFUSAL}
    return replace(
        base,
        classifier=make_site_classifier(base.classifier, list(model.heads), arrays),
        thresholds={**base.thresholds, **limits},
        unnamed_hold=thresholds[REFUSAL]["hold"],
    )
