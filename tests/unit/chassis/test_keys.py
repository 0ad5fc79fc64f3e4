import hashlib
import hmac

import pytest

from chassis.fingerprints import Fingerprints
from chassis.keys import Keys, are_equal

OLD, NEW = "the secret key that was", "the secret key that is"
PURPOSE, OTHER = "tests/one", "tests/other"


def rfc5869(secret, info, length):
    """HKDF-SHA256 with no salt, written from RFC 5869, sections 2.2 and 2.3."""
    pseudorandom = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    found = block = b""
    for number in range(1, 9):
        block = hmac.new(pseudorandom, block + info + bytes([number]), hashlib.sha256).digest()
        found += block
    return found[:length]


def test_a_key_is_hkdf_of_the_secret_key_for_its_purpose():
    key = Keys(NEW).for_purpose(PURPOSE).current
    assert key.secret == rfc5869(NEW.encode(), b"servicepro/1/key/tests/one", 32)
    assert bytes.fromhex(key.id) == rfc5869(NEW.encode(), b"servicepro/1/id", 6)


def test_each_purpose_and_each_secret_key_has_a_key_of_its_own():
    keys = [Keys(secret).for_purpose(p).current for secret in (OLD, NEW) for p in (PURPOSE, OTHER)]
    assert len({key.secret for key in keys}) == 4
    assert [key.id for key in keys] == [keys[0].id, keys[0].id, keys[2].id, keys[2].id]
    assert keys[0].id != keys[2].id


def test_a_tag_is_of_its_message_its_purpose_and_its_key():
    ours = Keys(NEW).for_purpose(PURPOSE)
    tag = ours.tag(b"message")
    assert ours.is_tag_of(b"message", tag)
    assert not ours.is_tag_of(b"another", tag)
    assert not Keys(NEW).for_purpose(OTHER).is_tag_of(b"message", tag)
    assert not Keys(OLD).for_purpose(PURPOSE).is_tag_of(b"message", tag)


@pytest.mark.parametrize("tag", ["", ".", "x", "é.é", "\ud800.x", "a" * 5000])
def test_nonsense_is_no_tag(tag):
    assert not Keys(NEW).for_purpose(PURPOSE).is_tag_of(b"message", tag)


def test_a_tag_without_its_key_id_is_no_tag():
    ours = Keys(NEW).for_purpose(PURPOSE)
    assert not ours.is_tag_of(b"message", ours.current.digest(b"message"))
    assert not ours.is_tag_of(b"message", "." + ours.current.digest(b"message"))


def test_during_a_rotation_both_keys_verify_and_the_new_one_signs():
    before, after = Keys(OLD).for_purpose(PURPOSE), Keys(NEW).for_purpose(PURPOSE)
    rotating = Keys(NEW, [OLD]).for_purpose(PURPOSE)
    assert rotating.is_tag_of(b"message", before.tag(b"message"))
    assert rotating.tag(b"message") == after.tag(b"message")
    assert not after.is_tag_of(b"message", before.tag(b"message"))


def test_a_fingerprint_is_recognized_under_the_key_before():
    values, same = {"a": 1, "b": [2]}, {"b": [2], "a": 1}
    before = Fingerprints(Keys(OLD).for_purpose(PURPOSE)).of(values)
    rotating = Fingerprints(Keys(NEW, [OLD]).for_purpose(PURPOSE))
    assert before in rotating.accepted(same)
    assert rotating.of(values) == rotating.accepted(same)[0]
    assert before not in rotating.accepted({"a": 1, "b": [3]})


def test_keys_show_no_secret():
    keys = Keys(NEW, [OLD])
    for shown in (repr(keys), repr(keys.for_purpose(PURPOSE).current)):
        assert "secret" not in shown
        assert keys.for_purpose(PURPOSE).current.secret.hex() not in shown


def test_any_text_can_be_compared():
    assert are_equal("é\ud800", "é\ud800")
    assert not are_equal("é", "e")
