"""A file of keys is changed whole, and never loses the key in use."""

from datetime import date
from pathlib import Path

import pytest

from voltbay.core.key_list import read_entries, read_key, read_signing_keys
from voltbay.removals.receipts.signing import public_half
from voltbay.server.keys import key_file

DAY = date(2026, 11, 27)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "sealing.keys"
    key_file.make(file, today=date(2025, 1, 1))
    return file


def ids(path: Path) -> list[str]:
    return list(read_entries(path.read_text()))


def test_a_new_file_is_its_owners_alone(path: Path):
    assert path.stat().st_mode & 0o777 == 0o600
    assert ids(path) == ["2025-01-01"]


def test_a_file_that_is_there_is_not_made_again(path: Path):
    with pytest.raises(FileExistsError):
        key_file.make(path, today=DAY)


def test_an_added_key_opens_before_it_seals(path: Path):
    key_file.add(path, today=DAY)

    assert ids(path) == ["2025-01-01", "2026-11-27"]


def test_the_key_to_use_goes_first(path: Path):
    key_file.use(path, key_file.add(path, today=DAY))

    assert ids(path) == ["2026-11-27", "2025-01-01"]


def test_a_second_key_of_a_day_has_a_name_of_its_own(path: Path):
    key_file.add_first(path, today=DAY)
    key_file.add_first(path, today=DAY)

    assert ids(path) == ["2026-11-27b", "2026-11-27", "2025-01-01"]


def test_the_key_in_use_stays(path: Path):
    with pytest.raises(key_file.NoSuchKey):
        key_file.remove(path, "2025-01-01")


def test_the_mode_of_the_file_stays(path: Path):
    path.chmod(0o640)

    key_file.add(path, today=DAY)

    assert path.stat().st_mode & 0o777 == 0o640


def test_of_a_signing_key_the_half_that_verifies_stays(path: Path):
    seed = read_key(read_entries(path.read_text())["2025-01-01"])
    key_file.add_first(path, today=DAY)

    key_file.leave_public_half(path, "2025-01-01")

    keys = read_signing_keys(path.read_text())
    assert list(keys.seeds) == ["2026-11-27"]
    assert keys.public == {"2025-01-01": public_half(seed)}
    with pytest.raises(key_file.NoSuchKey):  # a public half signs nothing
        key_file.use(path, "2025-01-01")
