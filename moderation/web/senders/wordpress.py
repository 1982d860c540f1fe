"""WordPress by the WP Webhooks plugin: posts and comments as JSON, form or XML; a trigger has an address of its own."""

import re
from html import unescape

from moderation.services.inbox import Command, WithdrawArticle, WithdrawComment
from moderation.web.bodies import InvalidField
from moderation.web.paths import checked_id
from moderation.web.senders.encodings import decode_any
from moderation.web.senders.fields import Fields
from moderation.web.senders.preset import Delivery, Preset
from moderation.web.senders.statements import is_kept, is_withdrawal, latest, screen_comment, state_article

# Types of WordPress' own that are no articles.
_NO_ARTICLES = frozenset(
    {"revision", "attachment", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"}
    | {"user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation"}
)
_BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|blockquote|table|figure|pre|section|article|hr|iframe|!--)\b", re.I
)
_SHORT = re.compile(r"\[/?(?:caption|gallery|embed|video|audio|playlist)\b[^\[\]]*\]")


def read(delivery: Delivery) -> tuple[Command, ...]:
    """Read a comment or a post, as the body's own fields tell."""
    fields = delivery.fields
    comment = fields.part("/comment_data", "/comment")
    if not comment.value and fields.text("/comment_ID", "/comment_content", "/comment_post_ID"):
        comment = fields
    if not comment.value and fields.has("/post") and fields.has("/author_name"):
        comment = fields
    if comment.value or fields.text("/comment_id"):
        return (_comment(fields, comment, delivery.event),)
    post = fields.part("/post", "/post_data")
    return _post(fields, post if post.value else fields, delivery.event)


def _post(whole: Fields, post: Fields, event: str) -> tuple[Command, ...]:
    post_id = post.text("/ID", "/id", "/post_id") or whole.text("/post_id", "/ID", "/id")
    if post_id is None:
        raise InvalidField("the post has no id", "/post_id")
    if post.text("/post_type", "/type") in _NO_ARTICLES:
        return ()
    at = latest(post.time("/post_modified_gmt", "/modified_gmt"))
    status = post.text("/post_status", "/status")
    if is_withdrawal(event) or status not in ("publish", None):
        return (WithdrawArticle(checked_id(post_id), at),)
    rendered = post.text("/content/rendered", "/post_content_rendered")
    raw = post.text("/post_content", "/content", "/content/raw")
    return (
        state_article(
            post_id,
            pointer="/post/post_content",
            html=rendered or (raw and page_of(raw)),
            title=post.text("/post_title", "/title/rendered", "/title"),
            url=whole.text("/post_permalink", "/permalink", "/link") or post.text("/link", "/permalink", "/guid"),
            updated_at=at,
            published=post.text("/post_date_gmt", "/date_gmt"),
        ),
    )


def page_of(content: str) -> str:
    """Return a post's content as HTML: in the older editor, blank lines divide its paragraphs."""
    content = _SHORT.sub("", content.replace("\r\n", "\n"))
    if "<!-- wp:" in content or re.search(r"<p\b", content):
        return content
    chunks = [chunk.strip() for chunk in re.split(r"\n\s*\n", content) if chunk.strip()]
    return "\n".join(chunk if _BLOCK.match(chunk) else "<p>" + chunk.replace("\n", "<br>") + "</p>" for chunk in chunks)


def _comment(whole: Fields, comment: Fields, event: str) -> Command:
    comment_id = comment.text("/comment_ID", "/comment_id", "/id") or whole.text("/comment_id", "/comment_ID", "/id")
    if comment_id is None:
        raise InvalidField("the comment has no id", "/comment_id")
    status = comment.text("/comment_approved", "/status")
    if is_withdrawal(event) or not is_kept(status):
        return WithdrawComment(checked_id(comment_id))
    name = comment.text("/comment_author", "/author_name")
    return screen_comment(
        comment_id,
        comment.text("/comment_content", "/content/rendered", "/content/raw", "/content"),
        pointer="/comment_data/comment_content",
        article_id=comment.text("/comment_post_ID", "/post") or whole.text("/current_post_id", "/post_id"),
        article_url=whole.text("/post_permalink", "/current_post_permalink"),
        parent_id=comment.text("/comment_parent", "/parent"),
        author_id=comment.text("/user_id", "/user_ID", "/author"),
        author_name=unescape(name) if name else None,
        created_at=comment.time("/comment_date_gmt", "/date_gmt"),
        is_first="create" in event.lower(),
    )


PRESET = Preset("wordpress", read, decode=decode_any, event_header="x-wp-webhook-name")
