"""The netiquette that ships with the product, for sites that have stated none."""

from functools import cache
from importlib import resources

from moderation.policy.parser import parse_policy
from moderation.policy.values import Policy

LANGUAGES = ("de", "en")


@cache
def default_policy(language: str = "de") -> Policy:
    """Return the default netiquette, read like any other.

    :param language: `de` or `en`; any other language gets the German one.
    """
    known = language if language in LANGUAGES else LANGUAGES[0]
    source = resources.files("moderation.policy.data").joinpath(f"default.{known}.txt")
    return parse_policy(source.read_text("utf-8").strip())
