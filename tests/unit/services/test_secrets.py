import pytest

from moderation.errors import StorageFault
from moderation.services.secrets import Vault, digest_of, make_token, make_webhook_secret
from moderation.webhooks.signature import sign
from tests.factories import NOW

VAULT = Vault("one key of the deployment")


def test_what_was_sealed_can_be_opened_and_does_not_show():
    sealed = VAULT.seal("whsec_äöü")

    assert VAULT.open(sealed) == "whsec_äöü"
    assert "whsec" not in sealed


def test_what_another_key_sealed_is_a_fault():
    for sealed in ("", "nonsense", Vault("another key").seal("x")):
        with pytest.raises(StorageFault):
            VAULT.open(sealed)


def test_a_pseudonym_is_the_same_within_a_site_and_key_alone():
    pseudonyms = {
        VAULT.pseudonym("bote", "reader"),
        VAULT.pseudonym("other", "reader"),
        VAULT.pseudonym("bote", "someone"),
        Vault("another key").pseudonym("bote", "reader"),
    }

    assert len(pseudonyms) == 4
    assert VAULT.pseudonym("bote", "reader") in pseudonyms


def test_tokens_differ_and_are_known_by_their_digest():
    first, second = make_token("mod_"), make_token("mod_")

    assert first != second
    assert digest_of(first) != digest_of(second)
    assert len(first) > 40


def test_a_webhook_secret_has_the_form_that_signing_takes():
    assert sign("msg_1", NOW, b"{}", [make_webhook_secret()]).startswith("v1,")
