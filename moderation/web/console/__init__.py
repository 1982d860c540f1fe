"""The review console below `/review/`: where community editors decide about held comments."""

from flask import Flask

from moderation.web.console import deciding, entering, reading  # noqa: F401  (their routes)
from moderation.web.console.blueprint import console
from moderation.web.console.entering import THROTTLE
from moderation.web.console.throttle import LoginThrottle

__all__ = ["register"]


def register(app: Flask) -> None:
    """Give an application the console."""
    app.extensions[THROTTLE] = LoginThrottle()
    app.register_blueprint(console)
