"""Sealing, keys that rotate, and fingerprints."""

import pytest

from voltbay.core.sealing import Keyring, Unsealable

OLD, NEW, MARK = b"o" * 32, b"n" * 32, b"m" * 32
RING = Keyring(sealing={"2026": NEW, "2025": OLD}, fingerprinting=MARK)
BEFORE = Keyring(sealing={"2025": OLD}, fingerprinting=MARK)
NAME = "阿卜杜拉·买买提".encode()


def test_what_was_sealed_opens_again():
    assert RING.unseal(RING.seal(NAME, purpose="name"), purpose="name") == NAME


def test_equal_values_do_not_look_equal():
    assert RING.seal(NAME, purpose="name") != RING.seal(NAME, purpose="name")


def test_what_an_older_key_sealed_still_opens():
    assert RING.unseal(BEFORE.seal(NAME, purpose="name"), purpose="name") == NAME


def test_the_newest_key_seals():
    sealed = RING.seal(NAME, purpose="name")

    with pytest.raises(Unsealable, match="not in the keyring"):
        BEFORE.unseal(sealed, purpose="name")


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(Unsealable):
        RING.unseal(RING.seal(NAME, purpose="name"), purpose="address")


@pytest.mark.parametrize("position", [0, 3, 8, 20, -1])
def test_an_altered_value_does_not_open(position):
    sealed = bytearray(RING.seal(NAME, purpose="name"))
    sealed[position] ^= 1

    with pytest.raises(Unsealable):
        RING.unseal(bytes(sealed), purpose="name")


def test_an_empty_value_does_not_open():
    with pytest.raises(Unsealable):
        RING.unseal(b"", purpose="name")


def test_fingerprints_find_equal_texts_of_one_purpose():
    phone = RING.fingerprint("13800138000", purpose="phone")

    assert phone == RING.fingerprint("13800138000", purpose="phone")
    assert phone != RING.fingerprint("13800138001", purpose="phone")
    assert phone != RING.fingerprint("13800138000", purpose="plate")


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33])
def test_a_key_of_the_wrong_length_is_refused(key):
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring(sealing={"1": key}, fingerprinting=MARK)


def test_a_keyring_without_a_key_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Keyring(sealing={}, fingerprinting=MARK)
