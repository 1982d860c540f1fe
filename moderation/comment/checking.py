"""Which texts can be judged at all."""

from moderation.comment.values import Comment
from moderation.errors import InvalidInput, TooLarge

LONGEST = 20_000
TOO_LARGE = 1_000_000


def check_comment(comment: Comment) -> Comment:
    """Return the comment if it can be judged.

    :raises InvalidInput: when it is no text, empty, or holds a NUL or lone surrogates.
    :raises TooLarge: when it has more than a million characters.
    """
    text = comment.text
    if not isinstance(text, str):
        raise InvalidInput("a comment must be text")
    if len(text) > TOO_LARGE:
        raise TooLarge(f"a comment may have {TOO_LARGE} characters, this one has {len(text)}")
    if not text or text.isspace():
        raise InvalidInput("the comment is empty")
    if "\0" in text:
        raise InvalidInput("the comment holds a NUL character")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise InvalidInput("the comment holds half a character (a lone surrogate)") from error
    return comment
