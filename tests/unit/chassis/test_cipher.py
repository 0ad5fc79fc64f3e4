import pytest
from cryptography.fernet import Fernet

from chassis.cipher import Cipher, CipherError, last4

KEY, NEW_KEY = (Fernet.generate_key().decode() for _ in range(2))


def test_what_is_encrypted_can_be_read_and_does_not_show():
    encrypted = Cipher([KEY]).encrypt("12-3456789")
    assert b"3456789" not in encrypted
    assert Cipher([KEY]).decrypt(encrypted) == "12-3456789"
    assert Cipher([KEY]).decrypt(memoryview(encrypted)) == "12-3456789"


def test_old_values_stay_readable_after_a_new_key_is_put_in_front():
    old = Cipher([KEY]).encrypt("a")
    rotated = Cipher([NEW_KEY, KEY])
    assert rotated.decrypt(old) == "a"
    assert Cipher([NEW_KEY]).decrypt(rotated.encrypt("b")) == "b"


def test_a_missing_key_is_a_sentence():
    with pytest.raises(CipherError, match="ENCRYPTION_KEY lacks the key"):
        Cipher([NEW_KEY]).decrypt(Cipher([KEY]).encrypt("a"))


@pytest.mark.parametrize(
    ("text", "shown"), [("12-3456789", "6789"), ("12345", "2345"), ("1234", ""), ("", "")]
)
def test_the_last_four_are_shown_of_long_values_only(text, shown):
    assert last4(text) == shown
