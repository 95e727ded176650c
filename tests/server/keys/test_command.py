"""`voltbay keys …`: what people type, and what they are told."""

from datetime import date
from pathlib import Path

import pytest

from voltbay.core.key_list import read_entries
from voltbay.core.keys import signing_keys
from voltbay.removals.receipts.signing import public_keys, sign, verify
from voltbay.server.cli import main
from voltbay.server.keys import key_file


@pytest.fixture
def voltbay(capsys):
    """Return what runs `voltbay keys …` here, and says how it ended and what was said."""

    def run(*arguments: object) -> tuple[int, str]:
        try:
            main(["keys", *map(str, arguments), "--language", "en"])
        except SystemExit as stopped:
            return 1, str(stopped.code)
        return 0, capsys.readouterr().out

    return run


@pytest.fixture
def receipt_keys(settings, tmp_path: Path) -> Path:
    path = tmp_path / "receipt.keys"
    key_file.make(path, today=date(2025, 1, 1))
    settings.VOLTBAY_RECEIPT_KEY_FILE = str(path)
    return path


def test_a_first_file_is_made_and_never_again(tmp_path: Path, voltbay):
    path = tmp_path / "sealing.keys"

    code, said = voltbay("new", path)

    assert code == 0
    assert f"Made the key file {path}" in said
    assert voltbay("new", path)[0] == 1
    assert voltbay("new", tmp_path / "none" / "sealing.keys")[0] == 1


def test_a_key_is_added_and_used_for_several_machines(settings, tmp_path: Path, voltbay):
    path = tmp_path / "sealing.keys"
    key_file.make(path, today=date(2025, 1, 1))
    settings.VOLTBAY_SEALING_KEYS_FILE = str(path)

    voltbay("add")
    (_, added) = read_entries(path.read_text())
    voltbay("use", added)

    assert voltbay("list") == (0, f"{added} (makes what is new)\n2025-01-01 (only reads)\n")
    assert voltbay("use", "2020-01-01")[0] == 1


def test_what_an_old_receipt_key_signed_verifies_without_its_secret_half(receipt_keys, voltbay):
    key_id, signature = sign("a receipt")

    assert voltbay("rotate", "--receipt")[0] == 0
    assert voltbay("remove", key_id, "--receipt")[0] == 0

    assert key_id not in signing_keys().seeds
    assert verify("a receipt", signature, key_id=key_id)
    assert not verify("a receip", signature, key_id=key_id)
    assert sign("another")[0] != key_id
    assert key_id in public_keys()
    assert f"{key_id} (public half, only verifies)" in voltbay("list", "--receipt")[1]


def test_the_receipt_key_in_use_stays(receipt_keys, voltbay):
    assert voltbay("remove", "2025-01-01", "--receipt")[0] == 1


@pytest.mark.django_db
def test_keys_in_the_environment_are_changed_there(voltbay):
    code, said = voltbay("rotate")

    assert code == 1
    assert "VOLTBAY_SEALING_KEYS, which is read only at the start" in said
