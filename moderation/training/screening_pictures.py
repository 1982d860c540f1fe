"""Pictures of screening for the documentation, drawn from what the model's card states."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from moderation.model_store.folder import read_card
from moderation.model_store.registry import active_folder
from moderation.settings import shipped_models
from moderation.training.learning_pictures import Line, line_chart

_SHOWN = ("insult", "discrimination", "insinuation", "aggression", "advertising")
# Fewer comments in a bin say little.
_MIN_COMMENTS = 5


def write_pictures(folder: Path) -> list[Path]:
    """Draw the reliability curves of the shipped model into a folder; return what was written."""
    card = read_card(active_folder(shipped_models(), "screening"))
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "screening-reliability.svg"
    place.write_text(draw_reliability(card["measures"]), "utf-8")
    return [place]


def draw_reliability(measures: Mapping[str, Any]) -> str:
    """Return what was predicted against what came true, clause by clause, beside the diagonal."""
    lines = [Line("predicted = observed", [(0.0, 0.0), (1.0, 1.0)])]
    for name in _SHOWN:
        curve = measures.get(name, {}).get("reliability", ())
        points = [(predicted, observed) for predicted, observed, comments in curve if comments >= _MIN_COMMENTS]
        lines.append(Line(name, points))
    return line_chart("Probability predicted, and share that came true (folds)", lines)
