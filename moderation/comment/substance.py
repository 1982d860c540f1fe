"""What shows that a short comment says something: a source, a question, something lived through, a reason, a figure.

Short is not empty. Policies that ask for substance mean bare exclamations; a pointer to a source, or a question of four
words, helps the debate more than many a long comment.
"""

import re

from moderation.comment.reading import Reading

_SOURCE = frozenset(
    """
    quelle quellen siehe vgl vergleiche nachzulesen nachlesen nachhoeren laut paragraf paragraph studie gutachten
    bericht protokoll drucksache urteil artikel gesetz tabelle seite mediathek archiv wikipedia statistik source see
    """.split()
)
_ASKING = frozenset(
    """
    wer wie wo wann warum wieso weshalb woher wohin wozu was welche welcher welches welchen wem wen wieviel
    gibt gilt ist sind hat haben wird werden wurde kann koennen darf duerfen muss muessen soll weiss kennt
    who how where when why what which is are does can
    """.split()
)
_LIVED = frozenset(
    "ich wir mein meine meinem meinen meiner unser unsere unserem unserer uns mir mich bei my we our".split()
)
_REASON = frozenset(
    """
    weil denn deshalb daher deswegen damit sonst solange ohne statt wegen trotz lieber besser schlechter teurer
    billiger mehr weniger zu erst schon frueher seit because since without
    """.split()
)
_COUNTED = re.compile(r"\d")
# Questions that ask nothing.
_RHETORICAL = re.compile(
    r"^\W*(?:wen (?:interessiert|juckt|kuemmert)|was soll (?:das|man|der|ich)|wie bitte|was denn sonst|wer(?:'?s| es)? "
    r"(?:braucht|glaubt)|echt jetzt|na und|und jetzt|geht'?s noch|who cares)",
)
_FEWEST_ASKING, _FEWEST = 3, 4
_LONG = 12


def has_substance(comment: Reading) -> bool:
    """Tell whether a comment gives a source, asks, reports, reasons or counts."""
    words = comment.words
    if comment.links:
        return True
    if len(words) < _FEWEST_ASKING:
        return False
    if "?" in comment.text:
        asks = not _ASKING.isdisjoint(words) and _RHETORICAL.match(comment.folded) is None
        if asks and len(words) <= _LONG:
            return True
    if len(words) < _FEWEST:
        return False
    if not _SOURCE.isdisjoint(words) or _COUNTED.search(comment.text) is not None:
        return True
    return not _LIVED.isdisjoint(words) and not _REASON.isdisjoint(words)
