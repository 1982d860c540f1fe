"""Links in a comment: where they stand, where they lead, and whether somebody tried to hide them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from moderation.comment.findings import Finding, evidence
from moderation.policy.values import Category, Clause, LimitKind
from moderation.text.lowered import for_lowered, is_regular

_ENDINGS = (
    "de|at|ch|li|eu|com|net|org|info|biz|io|co|me|ly|gl|gg|tv|cc|to|link|shop|store|online|site|website|blog|"
    "app|dev|club|"
    "xyz|top|win|vip|bet|casino|click|live|pro|life|fit|deals|sale|gratis|academy|agency|expert|finance|money|"
    "news|media|"
    "events|jobs|tips|space|fun|world|company|gmbh|berlin|hamburg|koeln|bayern|wien|tirol|swiss|zuerich|us|uk|"
    "fr|it|es|nl|"
    "be|pl|cz|dk|se|ru|tk|ml|ga|cf|example|invalid|test|ws|is|gd|st|ink|bio|page|health|care|design|art|market|"
    "trade|loan"
)
_SCHEME = re.compile(r"(?:h(?:tt|xx)ps?\s?:\s?//|www\d?\.)\s?[^\s<>\"'„“”«»]{2,500}", re.IGNORECASE)
_BARE = re.compile(
    rf"(?<![@\w.-])(?:[a-z0-9äöü](?:[a-z0-9äöü-]{{0,40}}[a-z0-9äöü])?\.){{1,4}}(?:{_ENDINGS})(?![\w-]|\.\w)"
    r"(?:[/?#][^\s<>\"'„“”«»]{0,500})?",
    re.IGNORECASE,
)
_DISGUISED = re.compile(
    r"(?<!\w)[a-z0-9äöü-]{2,40}\s?(?:[(\[{]\s?(?:dot|punkt|\.)\s?[)\]}]|\s(?:dot|punkt)\s|"
    r"(?<=[a-z0-9]{4})\s\.\s(?=(?:de|at|ch|com|net|org|eu|info|shop|store|online)\b))\s?"
    r"(?:de|at|ch|com|net|org|info|shop|online|io|co|eu|app|club|me|store|site|biz|example)\b(?:/\S{0,200})?",
    re.IGNORECASE,
)
# Letters of the address set apart, or its dots left out.
_SPACED = re.compile(
    rf"(?<!\w)w\s?w\s?w\s?[.\s]\s?[a-z0-9äöü-]{{3,40}}\s?[.\s]\s?(?:{_ENDINGS})(?![\w-])(?:/\S{{0,200}})?",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\S+")
_BRACKETED = re.compile(r"[(\[{]\s?\.")
_MOST = 200
_DOTTED_WORD = re.compile(r"\.[A-Za-z]")
_AFFILIATE = re.compile(
    r"[?&/#](?:ref|aff|affid|affiliate|aff_id|tag|partner|partnerid|pid|awc|awinmid|clickid|cid|coupon|promo|"
    r"code|invite|refer"
    r"|referral|r|sponsor|werber)(?:=|/)[\w-]{2,}",
    re.IGNORECASE,
)
# Newspapers count by such parameters, too, where a reader came from.
_COUNTING = re.compile(r"[?&](?:ref|r|cid)=[\w-]{2,}", re.IGNORECASE)
_ARTICLE = re.compile(r"/\d{4}/\d\d?/|/\d{6,}(?!\d)|\w(?:-\w+){3}|\.html?$")
_TRAILING = ".,;:!?)]}'\"“”»"
_MESSENGERS = frozenset(("t.me", "wa.me", "chat.whatsapp.com", "telegram.me", "discord.gg", "signal.me"))
_COMMERCE = re.compile(
    r"shop|store|kauf|billig|rabatt|gutschein|deal|kredit|bonus|casino|wett|bet\b|slot|krypto|crypto|coin|"
    r"trading|invest|profit"
    r"|verdien|rendite|abnehm|diaet|diät|slim|pille|pharm|viagra|potenz|flirt|date|dating|singles|erotik|sex|"
    r"cam|coach|seo|"
    r"finanz|makler|versicher|angebot|outlet|sale|loan|money|cash|earn|income|gratis|prepper|heil|serum",
    re.IGNORECASE,
)
_COMMERCE_LOWERED = for_lowered(_COMMERCE)
_COMMERCIAL_ENDINGS = (
    "shop",
    "store",
    "casino",
    "bet",
    "deals",
    "sale",
    "loan",
    "click",
    "club",
    "win",
    "vip",
    "top",
    "xyz",
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written, `text[start:end]`.

    :ivar host: in lower case, without `www.`; what follows it is `rest`.
    :ivar disguised: written so that a filter would not see it ("punkt de", "hxxp").
    """

    start: int
    end: int
    host: str
    rest: str
    disguised: bool = False

    @property
    def shortened(self) -> bool:
        """Whether a shortening service hides where it leads."""
        return self.host in shorteners()

    @property
    def affiliate(self) -> bool:
        """Whether its parameters pay somebody for the click."""
        path, asked, parameters = self.rest.partition("?")
        if asked and _ARTICLE.search(path) is not None and not self.commercial:
            return _AFFILIATE.search(path + _COUNTING.sub("", asked + parameters)) is not None
        return _AFFILIATE.search(self.rest) is not None

    @property
    def messenger(self) -> bool:
        """Whether it opens a chat."""
        return self.host in _MESSENGERS

    @property
    def commercial(self) -> bool:
        """Whether its name sells something."""
        if self.host.endswith(_COMMERCIAL_ENDINGS):
            return True
        pattern = _COMMERCE_LOWERED if is_regular(self.host) else _COMMERCE
        return pattern.search(self.host) is not None


def is_dotted(text: str) -> bool:
    """Tell whether a letter follows a full stop, as in the name of a host."""
    return _DOTTED_WORD.search(text) is not None


def find_links(text: str) -> tuple[Link, ...]:
    """Return the links of a text in order, at most 200."""
    lowered = text.lower()
    spaced = "w w w" in lowered or "www " in lowered
    spelt = "punkt" in lowered or "dot" in lowered
    found: list[Link] = []
    if spaced:
        _add(found, _SPACED.finditer(text), disguised=True)
    if "//" in text or "www" in lowered or "/ /" in text:
        _add(found, _SCHEME.finditer(text))
    if is_dotted(text):
        for token in _TOKEN.finditer(text):
            if "." in token.group():
                _add(found, _BARE.finditer(text, *token.span()))
    if spelt or " ." in text or _BRACKETED.search(text) is not None:
        _add(found, _DISGUISED.finditer(text), disguised=True)
    return tuple(sorted(found, key=lambda link: link.start))


def _add(found: list[Link], matches: Iterator[re.Match[str]], *, disguised: bool = False) -> None:
    """Enter links that do not stand inside one already found."""
    for match in matches:
        if len(found) >= _MOST:
            break
        if all(match.end() <= link.start or match.start() >= link.end for link in found):
            found.append(_link(match, disguised=disguised))


def _link(match: re.Match[str], *, disguised: bool) -> Link:
    written = match.group().rstrip(_TRAILING)
    bare = re.sub(r"^h(?:tt|xx)ps?\s?:\s?//\s?", "", written, flags=re.IGNORECASE)
    if disguised and written[:1] in "wW" and _SPACED.fullmatch(written):
        bare = re.sub(r"^w\s?w\s?w\s?[.\s]\s?", "", written, flags=re.IGNORECASE)
        bare = re.sub(r"\s?[.\s]\s?", ".", bare)
    elif disguised:
        bare = re.sub(r"\s?[(\[{]?\s?(?:dot|punkt|\.)\s?[)\]}]?\s?", ".", bare, count=1, flags=re.IGNORECASE)
    host, rest = re.match(r"([^/?#:\s]*)(.*)", bare, re.DOTALL).groups()  # type: ignore[union-attr]
    hidden = disguised or written.lower().startswith("hxx")
    return Link(match.start(), match.start() + len(written), host.lower().removeprefix("www."), rest, disguised=hidden)


@cache
def shorteners() -> frozenset[str]:
    """Return the hosts of shortening services."""
    source = resources.files("moderation.comment.data").joinpath("shorteners.txt").read_text("utf-8")
    return frozenset(line for line in source.splitlines() if line and not line.startswith("#"))


def judge_links(text: str, words: int, links: tuple[Link, ...], clause: Clause | None) -> Finding | None:
    """Return what a clause about links finds: too many, uncommented, hidden, or any where none is allowed.

    Without a clause, what most clauses about links mean: more than three, or nothing but links.
    """
    if not links:
        return None
    modifier = (clause.modifier or "").casefold() if clause else ""
    limit = clause.limit if clause else None
    most = limit.value if limit and limit.kind is LimitKind.MAX_LINKS else 3
    spans = [(link.start, link.end) for link in links]
    outside = words - sum(text.count(" ", link.start, link.end) + 4 for link in links)
    if len(links) > most:
        return Finding(Category.LINKS, 0.97, True, evidence(text, spans, f"mehr als {most} Links"))
    if outside < 4:
        return Finding(Category.LINKS, 0.95, True, evidence(text, spans, "Link ohne Kommentar"))
    if any(link.shortened or link.disguised for link in links):
        hidden = [(link.start, link.end) for link in links if link.shortened or link.disguised]
        return Finding(Category.LINKS, 0.9, False, evidence(text, hidden, "verdecktes Ziel"))
    if clause and not modifier and limit is None and _forbids_all(clause.quote):
        return Finding(Category.LINKS, 0.9, False, evidence(text, spans, "Link"))
    return Finding(Category.LINKS, 0.3, False, evidence(text, spans, "Link"))


def _forbids_all(quote: str) -> bool:
    folded = quote.casefold()
    scoped = ("unkommentiert", "illegal", "gewalt", "rechtswidrig", "werbe", "werbung", "unseriös", "kommerziell")
    return not any(word in folded for word in scoped)
