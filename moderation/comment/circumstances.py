"""What holds a comment where no clause does, told to the commenter and to the moderator."""

from dataclasses import dataclass

from msgspec.structs import replace

from moderation.comment.values import Decision, Outcome


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Why nobody but a person can decide.

    :ivar note: for the moderator; `reason_de` and `reason_en` for the commenter.
    """

    note: str
    reason_de: str
    reason_en: str

    def reason(self, *, english: bool) -> str:
        """Return the sentence for the commenter."""
        return self.reason_en if english else self.reason_de


NO_CLAUSE = Circumstance(
    "In der Policy wurde keine Regel gefunden; ein Mensch entscheidet.",
    "Ihr Kommentar wird von der Redaktion geprüft, weil in den Kommentarregeln keine einzelne Regel zu erkennen ist.",
    "An editor will read your comment, because no single rule can be made out in the comment rules.",
)
NO_POLICY = Circumstance(
    "no comment rules are known for this site",
    "Ihr Kommentar wird von der Redaktion geprüft, weil für diese Seite noch keine Kommentarregeln vorliegen.",
    "An editor will read your comment, because no comment rules are known for this site yet.",
)
NO_ARTICLE = Circumstance(
    "the article is unknown",
    "Ihr Kommentar wird von der Redaktion geprüft, weil der zugehörige Artikel noch nicht vorliegt.",
    "An editor will read your comment, because its article has not arrived yet.",
)
LONG = Circumstance(
    "Der Kommentar ist zu lang, um ganz maschinell geprüft zu werden.",
    "Ihr Kommentar wird von der Redaktion geprüft, weil er sehr lang ist.",
    "An editor will read your comment, because it is very long.",
)
LIKE_REFUSED = Circumstance(
    "Der Kommentar ähnelt solchen, die diese Redaktion abgelehnt hat; keine Regel spricht gegen ihn.",
    "Ihr Kommentar wird von der Redaktion geprüft, bevor er erscheint.",
    "An editor will read your comment before it appears.",
)
LISTED = Circumstance(
    "Ein Wort steht auf der Wortliste dieser Seite.",
    "Ihr Kommentar wird von der Redaktion geprüft, weil er ein Wort enthält, das auf dieser Seite geprüft wird.",
    "An editor will read your comment, because it holds a word that this site has checked.",
)
REORDERED = Circumstance(
    "Unsichtbare Zeichen ändern die Leserichtung; gelesen wird etwas anderes als geschrieben ist.",
    "Ihr Kommentar wird von der Redaktion geprüft, weil er Steuerzeichen enthält, die die Leserichtung umkehren.",
    "An editor will read your comment, because it holds control characters that reverse the reading direction.",
)
UNSURE = Circumstance(
    "Nicht sicher genug, um ohne einen Menschen zu entscheiden.",
    "Ihr Kommentar wird von der Redaktion geprüft, bevor er erscheint.",
    "An editor will read your comment before it appears.",
)
FAULT = Circumstance(
    "an error kept the comment from being judged",
    "Ihr Kommentar wird von der Redaktion geprüft, weil er nicht maschinell beurteilt werden konnte.",
    "An editor will read your comment, because it could not be judged automatically.",
)


def hold_for(
    circumstance: Circumstance, decision: Decision, *, english: bool = False, note: str | None = None
) -> Decision:
    """Return the decision as a hold for a circumstance; a sentence that cites a clause stays.

    :param note: in place of the circumstance's own, where there is more to say.
    """
    reason = decision.reason or circumstance.reason(english=english)
    return replace(decision, outcome=Outcome.HOLD, reason=reason, note=note or circumstance.note)
