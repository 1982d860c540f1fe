import pytest

from moderation.errors import Conflict, InvalidInput, NotAllowed, UnknownSite
from moderation.services.sites import add_site
from moderation.services.users import add_user, check_user, find_user
from tests.factories import NOW

PASSWORD = "ein langes Kennwort"


@pytest.fixture(autouse=True)
def site(deployment):
    add_site(deployment, "bote", now=NOW)


def test_a_moderator_signs_in_with_name_and_password(deployment):
    added = add_user(deployment, "Mia Özil", PASSWORD, ["bote", "bote"], NOW)

    assert check_user(deployment, "Mia Özil", PASSWORD) == added == find_user(deployment, "Mia Özil")
    assert added.sites == ("bote",)


@pytest.mark.parametrize(
    ("name", "password"),
    [("mia", "falsch"), ("nobody", PASSWORD), ("", ""), ("mia", "x" * 300), ("m\0a", PASSWORD), ("\ud800", "\ud800")],
)
def test_wrong_names_and_passwords_are_told_apart_by_nobody(deployment, name, password):
    add_user(deployment, "mia", PASSWORD, ["bote"], NOW)

    with pytest.raises(NotAllowed, match="name or password"):
        check_user(deployment, name, password)


def test_a_name_is_given_once(deployment):
    add_user(deployment, "mia", PASSWORD, ["bote"], NOW)

    with pytest.raises(Conflict):
        add_user(deployment, "mia", PASSWORD, ["bote"], NOW)


def test_a_short_password_is_refused(deployment):
    with pytest.raises(InvalidInput):
        add_user(deployment, "mia", "kurz", ["bote"], NOW)


def test_nobody_moderates_an_unknown_site_and_nothing_stays_behind(deployment):
    with pytest.raises(UnknownSite):
        add_user(deployment, "mia", PASSWORD, ["bote", "nowhere"], NOW)
    assert find_user(deployment, "mia") is None
