"""What a site sets about learning from its own decisions."""

from typing import Annotated

import msgspec


class LearningSettings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How decisions are sampled, and which model looks on.

    :ivar audit_rate: share of the comments decided without a person that moderators are asked about all the same.
    :ivar shadow: version of the site's own model that scores beside the active one without deciding; empty for none.
    """

    audit_rate: Annotated[float, msgspec.Meta(ge=0.0, le=1.0)] = 0.0
    shadow: Annotated[str, msgspec.Meta(max_length=64, pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*)?$")] = ""
