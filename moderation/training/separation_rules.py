"""Footers, and texts that merely speak like one, out of what the reader of comment rules is trained from."""

from importlib.resources import files
from random import Random

from moderation.article.classifier import KINDS
from moderation.article.values import Label
from moderation.training.policy_material import Written, invented_notice, read_written, told
from moderation.training.separation_snippet import EDITORIAL, Snippet

INVENTED = 1_200
# How the manner of what is put together from phrases begins: no good example of how people write, but of words.
PUT_TOGETHER = "invented"
POLICY = KINDS.index(Label.POLICY_NOTICE)
_LEFT_OUT = "-"


def rules_snippets() -> list[Snippet]:
    """Return the footers and boilerplate among the texts about rules, and notices put together from phrases."""
    written = read_written()
    footers = ["\n".join(text for text, _ in sentences) for sentences in written.footers]
    invented = _invented(written, Random("notices"))  # noqa: S311
    return [
        *(Snippet(text, POLICY, "rules") for text in footers),
        *(Snippet(text, POLICY, PUT_TOGETHER) for text in invented),
        *(snippet for snippet in _elsewhere(written) if snippet.kind != EDITORIAL),
    ]


def rules_closings() -> list[Snippet]:
    """Return what speaks of rules, and is an article's: rules of other houses, reports on offences."""
    written = read_written()
    random = Random("reports")  # noqa: S311
    reports = [told(written, random) for _ in range(INVENTED // 2)]
    return [
        *(snippet for snippet in _elsewhere(written) if snippet.kind == EDITORIAL),
        *(Snippet(text, EDITORIAL, PUT_TOGETHER) for text in reports),
    ]


def _invented(written: Written, random: Random) -> list[str]:
    return [invented_notice(written, random) for _ in range(INVENTED)]


def _elsewhere(written: Written) -> list[Snippet]:
    """Return texts that are no rules for comments; most are editorial, and a list names what the others are."""
    lines = (files("moderation.training.data") / "rules" / "elsewhere-kinds.txt").read_text("utf-8").splitlines()
    kinds = {beginning: kind for kind, _, beginning in (line.partition("\t") for line in lines)}
    found = []
    for text in written.elsewhere:
        kind = next((kind for beginning, kind in kinds.items() if text.startswith(beginning)), KINDS[EDITORIAL])
        if kind != _LEFT_OUT:
            found.append(Snippet(text, KINDS.index(kind), "elsewhere"))
    return found
