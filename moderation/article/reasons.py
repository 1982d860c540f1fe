"""Why a block was taken for what it is, in words that a person can check on the page."""

from moderation.article.cues import cues
from moderation.article.layout import Layout
from moderation.article.recurrence import Repetition
from moderation.article.values import EDITORIAL, Label
from moderation.text.markup import Run, is_hidden

_SAYS = {
    Label.POLICY_NOTICE: "addresses the reader about comments",
    Label.COMMENT_FORM: "belongs to the comment form",
    Label.READER_COMMENT: "reads like a comment by a reader",
    Label.NEWSLETTER: "invites to a newsletter or channel",
    Label.PAYWALL: "asks for a subscription or support",
    Label.COOKIE: "asks for consent",
    Label.RELATED: "points to other articles",
    Label.AUTHOR_BOX: "introduces the author",
    Label.AGENCY_CREDIT: "credits an agency or a photograph",
    Label.COPYRIGHT: "states rights or the imprint",
    Label.SHARE: "offers to share or rate",
    Label.NAVIGATION: "leads around the site",
    Label.ADVERTISING: "advertises",
    Label.BOILERPLATE: "unlike the running text around it",
    Label.HEADLINE: "the article's title",
    Label.SUBHEADING: "heads the text that follows",
    Label.PARAGRAPH: "running text of the article",
    Label.LIST: "list item within the article",
    Label.QUOTE: "quotation within the article",
    Label.TABLE: "table cell within the article",
    Label.CAPTION: "caption within the article",
    Label.CODE: "preformatted text within the article",
}
_TELLING_TAGS = frozenset({"nav", "footer", "aside", "form", "header", "button", "label", "select", "noscript"})


def explain(label: Label, run: Run, layout: Layout, repetition: Repetition | None, place: str) -> str:
    """Return the reason, parts joined by semicolons: what it says, where it stands, what repeats.

    :param place: where the block stands, in words; empty where that tells nothing.
    """
    parts = [_SAYS[label]]
    if label not in EDITORIAL:
        parts += _of_markup(run, layout)
        if label is Label.POLICY_NOTICE and cues(run.text)[2] > 0:
            parts.append("says what is not published")
    elif label is Label.PARAGRAPH and min(cues(run.text)[:2]) > 0:
        parts.append("reports on rules, does not state them to the reader")
    if place:
        parts.append(place)
    if repetition is not None and repetition.editorial is not None:
        parts.append(f"an operator marked it as {'editorial' if repetition.editorial else 'boilerplate'}")
    elif repetition is not None and repetition.count >= 1.5:
        parts.append(f"repeated on {round(repetition.count)} of {round(repetition.articles)} articles of this site")
    return "; ".join(parts)


def _of_markup(run: Run, layout: Layout) -> list[str]:
    parts = []
    if run.linked * 2 > len(run.text):
        parts.append(f"{round(100 * run.linked / len(run.text))} % links")
    index, steps = run.element, 0
    while index >= 0 and steps < 12:
        element = layout.elements[index]
        if element.tag in _TELLING_TAGS:
            return [*parts, f"inside <{element.tag}>"]
        if element.attributes and is_hidden(element.attributes):
            return [*parts, "not displayed at first"]
        index, steps = element.parent, steps + 1
    return parts
