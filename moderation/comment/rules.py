"""What the deterministic rules find in a comment, category by category."""

from collections.abc import Mapping
from dataclasses import dataclass

from moderation.comment.advertising import judge_advertising
from moderation.comment.classifier import Prepared
from moderation.comment.findings import Finding, evidence
from moderation.comment.form import judge_language, judge_length
from moderation.comment.lexicon import Lexicon
from moderation.comment.links import judge_links
from moderation.comment.personal_data import judge_personal_data
from moderation.comment.profanity import judge_profanity
from moderation.comment.repetition import judge_readability, judge_repetition
from moderation.comment.shouting import judge_shouting
from moderation.comment.values import Comment
from moderation.policy.values import Category, Clause

RULED = (
    Category.PERSONAL_DATA,
    Category.PROFANITY,
    Category.ADVERTISING,
    Category.LINKS,
    Category.SPAM,
    Category.READABILITY,
    Category.LANGUAGE,
    Category.SHOUTING,
    Category.LENGTH,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may ask beside the comment: the stated clauses, the word lists, what surrounds the comment."""

    clauses: Mapping[Category, Clause]
    lexicon: Lexicon


def apply_rules(comment: Prepared, given: Comment, setting: Setting, advertising: float) -> list[Finding]:
    """Return what every rule finds.

    :param advertising: the learned probability of advertising, which the rule joins with what it sees.
    """
    text, words, clauses = comment.text, comment.words, setting.clauses
    found = (
        judge_personal_data(text),
        judge_profanity(text, comment.folded, words, setting.lexicon),
        judge_advertising(text, comment.cues, advertising),
        judge_links(text, len(words), comment.links, clauses.get(Category.LINKS)),
        judge_repetition(text, words, given.repeats, given.thread),
        judge_readability(text, words),
        judge_language(text, words, clauses.get(Category.LANGUAGE)),
        judge_shouting(text),
        judge_length(text, words, clauses.get(Category.LENGTH)),
        _judge_name(given, setting.lexicon) if given.author_name else None,
    )
    return [finding for finding in found if finding is not None]


def _judge_name(given: Comment, lexicon: Lexicon) -> Finding | None:
    """Return a finding where the display name is vulgar or poses as the editors."""
    name = (given.author_name or "")[:200]
    words = name.casefold().replace("_", " ").replace("-", " ").split()
    if any(map(lexicon.is_vulgar, words)) or set(words) & {"admin", "administrator", "moderator", "redaktion", "moderation"}:
        return Finding(Category.IDENTITY, 0.8, False, evidence("", (), "Name"))
    return None
