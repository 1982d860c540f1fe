"""`moderation.parse_policy`: comment rules read with the active model."""

from moderation.model_store.judges import active_judge
from moderation.policy import parser
from moderation.policy.values import Policy
from moderation.settings import Settings


def parse_policy(text: str | None) -> Policy:
    """Read what a policy text states, as `moderation.policy.parser.parse_policy` does, with the active model.

    :raises InvalidInput: when it is no text, or holds NUL or half of a surrogate pair.
    :raises TooLarge: above 100,000 characters.
    :raises UnknownModel: when there is no model.
    :raises DamagedModel: when it cannot be used.
    """
    return parser.parse_policy(text, active_judge(Settings.from_environment().models_dir))
