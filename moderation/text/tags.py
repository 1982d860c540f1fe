"""HTML source cut at the tags that shape its text, in time that grows with its length alone.

One regular expression cuts nearly every page. Where it leaves something unread, such as tags in capitals or angle
brackets in quotation marks, the texts with it are walked tag by tag; where that may reach beyond the text, as a script
that never ends does, the page is.
"""

import re
from itertools import islice

from moderation.errors import TooLarge

MAX_TAGS = 200_000
MAX_ATTRIBUTES = 600
# No tag's name and attributes are looked at beyond this.
LONG_TAG = MAX_ATTRIBUTES + 20
# Tags kept from page to page; when there would be more, all are forgotten.
MOST_KEPT = 10_000
MAX_QUOTED_TAG = 20_000
QUOTED_TAG_BUDGET = 2_000_000

BLOCKS = (
    "address|article|aside|blockquote|body|button|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h1|h2|h3|h4|h5|h6|header|hgroup|hr|html|iframe|label|legend|li|main|menu|nav|noscript|ol|p|pre|"
    "section|select|summary|table|tbody|td|textarea|tfoot|th|thead|tr|ul|video|audio|object"
)
_UNSEEN = "script|style|svg|template|title"
ATTRIBUTES = r"""[^<>"']*+(?:(?:"[^"<]*+"|'[^'<]*+')[^<>"']*+)*+"""
_NAME_ENDS = r"(?=[\s/>])"


def _by_first_letter(names: str) -> str:
    """Return a pattern for names parted by bars that looks at a name's first letter once."""
    rest: dict[str, list[str]] = {}
    for name in names.split("|"):
        rest.setdefault(name[0], []).append(name[1:])
    return "|".join(f"{letter}(?:{'|'.join(endings)})" for letter, endings in rest.items())


def _with_content(name: str) -> str:
    """Return a pattern for what follows the name of a start tag up to the end tag; else up to the end of the source."""
    lone = "(?<=/>)|" if name == "svg" else ""
    content = rf"[^<]*+(?:<(?!/(?i:{name}){_NAME_ENDS})[^<]*+)*+"
    return rf"{name}{_NAME_ENDS}{ATTRIBUTES}>(?:{lone}{content}(?:</[^>]*+>?)?+)"


_ANY = _by_first_letter(f"{BLOCKS}|{_UNSEEN}|a|br")
_END_OF_UNSEEN = rf"/(?:{_UNSEEN}){_NAME_ENDS}{ATTRIBUTES}>"
_COMMENT = r"!(?=--)[^-]*+(?:-(?!->)[^-]*+)*+(?:-->)?+"
_CUT = re.compile(
    rf"<(/?(?:{_by_first_letter(f'{BLOCKS}|a|br')}){_NAME_ENDS}{ATTRIBUTES}>"
    rf"|{'|'.join(map(_with_content, _UNSEEN.split('|')))}|{_END_OF_UNSEEN}|{_COMMENT})"
)
# What the pattern above leaves where a page must be walked instead.
_MAY_BE_LEFT = re.compile(rf"<(?:/?(?:[a-z]*+[A-Z]|(?:{_ANY}){_NAME_ENDS})|!--)")
_LEFT = re.compile(rf"<(?:/?(?i:{_ANY}){_NAME_ENDS}|!--)")
_TOKEN = re.compile(rf"<(?:/?({_ANY}){_NAME_ENDS}(?:({ATTRIBUTES})>|([^<>]*+)>)?|(!--))", re.IGNORECASE)
_QUOTED = re.compile(r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_CLOSING = {name: re.compile(rf"</{name}{_NAME_ENDS}[^>]*>", re.IGNORECASE) for name in _UNSEEN.split("|")}
_TELLING = re.compile(rf"(script|title){_NAME_ENDS}((?:{ATTRIBUTES}|[^<>]*+))>", re.IGNORECASE)
_NAME = re.compile("/?([a-zA-Z0-9]+)")

# What a tag does.
OPENS, CLOSES, BREAKS, LINKS, UNLINKS, HIDES = range(6)

Step = tuple[int, str, str]
HIDDEN: Step = (HIDES, "", "")
_LINK, _END_OF_LINK = (LINKS, "a", ""), (UNLINKS, "a", "")
_OPENING = frozenset(BLOCKS.split("|"))


class Steps(dict[str, Step]):
    """What tags met before do, their names in lower case, and their attributes; pages of a site have most in common.

    Safe to share among threads.
    """

    def __missing__(self, token: str) -> Step:
        # Links differ from one another by their addresses, which do not count here.
        if token.startswith("a "):
            return _LINK
        if len(token) > LONG_TAG:
            return self[token[:LONG_TAG]]
        head, blank, rest = token.partition(" ")
        if len(self) >= MOST_KEPT:
            self.clear()
        if blank and head in _OPENING:
            self[token] = step = (OPENS, head, rest[:-1][: MAX_ATTRIBUTES - 1].strip())
            return step
        name = _NAME.match(token)
        tag = name[1].lower() if name else ""
        if name is None or tag in _CLOSING:
            return HIDDEN
        closing = token[0] == "/"
        if tag == "a":
            step = _END_OF_LINK if closing else _LINK
        elif tag == "br":
            step = (BREAKS, tag, "")
        else:
            step = (CLOSES if closing else OPENS, tag, token[name.end() : -1][:MAX_ATTRIBUTES].strip())
        self[token] = step
        return step


def cut(source: str) -> list[str]:
    """Return the source cut into text and tags in turns, with text at both ends; tags lack their first angle bracket.

    What is not seen counts as one tag: a comment, or a script and the like from its start tag to its end tag.

    :raises TooLarge: above `MAX_TAGS` tags.
    """
    pieces = _CUT.split(source, MAX_TAGS)
    has_end = len(pieces) == 1 or pieces[-1] or _is_closed(pieces[-2])
    mended = _mended(pieces) if has_end and len(pieces) <= 2 * MAX_TAGS else None
    return mended or walked(source)


def walked(source: str) -> list[str]:
    """Return what `cut` does, found tag by tag at four times the price."""
    return _Walk(source).pieces()


def _mended(pieces: list[str]) -> list[str] | None:
    """Return the pieces, texts in which tags were left cut at these; None where more than the text may be one's."""
    if not _is_left("\n".join(pieces[::2])):
        return pieces
    result: list[str] = []
    done = 0
    for place in range(0, len(pieces), 2):
        if "<" not in pieces[place] or not _is_left(pieces[place]):
            continue
        walk = _Walk(pieces[place])
        result += pieces[done:place]
        result += walk.pieces()
        done = place + 1
        if walk.may_reach_out:
            return None
    result += pieces[done:]
    return result if len(result) <= 2 * MAX_TAGS else None


def _is_left(text: str) -> bool:
    return _MAY_BE_LEFT.search(text) is not None and _LEFT.search(text) is not None


def _is_closed(token: str) -> bool:
    """Tell whether what is not seen has its end, rather than reached to the end of the source for want of one."""
    name = _NAME.match(token)
    if name is None:
        return token.endswith("-->")
    closing = _CLOSING.get(name[1])
    return closing is None or token[0] == "/" or closing.search(token) is not None


def content_of(unseen: str) -> tuple[str, str, int, int] | None:
    """Return the name, the attributes and where the content stands of a script or title that has an end tag."""
    start = _TELLING.match(unseen)
    end = start and _CLOSING[start[1].lower()].search(unseen, start.end())
    return (start[1].lower(), start[2], start.end(), end.start()) if start and end else None


class _Walk:
    """Cuts a page tag by tag. A search that finds no end is not tried again; quotes are followed for a stretch only.

    :ivar may_reach_out: whether something has found no end here, and might have in what follows.
    """

    def __init__(self, source: str) -> None:
        self.may_reach_out = False
        self._source = source
        self._unclosed: set[str] = set()
        self._budget = QUOTED_TAG_BUDGET

    def pieces(self) -> list[str]:
        source, cursor = self._source, 0
        pieces: list[str] = []
        tokens = _TOKEN.finditer(source)
        for match in islice(tokens, MAX_TAGS):
            start = match.start()
            if start < cursor:
                continue
            end = self._end_of(match)
            if end:
                pieces += (source[cursor:start], source[start + 1 : end])
                cursor = end
        if next(tokens, None):
            raise TooLarge(f"the page has more than {MAX_TAGS} tags")
        pieces.append(source[cursor:])
        return pieces

    def _end_of(self, match: re.Match[str]) -> int:
        """Return where what begins here ends; 0 for what is no tag."""
        name, attributes, loose, comment = match.groups()
        if comment:
            return self._end_of_comment(match.start())
        if not name.isascii():
            return 0
        end = match.end()
        if attributes is None:
            quoted = self._quoted_tag(match.end(1))
            self.may_reach_out |= quoted is None
            if quoted is None and loose is None:
                return 0
            end = quoted or end
        name = name.lower()
        return self._end_of_unseen(name, match.start(), end) if name in _CLOSING else end

    def _quoted_tag(self, position: int) -> int | None:
        """Return where a tag ends whose quoted attributes hold angle brackets."""
        if self._budget <= 0:
            return None
        limit = position + MAX_QUOTED_TAG
        match = _QUOTED.match(self._source, position, limit)
        self._budget -= (match.end() if match else min(limit, len(self._source))) - position
        return match.end() if match else None

    def _end_of_comment(self, start: int) -> int:
        if "--" not in self._unclosed:
            end = self._source.find("-->", start + 2)
            if end >= 0:
                return max(end + 3, start + 4)
            self._unclosed.add("--")
            self.may_reach_out = True
        return start + 4

    def _end_of_unseen(self, name: str, start: int, end: int) -> int:
        """Return where the end tag ends, and where the tag itself ends if there is none."""
        lone = self._source[start + 1] == "/" or (name == "svg" and self._source[end - 2] == "/")
        if lone or name in self._unclosed:
            return end
        match = _CLOSING[name].search(self._source, end)
        if match is None:
            self._unclosed.add(name)
            self.may_reach_out = True
            return end
        return match.end()
