import pytest

from moderation.errors import Conflict, InvalidInput, NotAllowed, UnknownSite
from moderation.services import sites
from tests.factories import NOW

TARGET = "https://bote.example/hooks"


def test_a_new_site_can_be_reached_with_its_key(deployment):
    credentials = sites.add_site(deployment, "bote", now=NOW)

    assert sites.authenticate(deployment, credentials.api_key) == "bote"
    assert [site.name for site in sites.list_sites(deployment)] == ["bote"]


def test_only_a_site_with_a_target_gets_a_delivery_secret(deployment):
    assert sites.add_site(deployment, "quiet", now=NOW).delivery_secret is None
    assert sites.add_site(deployment, "told", deliver_to=TARGET, now=NOW).delivery_secret


@pytest.mark.parametrize("name", ["", "-x", "Bote", "ä", "a" * 64, "a/b", "a\n"])
def test_names_that_would_not_stand_in_a_path_are_refused(deployment, name):
    with pytest.raises(InvalidInput):
        sites.add_site(deployment, name, now=NOW)


@pytest.mark.parametrize("target", ["ftp://x.example", "https://", "https://a:b@x.example", "nonsense"])
def test_targets_that_cannot_be_sent_to_are_refused(deployment, target):
    with pytest.raises(InvalidInput):
        sites.add_site(deployment, "bote", deliver_to=target, now=NOW)


def test_a_name_is_given_once(deployment):
    sites.add_site(deployment, "bote", now=NOW)

    with pytest.raises(Conflict):
        sites.add_site(deployment, "bote", now=NOW)


@pytest.mark.parametrize("key", ["", "mod_wrong", "\0", "\ud800"])
def test_an_unknown_key_is_not_allowed(deployment, key):
    with pytest.raises(NotAllowed):
        sites.authenticate(deployment, key)


def test_the_key_before_stays_valid_until_the_next_rotation(deployment):
    first = sites.add_site(deployment, "bote", now=NOW).api_key
    second = sites.rotate_secret(deployment, "bote", "api_key", NOW)
    assert sites.authenticate(deployment, first) == sites.authenticate(deployment, second) == "bote"

    third = sites.rotate_secret(deployment, "bote", "api_key", NOW)

    assert sites.authenticate(deployment, second) == sites.authenticate(deployment, third) == "bote"
    with pytest.raises(NotAllowed):
        sites.authenticate(deployment, first)


def test_two_webhook_secrets_live_newest_first(deployment):
    first = sites.add_site(deployment, "bote", now=NOW).webhook_secret
    second = sites.rotate_secret(deployment, "bote", "webhook", NOW)
    assert [secret.value for secret in sites.webhook_secrets(deployment, "bote", "standard")] == [second, first]

    third = sites.rotate_secret(deployment, "bote", "webhook", NOW)

    assert [secret.value for secret in sites.webhook_secrets(deployment, "bote", "standard")] == [third, second]
    assert {secret.scheme for secret in sites.webhook_secrets(deployment, "bote", "standard")} == {"standard"}


def test_secrets_of_another_source_or_site_are_not_given(deployment):
    sites.add_site(deployment, "bote", now=NOW)

    assert sites.webhook_secrets(deployment, "bote", "ghost") == ()
    with pytest.raises(UnknownSite):
        sites.webhook_secrets(deployment, "nobody", "standard")


def test_no_secret_stands_in_the_database(deployment, tmp_path):
    credentials = sites.add_site(deployment, "bote", deliver_to=TARGET, now=NOW)

    summary = repr(sites.show_site(deployment, "bote"))
    with deployment.database.read() as session:
        rows = [
            str(row)
            for table in ("api_keys", "webhook_secrets")
            for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}")
        ]
    for secret in (credentials.api_key, credentials.webhook_secret, credentials.delivery_secret):
        assert secret not in summary
        assert not any(secret in row for row in rows)


def test_unknown_kinds_of_secrets_are_refused(deployment):
    with pytest.raises(InvalidInput):
        sites.rotate_secret(deployment, "bote", "password", NOW)
