"""German or English, as the browser asks for."""

import json
from datetime import datetime
from functools import cache
from importlib import resources

from flask import Request

from moderation.policy.catalogue import entry
from moderation.policy.values import Category

LANGUAGES = ("de", "en")


def language_of(request: Request) -> str:
    """Return the language to answer in; German unless English is preferred."""
    return request.accept_languages.best_match(LANGUAGES, "de") or "de"


def say(language: str, key: str, **values: object) -> str:
    """Return a message with its values filled in."""
    return messages()[key][LANGUAGES.index(language)].format(**values)


def say_or(language: str, key: str, otherwise: str) -> str:
    """Return a message, or what else there is to say where no such message exists."""
    return say(language, key) if key in messages() else otherwise


def say_number(language: str, key: str, number: int) -> str:
    """Return a message about a number of things."""
    return say(language, f"{key}.one" if number == 1 else f"{key}.many", number=number)


def category_name(language: str, category: Category) -> str:
    """Return what people call a category."""
    found = entry(category)
    return found.name_de if language == "de" else found.name_en


def moment(language: str, at: datetime) -> str:
    """Return a time in words that do not depend on where the reader sits."""
    return at.strftime("%d.%m.%Y, %H:%M UTC" if language == "de" else "%d %b %Y, %H:%M UTC")


def age(language: str, at: datetime, now: datetime) -> str:
    """Return how long ago something was."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    for unit, length in (("days", 1440), ("hours", 60), ("minutes", 1)):
        if minutes >= length:
            return say_number(language, f"age.{unit}", minutes // length)
    return say(language, "age.now")


@cache
def messages() -> dict[str, tuple[str, str]]:
    """Return every message: German, English."""
    source = resources.files("moderation.web.console").joinpath("messages.json").read_text("utf-8")
    return {key: (german, english) for key, (german, english) in json.loads(source).items()}
