from services.tenants.digests import KeyedDigests

OURS = KeyedDigests("a secret key")


def test_an_email_has_one_digest_however_it_is_typed():
    assert OURS.email(" Owner@Shine.test ") == OURS.email("owner@shine.test")


def test_a_digest_cannot_be_made_without_the_key():
    assert KeyedDigests("another key").email("owner@shine.test") != OURS.email("owner@shine.test")


def test_digests_of_different_purposes_differ():
    same = "owner@shine.test"
    assert len({OURS.email(same), OURS.source(same), OURS.password(same)}) == 3


def test_a_digest_shows_nothing_of_the_email():
    assert "owner" not in OURS.email("owner@shine.test")
    assert len(OURS.email("owner@shine.test")) == 64
