"""What the attributes of a start tag say of its element."""

import re
from functools import lru_cache

_NAMED = re.compile(
    r"""(?:^|\s)(class|id|role|itemprop|itemtype|data-testid)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"""(?:^|\s)hidden(?=\s|=|/|$)|display\s*:\s*none""", re.IGNORECASE)


def named_attributes(attributes: str) -> list[tuple[str, str]]:
    """Return the attributes of a start tag that tell what an element is for; `("hidden", "")` if it is not shown."""
    named = [(m[1].lower(), m[2] or m[3] or m[4] or "") for m in _NAMED.finditer(attributes)]
    if is_hidden(attributes):
        named.append(("hidden", ""))
    return named


@lru_cache(maxsize=20_000)
def is_hidden(attributes: str) -> bool:
    """Tell whether a start tag says that its element is not shown at first."""
    lowered = attributes.lower()
    return ("hidden" in lowered or "display" in lowered) and _HIDDEN.search(attributes) is not None
