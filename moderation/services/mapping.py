"""Where a site's own message bodies hold what we need: JSON pointers (RFC 6901), by our field names."""

from typing import Annotated, Literal

import msgspec

Pointer = Annotated[str, msgspec.Meta(pattern=r"^(/.*)?$", max_length=300)]


class FieldMapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a source's bodies hold what; a field that is left out is looked for in the usual places.

    `kind` tells what the bodies are about, where neither address nor event does; `article` unless said.
    `url_template` makes the article's address of other fields: `https://zeitung.example/{/slug}`.
    `published` are the values of `status` that mean published; the usual ones if left out.
    """

    kind: Literal["article", "comment"] | None = None
    event: Pointer | None = None
    id: Pointer | None = None
    url: Pointer | None = None
    url_template: Annotated[str, msgspec.Meta(max_length=1000)] | None = None
    title: Pointer | None = None
    html: Pointer | None = None
    text: Pointer | None = None
    language: Pointer | None = None
    published_at: Pointer | None = None
    updated_at: Pointer | None = None
    status: Pointer | None = None
    published: list[str] = []
    article_id: Pointer | None = None
    article_url: Pointer | None = None
    parent_id: Pointer | None = None
    author_id: Pointer | None = None
    author_name: Pointer | None = None
