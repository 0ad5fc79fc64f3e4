import hashlib
import hmac

from chassis.keys import Keys
from services.tenants.digests import KeyedDigests

OURS = KeyedDigests(Keys("a secret key"))
ADDRESS = "owner@shine.test"


def test_an_email_has_one_digest_however_it_is_typed():
    assert OURS.email(" Owner@Shine.test ") == OURS.email(ADDRESS)


def test_a_digest_cannot_be_made_without_the_key():
    assert KeyedDigests(Keys("another key")).email(ADDRESS) != OURS.email(ADDRESS)


def test_digests_of_different_purposes_differ():
    assert OURS.email(ADDRESS) != OURS.source(ADDRESS)


def test_a_digest_shows_nothing_of_the_email():
    assert "owner" not in OURS.email(ADDRESS)
    assert OURS.email(ADDRESS).startswith(OURS.email_prefix)


def test_an_email_is_found_by_the_key_before():
    rotated = KeyedDigests(Keys("the next key", ["a secret key"]))
    assert rotated.email(ADDRESS) != OURS.email(ADDRESS)
    assert rotated.email_forms(ADDRESS)[0] == rotated.email(ADDRESS)
    assert OURS.email(ADDRESS) in rotated.email_forms(ADDRESS)


def test_an_email_is_found_by_the_digest_of_a_release_before_key_ids():
    message = f"tenants-email:{ADDRESS}".encode()
    before = hmac.new(b"a secret key", message, hashlib.sha256).hexdigest()
    assert before in OURS.email_forms(ADDRESS)
