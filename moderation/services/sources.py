"""Who may send webhooks, and by which scheme each signs unless its secret says otherwise."""

from moderation.errors import InvalidInput
from moderation.webhooks.schemes import BEARER, CORAL, SCHEMES, STANDARD

# The scheme stands beside each secret, so that a site may choose another one for a source.
DEFAULT_SCHEMES = {
    "standard": STANDARD,
    "contentful": "contentful",
    # Coral makes a secret for its external moderation phase and another one for its webhooks.
    "coral": CORAL,
    "coral-webhook": CORAL,
    "directus": BEARER,
    "generic": BEARER,
    "ghost": "ghost",
    "github": "github",
    "hyvor": "hyvor",
    "sanity": "sanity",
    "strapi": BEARER,
    "typo3": "typo3",
    "wordpress": "wordpress",
    "xmlrpc": BEARER,
}
_LONGEST = 512


def scheme_of(source: str, stated: str | None = None) -> str:
    """Return the scheme of a source's secrets.

    :param stated: the scheme a site chose, or None.
    :raises InvalidInput: when there is no such source or scheme.
    """
    if source not in DEFAULT_SCHEMES:
        raise InvalidInput(f"a source is one of {', '.join(DEFAULT_SCHEMES)}, not {source!r}")
    scheme = stated or DEFAULT_SCHEMES[source]
    if scheme != STANDARD and scheme not in SCHEMES:
        raise InvalidInput(f"a scheme is one of {STANDARD}, {', '.join(SCHEMES)}, not {scheme!r}")
    return scheme


def checked_secret(secret: str) -> str:
    """Return a secret that the sender made.

    :raises InvalidInput: when it is too short to be one, or of characters that no form carries.
    """
    if not 8 <= len(secret) <= _LONGEST or not secret.isprintable() or " " in secret:
        raise InvalidInput(f"a secret has 8 to {_LONGEST} characters without spaces")
    return secret
