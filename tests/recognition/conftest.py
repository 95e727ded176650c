"""Every test of documents has a photo folder of its own."""

from pathlib import Path

import pytest

from tests.documents import photos_setting


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.STORAGES = photos_setting(tmp_path / "photos")
    return tmp_path / "photos"
