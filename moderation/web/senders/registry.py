"""The senders that `/hooks/{site}/{source}` knows, by source."""

from moderation.web.senders import contentful, directus, generic, ghost, hyvor, sanity, strapi, typo3, wordpress
from moderation.web.senders.preset import Preset

PRESETS: dict[str, Preset] = {
    preset.source: preset
    for preset in (
        contentful.PRESET,
        directus.PRESET,
        generic.PRESET,
        generic.GITHUB,
        ghost.PRESET,
        hyvor.PRESET,
        sanity.PRESET,
        strapi.PRESET,
        typo3.PRESET,
        wordpress.PRESET,
    )
}
