"""Serve an operator's own estimator beside the model: it may hold a comment or order the queue, never refuse one."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from moderation.model_store.estimator import load_estimator
from moderation.services.screener import Screener
from moderation.settings import Settings


def screener_loader(settings: Settings) -> Callable[[Path], Screener]:
    """Return what loads the screeners that decide: with the estimator that the settings pin, where they pin one."""
    pinned = settings.trusted_estimator
    if pinned is None:
        return Screener.load

    def load(folder: Path) -> Screener:
        screener, estimator = Screener.load(folder), load_estimator(pinned)
        label = f"{screener.label}+{estimator.label}"
        return replace(screener, label=label, likeness=estimator.score, unnamed_hold=pinned.hold)

    return load
