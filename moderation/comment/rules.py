"""What the deterministic rules find in a comment, category by category."""

from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from moderation.comment import marks
from moderation.comment.abuse import ABUSIVE, THREATENING, judge_hidden_insult, judge_insult, judge_threat
from moderation.comment.advertising import judge_advertising
from moderation.comment.disguise import DISGUISING
from moderation.comment.findings import Finding, evidence
from moderation.comment.form import judge_language, judge_length
from moderation.comment.lexicon import Lexicon
from moderation.comment.links import judge_links
from moderation.comment.personal_data import PRIVATE, judge_personal_data
from moderation.comment.profanity import HINTING, judge_profanity
from moderation.comment.reading import Reading
from moderation.comment.repetition import judge_readability, judge_repetition
from moderation.comment.shouting import judge_shouting, may_shout
from moderation.comment.signs import MASKED
from moderation.comment.values import Comment
from moderation.policy.values import Category, Clause

_LIKELY_SALES = 0.3
_SELLERS_OWN = 0.45
RULED = (
    Category.INSULT,
    Category.VIOLENCE,
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
# Looked up once: a member of an enumeration costs as much as three look-ups in a dictionary.
_LENGTH, _LINKS, _LANGUAGE = Category.LENGTH, Category.LINKS, Category.LANGUAGE
_PROFANITY = Category.PROFANITY


class Setting(msgspec.Struct, frozen=True):
    """What a rule may ask beside the comment: the stated clauses, the word lists, the text of the article."""

    clauses: Mapping[Category, Clause]
    lexicon: Lexicon
    article: str | None = None


def apply_rules(comment: Reading, given: Comment, setting: Setting, advertising: float) -> list[Finding]:
    """Return what every rule finds.

    :param advertising: the learned probability of advertising, which the rule joins with what it sees.
    """
    text, words, clauses = comment.text, comment.words, setting.clauses
    marked, signs = comment.marks, comment.signs.kinds
    # Most comments have neither the words nor the signs of most rules: calling each of them would cost more than those.
    sales = judge_advertising(text, comment.cues, advertising) if comment.cues.worth else None
    profanity = judge_profanity(comment, setting.lexicon) if marked & HINTING or signs & DISGUISING else None
    found = [
        sales,
        profanity,
        judge_insult(comment) if marked & ABUSIVE else None,
        judge_threat(comment) if marked & THREATENING else None,
        judge_repetition(text, words, given.repeats, given.thread, spreads=marked & marks.SPREADS != 0),
        judge_readability(comment),
        judge_shouting(comment) if may_shout(comment) else None,
        judge_length(text, len(words), clauses.get(_LENGTH)),
    ]
    if found[2] is None and (profanity is not None or signs & MASKED):
        # Where vulgar words are forbidden as such, a curse in disguise is one of them before it is an insult.
        blurred = profanity is not None and profanity.certain and _PROFANITY in clauses
        found.append(judge_hidden_insult(comment, profanity, setting.lexicon, may_refuse=not blurred))
    if signs & PRIVATE:
        found.append(_unless_sales(judge_personal_data(comment), sales, advertising))
    if comment.links:
        found.append(judge_links(text, len(words), comment.links, clauses.get(_LINKS)))
    if not comment.german or _LANGUAGE in clauses:
        found.append(judge_language(comment, clauses.get(_LANGUAGE), setting.article))
    if given.author_name:
        found.append(_judge_name(given, setting.lexicon))
    return [finding for finding in found if finding is not None]


def _unless_sales(data: Finding | None, sales: Finding | None, advertising: float) -> Finding | None:
    """Return personal data as a suspicion only, where a seller gives the own address."""
    sells = advertising >= _LIKELY_SALES or (sales is not None and sales.certain)
    if data is None or not sells:
        return data
    return replace(data, score=_SELLERS_OWN, certain=False)


def _judge_name(given: Comment, lexicon: Lexicon) -> Finding | None:
    """Return a finding where the display name is vulgar or poses as the editors."""
    name = (given.author_name or "")[:200]
    words = name.casefold().replace("_", " ").replace("-", " ").split()
    if any(map(lexicon.is_vulgar, words)) or set(words) & {
        "admin",
        "administrator",
        "moderator",
        "redaktion",
        "moderation",
    }:
        return Finding(Category.IDENTITY, 0.8, False, evidence("", (), "Name"))
    return None
