"""Comment moderation for newsrooms that reads the publisher's own rules.

The public face: `separate`, `parse_policy`, `Screener`, `create_app`. Names are looked up when first used, so that
importing the package stays quick and brings neither scikit-learn nor Flask nor SQLAlchemy along.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from moderation.version import VERSION as __version__

if TYPE_CHECKING:
    from moderation.app import create_app
    from moderation.services.policyreader import parse_policy
    from moderation.services.screener import Screener
    from moderation.services.separator import separate

__all__ = ["Screener", "__version__", "create_app", "parse_policy", "separate"]

_HOMES = {
    "create_app": "moderation.app",
    "parse_policy": "moderation.services.policyreader",
    "Screener": "moderation.services.screener",
    "separate": "moderation.services.separator",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
