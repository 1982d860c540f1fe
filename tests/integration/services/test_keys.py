import re

import pytest

from moderation.errors import InvalidInput, NotAllowed
from moderation.services import keys, sites
from moderation.services.keys import Purpose
from tests.factories import NOW

FOREIGN = ("perspective", "akismet", "openai")


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_key_opens_what_it_was_made_for_and_nothing_else(deployment, kind):
    key = getattr(sites.add_site(deployment, "bote", now=NOW), f"{kind}_key")

    assert keys.site_of_key(deployment, key, Purpose(kind)) == "bote"
    for other in {*Purpose} - {Purpose(kind)}:
        with pytest.raises(NotAllowed):
            keys.site_of_key(deployment, key, other)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_key_of_our_own_api_opens_everything(deployment, purpose):
    key = sites.add_site(deployment, "bote", now=NOW).api_key

    assert keys.site_of_key(deployment, key, purpose) == "bote"


@pytest.mark.parametrize("kind", FOREIGN)
def test_rotation_of_one_kind_leaves_the_others_alone(deployment, kind):
    first = sites.add_site(deployment, "bote", now=NOW)
    second, third = (sites.rotate_secret(deployment, "bote", kind, NOW) for _ in range(2))

    for key in (second, third):
        assert keys.site_of_key(deployment, key, Purpose(kind)) == "bote"
    with pytest.raises(NotAllowed):
        keys.site_of_key(deployment, getattr(first, f"{kind}_key"), Purpose(kind))
    assert keys.site_of_key(deployment, first.api_key, Purpose.API) == "bote"


def test_akismet_keys_have_the_form_that_the_wordpress_plugin_takes(deployment):
    made = {sites.add_site(deployment, f"site-{number}", now=NOW).akismet_key for number in range(20)}

    assert len(made) == 20
    assert all(re.fullmatch("[a-z0-9]{12}", key) for key in made)


def test_showing_a_site_tells_only_how_its_keys_begin(deployment):
    made = sites.add_site(deployment, "bote", now=NOW)

    shown = dict(sites.show_site(deployment, "bote").other_keys)

    assert shown["akismet"] == made.akismet_key[:4]
    for kind in FOREIGN:
        key = getattr(made, f"{kind}_key")
        assert key.startswith(shown[kind])
        assert key not in repr(shown)


def test_a_secret_that_coral_made_is_used_as_the_text_it_is(deployment):
    made = sites.add_site(deployment, "bote", now=NOW).coral_secret
    sites.rotate_secret(deployment, "bote", "coral", NOW, value="empsec_0123456789")

    secrets = sites.webhook_secrets(deployment, "bote", "coral")

    assert [(secret.scheme, secret.value) for secret in secrets] == [("coral", "empsec_0123456789"), ("coral", made)]


@pytest.mark.parametrize(("kind", "value"), [("akismet", "0123456789ab"), ("coral", "short"), ("coral", "a b" * 9)])
def test_what_is_no_secret_of_the_other_side_is_refused(deployment, kind, value):
    sites.add_site(deployment, "bote", now=NOW)

    with pytest.raises(InvalidInput):
        sites.rotate_secret(deployment, "bote", kind, NOW, value=value)


def test_a_key_is_known_as_soon_as_it_is_made_and_unknown_once_it_is_replaced(deployment):
    sites.add_site(deployment, "bote", now=NOW)
    for _ in range(3):
        key = sites.rotate_secret(deployment, "bote", "openai", NOW)
        assert keys.site_of_key(deployment, key, Purpose.OPENAI) == "bote"
    for _ in range(2):
        sites.rotate_secret(deployment, "bote", "openai", NOW)

    with pytest.raises(NotAllowed):
        keys.site_of_key(deployment, key, Purpose.OPENAI)
