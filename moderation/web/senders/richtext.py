"""Rich text of CMSs as HTML: trees of nodes (Contentful, Sanity, Strapi, ProseMirror), and Markdown.

The names of nodes differ, their meaning hardly does; a node that is not known contributes what stands inside.
"""

import html
import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

_TAGS = {
    "paragraph": "p",
    "normal": "p",
    "blockquote": "blockquote",
    "quote": "blockquote",
    "unordered-list": "ul",
    "ordered-list": "ol",
    "bulletlist": "ul",
    "bullet_list": "ul",
    "orderedlist": "ol",
    "ordered_list": "ol",
    "list-item": "li",
    "listitem": "li",
    "list_item": "li",
    "code": "pre",
    "code-block": "pre",
    "codeblock": "pre",
    "table": "table",
    "table-row": "tr",
    "tablerow": "tr",
    "table-cell": "td",
    "tablecell": "td",
    "table-header-cell": "th",
    "tableheader": "th",
}
_HEADING = re.compile(r"(?:heading-?|h)([1-6])")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|br|blockquote|article|section|figure|table|a|em|strong)\b[^<>]*>", re.I
)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s|[-*+]\s|\d+\.\s|>\s?)|\*\*|\]\(|^(?:---|\*\*\*)$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]+)[^()]*\)")
_STRESS = re.compile(r"(\*\*|__)(?=\S)(.{1,200}?)(?<=\S)\1|(?<![\w*])([*_])(?=\S)([^*_]{1,200}?)(?<=\S)\3(?![\w*])")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s(.*)")
# A paragraph of this length is none that a person wrote.
_LONG = 100_000
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_ITEM = re.compile(r"(?:[-*+]|\d+\.)\s+(.*)")


def body_of(value: Any) -> tuple[str | None, str | None]:
    """Return a body as HTML, or else as plain text; one of them, or neither, is None."""
    if isinstance(value, dict | list):
        page = to_html(value)
        return (page if _words(page) else None), None
    if not isinstance(value, str) or not value.strip():
        return None, None
    if _BLOCK_TAG.search(value):
        return value, None
    return (markdown_to_html(value), None) if _MARKDOWN.search(value) else (None, value)


def _words(page: str) -> str:
    return re.sub(r"<[^<>]*>", "", page).strip()


def to_html(value: Any) -> str:
    """Return a tree of nodes as HTML."""
    return "".join(_nodes(value if isinstance(value, list) else [value], {}))


def _nodes(nodes: list[Any], links: dict[str, str]) -> Iterator[str]:
    # Portable text has no lists: its items stand one after another.
    opened = ""
    for node in nodes:
        wanted = _list_of(node)
        if wanted != opened:
            yield f"</{opened}>" if opened else ""
            yield f"<{wanted}>" if wanted else ""
            opened = wanted
        yield from _node(node, links)
    yield f"</{opened}>" if opened else ""


def _list_of(node: Any) -> str:
    kind = node.get("listItem") if isinstance(node, dict) else None
    return "" if not isinstance(kind, str) else "ol" if kind == "number" else "ul"


def _node(node: Any, links: dict[str, str]) -> Iterator[str]:
    if isinstance(node, str):
        yield html.escape(node, quote=False)
    if not isinstance(node, dict):
        return
    text = node.get("value", node.get("text"))
    inside = _inside(node)
    if isinstance(text, str) and not inside:
        yield _leaf(text, node, links)
        return
    tag = _tag(node)
    links = links | _links(node)
    address = _address(node)
    yield f'<a href="{html.escape(address)}">' if address else f"<{tag}>" if tag else ""
    yield from _nodes(inside, links)
    yield "</a>" if address else f"</{tag}>" if tag else ""


def _leaf(text: str, node: dict[str, Any], links: dict[str, str]) -> str:
    marks = node.get("marks")
    for mark in marks if isinstance(marks, list) else ():
        address = links.get(mark) if isinstance(mark, str) else _address(mark) if isinstance(mark, dict) else None
        if address:
            return f'<a href="{html.escape(address)}">{html.escape(text, quote=False)}</a>'
    if re.search(r"<(?:p|h[1-6]|div)\b", text):
        return text
    return html.escape(text, quote=False).replace("\n", "<br>")


def _inside(node: dict[str, Any]) -> list[Any]:
    for name in ("content", "children", "body", "items"):
        found = node.get(name)
        if isinstance(found, list):
            return found
    # A component of a dynamic zone holds its text under names of the site's choice.
    rich = node.get("body", node.get("content"))
    return [{"text": markdown_to_html(rich)}] if isinstance(rich, str) else []


def _tag(node: dict[str, Any]) -> str:
    kind = str(node.get("nodeType") or node.get("type") or "").lower()
    if isinstance(node.get("listItem"), str):
        return "li"
    if node.get("_type") == "block":
        kind = str(node.get("style") or "normal").lower()
    if kind == "list":
        return "ol" if node.get("format") == "ordered" else "ul"
    if kind == "heading":
        attributes = node.get("attrs")
        level = node.get("level") or (attributes.get("level") if isinstance(attributes, dict) else None)
        return f"h{level}" if level in (1, 2, 3, 4, 5, 6) else "h2"
    heading = _HEADING.fullmatch(kind)
    return f"h{heading[1]}" if heading else _TAGS.get(kind, "")


def _address(node: dict[str, Any]) -> str | None:
    kind = str(node.get("nodeType") or node.get("type") or node.get("_type") or "")
    if kind not in ("hyperlink", "link"):
        return None
    for place in (node.get("data"), node.get("attrs"), node):
        if isinstance(place, dict):
            found = place.get("uri") or place.get("href") or place.get("url")
            if isinstance(found, str):
                return found
    return None


def _links(node: dict[str, Any]) -> dict[str, str]:
    marks = node.get("markDefs")
    stated = [mark for mark in marks if isinstance(mark, dict)] if isinstance(marks, list) else []
    found = {str(mark.get("_key")): mark.get("href") or mark.get("url") for mark in stated}
    return {key: address for key, address in found.items() if isinstance(address, str)}


def markdown_to_html(text: str) -> str:
    """Return Markdown's blocks, links and stress as HTML; what it does not know stays text, HTML stays HTML."""
    chunks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip("\n"))
    return "\n".join(piece for chunk in chunks for piece in _chunk(chunk.strip("\n")) if piece)


def _chunk(chunk: str) -> Iterator[str]:
    lines = chunk.split("\n")
    found = takewhile(bool, map(_MARKDOWN_HEADING.match, lines))
    headings = [heading for heading in found if heading is not None]
    for heading in headings:
        level = len(heading[1])
        yield f"<h{level}>{_inline(heading[2].strip().rstrip('#').rstrip())}</h{level}>"
    if rest := lines[len(headings) :]:
        yield _lines("\n".join(rest), rest)


def _lines(chunk: str, lines: list[str]) -> str:
    if all(_ITEM.match(line.strip()) for line in lines):
        tag = "ol" if lines[0].strip()[0].isdigit() else "ul"
        items = "".join(f"<li>{_inline(found[1])}</li>" for line in lines if (found := _ITEM.match(line.strip())))
        return f"<{tag}>{items}</{tag}>"
    if all(line.lstrip().startswith(">") for line in lines):
        return f"<blockquote>{_inline(' '.join(line.lstrip()[1:].strip() for line in lines))}</blockquote>"
    if lines[0].lstrip().startswith("<"):
        return chunk
    return "" if _RULE.fullmatch(chunk.strip()) else f"<p>{_inline(chunk)}</p>"


def _inline(text: str) -> str:
    linked = _LINK.sub(
        lambda found: "" if found[0][0] == "!" else f'<a href="{html.escape(found[2])}">{found[1]}</a>', text
    )
    return _STRESS.sub(lambda found: found[2] or found[4], linked) if len(linked) < _LONG else linked
