import pytest

from moderation.errors import InvalidInput, StorageFault, UnknownSite
from moderation.services.site_settings import SiteSettings, change_settings, parse_settings, show_settings
from moderation.services.sites import add_site
from moderation.storage import sites as storage
from tests.factories import NOW


@pytest.fixture
def bote(deployment):
    add_site(deployment, "bote", now=NOW)
    return deployment


def test_a_new_site_has_the_defaults(bote):
    assert show_settings(bote, "bote") == SiteSettings()


def test_changed_settings_are_kept(bote):
    change_settings(bote, "bote", SiteSettings())

    assert show_settings(bote, "bote") == SiteSettings()


def test_settings_of_a_newer_program_are_named_as_such(bote):
    bote.database.transact(lambda session: storage.set_settings(session, "bote", '{"from_the_future": 1}'))

    with pytest.raises(StorageFault, match="from_the_future"):
        show_settings(bote, "bote")


@pytest.mark.parametrize("text", ["", "[", "[]", '{"mispelt": 1}', b"\xff", "[" * 100_000])
def test_what_is_no_settings_is_refused(text):
    with pytest.raises(InvalidInput, match="no settings"):
        parse_settings(text)


def test_unknown_sites_have_no_settings(deployment):
    with pytest.raises(UnknownSite):
        show_settings(deployment, "nobody")
    with pytest.raises(UnknownSite):
        change_settings(deployment, "nobody", SiteSettings())
