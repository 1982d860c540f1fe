"""The separation model as the services hold it, and `moderation.separate`."""

from functools import lru_cache
from pathlib import Path

from moderation.article.classifier import FORMAT
from moderation.article.heads import Heads
from moderation.article.judging import Known
from moderation.article.prior import NO_PHRASES, Phrases
from moderation.article.recurrence import Recurrence
from moderation.article.separation import separate_page
from moderation.article.values import InputFormat, Separation
from moderation.errors import DamagedModel, InvalidInput
from moderation.model_store.folder import read_model
from moderation.model_store.registry import active_folder
from moderation.settings import Settings
from moderation.text.decoding import decode_page

MODEL = "separation"


class Separator:
    """Splits pages into editorial text and labelled boilerplate; reads its model once and is safe to share."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads

    @classmethod
    def load(cls, folder: Path | None = None) -> "Separator":
        """Read a model.

        :param folder: of the model; without one the active model of `MODERATION_MODELS_DIR` or of the package.
        :raises UnknownModel: when there is none.
        :raises DamagedModel: when it cannot be used.
        """
        where = folder or active_folder(Settings.from_environment().models_dir, MODEL)
        stored = read_model(where, model_format=FORMAT)
        try:
            return cls(Heads.from_arrays(stored.arrays, stored.label))
        except (KeyError, ValueError) as error:
            raise DamagedModel(f"{where}: an array is missing or of another shape: {error}") from error

    @property
    def model(self) -> str:
        """Name and version of the model."""
        return self._heads.label

    def separate(
        self,
        page: str | bytes,
        *,
        input_format: str | None = None,
        url: str | None = None,
        title: str | None = None,
        site_memory: Recurrence | None = None,
        phrases: Phrases = NO_PHRASES,
    ) -> Separation:
        """Return the page in labelled blocks that together cover its visible text, in order.

        :param page: HTML or plain text; bytes are decoded as the page states.
        :param input_format: `html` or `text`; recognised by its tags without.
        :param site_memory: what recurs on the page's site.
        :param phrases: what the site's operator calls editorial, and boilerplate.
        :raises InvalidInput: when it is empty or cannot be text.
        :raises TooLarge: above the limits of `moderation.text.decoding` and `moderation.text.markup`.
        """
        if input_format not in (None, *InputFormat):
            raise InvalidInput(f"the input format is html or text, not {input_format!r}")
        chosen = InputFormat(input_format) if input_format else None
        known = Known(url, title.strip() or None if title else None, site_memory, phrases)
        return separate_page(decode_page(page), self._heads, known, chosen)


@lru_cache(maxsize=1)
def _active() -> Separator:
    return Separator.load()


def separate(
    page: str | bytes,
    *,
    input_format: str | None = None,
    url: str | None = None,
    title: str | None = None,
    site_memory: Recurrence | None = None,
    phrases: Phrases = NO_PHRASES,
) -> Separation:
    """Return the page in labelled blocks by the active model, which is read at the first call.

    Parameters and errors as `Separator.separate` and `Separator.load`.
    """
    return _active().separate(
        page, input_format=input_format, url=url, title=title, site_memory=site_memory, phrases=phrases
    )
