"""Keys in a file: a change is seen by whoever runs, and a broken file stops nobody."""

from pathlib import Path

import pytest

from voltbay.core.key_list import KeyMalformed, write_entries, write_key
from voltbay.core.keys import FileOfKeys, keyring, signing_keys

OLD, NEW = write_key(b"o" * 32), write_key(b"n" * 32)


@pytest.fixture
def key_list(tmp_path: Path, settings) -> Path:
    path = tmp_path / "sealing.keys"
    path.write_text(write_entries({"2025a": OLD}))
    settings.VOLTBAY_SEALING_KEYS_FILE = str(path)
    return path


def test_a_new_first_key_seals_from_the_next_value_on(key_list: Path):
    before = keyring().seal(b"x", purpose="p")

    key_list.write_text(write_entries({"2026a": NEW, "2025a": OLD}))

    assert keyring().newest == "2026a"
    assert keyring().unseal(before, purpose="p") == b"x"


def test_a_file_that_is_missing_for_a_moment_changes_nothing(key_list: Path):
    keyring()

    key_list.unlink()

    assert keyring().newest == "2025a"


def test_a_file_that_was_broken_changes_nothing(key_list: Path):
    keyring()

    key_list.write_text("2026a:short\n")

    assert keyring().newest == "2025a"


def test_a_file_that_never_was_is_an_error(tmp_path: Path):
    with pytest.raises(OSError, match="No such file"):
        FileOfKeys(tmp_path / "none", str).now()


def test_a_signing_key_may_have_only_its_public_half_left(tmp_path: Path, settings):
    path = tmp_path / "receipt.keys"
    path.write_text(write_entries({"2026a": NEW, "2025a": f"public:{OLD}"}))
    settings.VOLTBAY_RECEIPT_KEY_FILE = str(path)

    assert (list(signing_keys().seeds), list(signing_keys().public)) == (["2026a"], ["2025a"])


def test_a_list_in_which_nothing_signs_is_refused(settings):
    settings.VOLTBAY_RECEIPT_KEY = f"2025a:public:{OLD}"

    with pytest.raises(KeyMalformed, match="a key that signs"):
        signing_keys()
