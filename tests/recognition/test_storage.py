import errno
import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from voltbay.recognition.storage import ROOM, AtomicFolder, Look


class FullDisk(AtomicFolder):
    """A folder whose disk runs full after half of the file."""

    def _write(self, part: Path, content: bytes) -> None:
        part.write_bytes(content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")


class With(AtomicFolder):
    """A folder whose disk has so much room left."""

    def __init__(self, free: int | None, **where: Path) -> None:
        super().__init__(**where)
        self.free = free

    def free_bytes(self) -> int | None:
        return self.free


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_arrives_whole_and_only_for_us(tmp_path):
    AtomicFolder(location=tmp_path).save("2026/04/07/one", ContentFile(b"sealed"))

    (stored,) = files_in(tmp_path)
    assert stored.read_bytes() == b"sealed"
    assert stored.stat().st_mode & 0o777 == 0o600
    assert stored.parent.stat().st_mode & 0o777 == 0o700


def test_nobody_else_enters_the_folder(tmp_path):
    AtomicFolder(location=tmp_path / "photos").save("2026/04/07/one", ContentFile(b"sealed"))

    assert (tmp_path / "photos").stat().st_mode & 0o777 == 0o700


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    with pytest.raises(OSError, match="No space left"):
        FullDisk(location=tmp_path).save("2026/04/07/one", ContentFile(b"sealed"))

    assert files_in(tmp_path) == []


def test_a_folder_answers_while_there_is_room_for_some_photos(tmp_path):
    free = AtomicFolder(location=tmp_path / "photos").free_bytes()
    assert free
    assert abs(free - shutil.disk_usage(tmp_path).free) < ROOM  # others write meanwhile

    assert With(ROOM, location=tmp_path).look().answers
    assert With(ROOM - 1, location=tmp_path).look() == Look(answers=False, free=ROOM - 1)
    assert not With(None, location=tmp_path).look().answers  # a disk that does not even tell


def test_a_file_outside_the_folder_is_refused(tmp_path):
    with pytest.raises(Exception, match="path traversal"):
        AtomicFolder(location=tmp_path).save("../one", ContentFile(b"sealed"))


def test_a_file_is_replaced_in_one_step(tmp_path):
    folder = AtomicFolder(location=tmp_path)
    folder.save("a", ContentFile(b"before"))

    assert folder.replace("a", b"after")

    assert [path.read_bytes() for path in files_in(tmp_path)] == [b"after"]


def test_what_was_erased_meanwhile_is_not_brought_back(tmp_path):
    folder = AtomicFolder(location=tmp_path)

    assert not folder.replace("gone", b"after")

    assert files_in(tmp_path) == []
