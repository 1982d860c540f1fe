"""Whatever a sender's body holds, reading it ends in commands or in an error of ours."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.errors import ModerationError
from moderation.services.inbox import check_command
from moderation.web.senders.fields import Fields
from moderation.web.senders.preset import Delivery
from moderation.web.senders.registry import PRESETS
from moderation.web.senders.richtext import body_of, markdown_to_html, to_html
from moderation.web.senders.wordpress import page_of

NAMES = st.sampled_from(
    "post page current previous id uuid title html plaintext status updated_at url entry documentId event createdAt"
    " publishedAt sys type contentType fields body de _id _type _updatedAt operation children text marks markDefs"
    " nodeType content value data attrs href uri level style listItem post_id ID post_content post_status"
    " comment_data comment_ID comment_content comment_approved comment_parent identifier action record page user"
    " author name".split()
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["published", "draft", "<p>Text</p>", "heading", "link", "block", "2026-05-04T08:00:00Z", "0"]),
)
BODIES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=5)),
    max_leaves=20,
)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EVENTS = st.sampled_from(
    ["", "post.deleted", "entry.publish", "ContentManagement.Entry.publish", "comment.created", "x"]
)


@pytest.mark.parametrize("source", sorted(PRESETS))
@MANY
@given(body=st.dictionaries(NAMES, BODIES, max_size=6), event=EVENTS)
def test_any_json_is_read_or_refused(source, body, event):
    preset = PRESETS[source]
    raw = json.dumps(body).encode()
    try:
        fields = Fields(preset.decode(raw, {}))
        for command in preset.read(Delivery(raw, fields, event, {})):
            check_command(command)
    except ModerationError:
        pass


@MANY
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw):
    for source in ("wordpress", "generic"):
        with suppress(ModerationError):
            PRESETS[source].decode(raw, {})


@MANY
@given(text=st.text(alphabet="# *_->[]()!ab\n\t1.<&", max_size=200))
def test_any_markdown_keeps_its_letters(text):
    html = markdown_to_html(text)

    assert html.count("a") >= 0
    assert text.count("b") <= html.count("b")


@MANY
@given(tree=BODIES)
def test_any_tree_is_some_page(tree):
    assert isinstance(to_html(tree), str)
    body_of(tree)


def test_hostile_markdown_is_read_in_time():
    pieces = (
        "*a",
        "[",
        "**",
        "**a ",
        "__a ",
        "_a_",
        "![x](",
        "[a](b ",
        "# ",
        "# a\n",
        "> ",
        "- a\n",
        "<p>",
        "<p ",
        "\n ",
    )
    began = time.process_time()
    for piece in pieces:
        body_of(piece * 50_000)
        markdown_to_html(piece * 50_000)
        page_of(piece * 50_000)
    body_of("# " + " " * 200_000 + "x")
    page_of("[gallery " * 50_000)
    assert time.process_time() - began < 30


def test_rich_text_keeps_headings_lists_quotes_and_links():
    tree = {
        "type": "doc",
        "content": [
            {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Kopf"}]},
            {"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "text", "text": "eins"}]}]},
            {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Z <b>"}]}]},
            {
                "type": "paragraph",
                "content": [
                    {
                        "type": "text",
                        "text": "hier",
                        "marks": [{"type": "link", "attrs": {"href": "https://a.example/?b&c"}}],
                    }
                ],
            },
        ],
    }

    assert to_html(tree) == (
        "<h3>Kopf</h3><ul><li>eins</li></ul><blockquote><p>Z &lt;b&gt;</p></blockquote>"
        '<p><a href="https://a.example/?b&amp;c">hier</a></p>'
    )


def test_portable_text_has_lists_without_a_list():
    items = [{"_type": "block", "listItem": "bullet", "children": [{"text": word}]} for word in ("eins", "zwei")]
    after = {"_type": "block", "style": "h2", "children": [{"text": "Danach"}]}

    assert to_html([*items, after]) == "<ul><li>eins</li><li>zwei</li></ul><h2>Danach</h2>"


def test_markdown_is_read_as_the_page_it_stands_for():
    text = "# Kopf\n\nEin *Satz* mit [Link](https://a.example) und **Nachdruck**.\n\n- eins\n- zwei\n\n> Zitat\n\n---"

    assert markdown_to_html(text).split("\n") == [
        "<h1>Kopf</h1>",
        '<p>Ein Satz mit <a href="https://a.example">Link</a> und Nachdruck.</p>',
        "<ul><li>eins</li><li>zwei</li></ul>",
        "<blockquote>Zitat</blockquote>",
    ]
