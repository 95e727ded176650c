"""A catalogue says each thing once."""

from pathlib import Path

import pytest

from scripts.messages import compiled


def test_what_is_said_twice_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text('msgid "Agreed"\nmsgstr "约定金额"\n\nmsgid "Agreed"\nmsgstr "约定时间"\n')

    with pytest.raises(ValueError, match="'Agreed'"):
        compiled(source)
