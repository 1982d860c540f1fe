"""Why a block was taken for what it is, in words that a person can check on the page."""

from moderation.article.cues import cues, reports_on_rules
from moderation.article.layout import Layout
from moderation.article.prior import MIN_REPETITIONS, NOTHING, Prior
from moderation.article.terse import furniture
from moderation.article.values import EDITORIAL, Label
from moderation.text.attributes import is_hidden
from moderation.text.markup import Elements, Run

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
# Nothing more is said of these.
_PLAIN = EDITORIAL - {Label.PARAGRAPH}
_TELLING_TAGS = frozenset({"nav", "footer", "aside", "form", "header", "button", "label", "select", "noscript"})


class Explainer:
    """Gives the reasons for the blocks of one page."""

    def __init__(self, layout: Layout) -> None:
        self._plain = layout.plain
        # None stands around the root.
        self._telling = [*_telling(layout.elements), ""]

    def explain(self, label: Label, run: Run, prior: Prior, place: str) -> str:
        """Return the reason, parts joined by semicolons: what it says, where it stands, what repeats.

        :param place: where the block stands, in words; empty where that tells nothing.
        """
        if not place and prior is NOTHING and label in _PLAIN:
            return _SAYS[label]
        reason = _SAYS[label] + self._details(label, run)
        if place:
            reason = f"{reason}; {place}"
        return reason if prior is NOTHING else "; ".join([reason, *_known(prior)])

    def _details(self, label: Label, run: Run) -> str:
        """Return what else can be seen, each after a semicolon."""
        if label is Label.PARAGRAPH:
            return "; reports on rules, does not state them to the reader" if reports_on_rules(run.text) else ""
        if label in EDITORIAL:
            return ""
        details, size = "", len(run.text)
        if run.linked * 2 > size:
            details = "; 100 % links" if run.linked == size else f"; {round(100 * run.linked / size)} % links"
        telling = self._telling[run.element]
        if telling:
            details = f"{details}; {telling}"
        if self._plain and furniture(run.text) is label:
            details += "; the line is nothing else"
        if label is Label.POLICY_NOTICE and cues(run.text)[2] > 0:
            details += "; says what is not published"
        return details


def _telling(elements: Elements) -> list[str]:
    """Return for each element what the nearest telling one says, itself or around it."""
    distinct, of_elements = elements.kinds
    own = [
        f"inside <{tag}>" if tag in _TELLING_TAGS else "not displayed at first" if is_hidden(attributes) else ""
        for _, tag, attributes in distinct
    ]
    found: list[str] = []
    for kind, parent in zip(of_elements, elements.parents, strict=True):
        found.append(own[kind] or (found[parent] if parent >= 0 else ""))
    return found


def _known(prior: Prior) -> list[str]:
    """Return what is known of the site's lines, in words."""
    said = "editorial" if prior.word else "boilerplate"
    if prior.phrase is not None:
        return [f"has the phrase “{prior.phrase}”, which an operator calls {said}"] if prior.word is not None else []
    if prior.word is not None:
        return [f"an operator marked it as {said}"]
    seen = prior.repetition
    if seen is None or seen.count < MIN_REPETITIONS:
        return []
    return [f"repeated on {round(seen.count)} of {round(seen.articles)} articles of this site"]
