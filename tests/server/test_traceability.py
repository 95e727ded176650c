"""The command line writes a year of reports and proves it."""

import pytest

from tests.traceability.conftest import bob as bob  # fixtures
from tests.traceability.conftest import outlet as outlet
from tests.traceability.conftest import pack as pack
from tests.traceability.conftest import report
from tests.traceability.conftest import service as service
from tests.traceability.conftest import slots as slots
from voltbay.server.traceability import archive, verify

CODE = "91310115MA1TEKT19B"


@pytest.fixture
def file(outlet, pack, bob, tmp_path):
    report(outlet, bob)
    archive(CODE, 2026, to=tmp_path)
    return next(tmp_path.iterdir())


def told(capsys):
    return capsys.readouterr().out


def test_a_year_is_written_and_proved(outlet, pack, bob, tmp_path, capsys):
    report(outlet, bob)
    archive(CODE, 2026, to=tmp_path)
    (file,) = tmp_path.iterdir()
    assert "1 rows, SHA-256" in told(capsys)

    verify(file)
    verify(None)

    said = told(capsys)
    assert "2026: 1 rows, all as they were reported" in said


def test_the_altered_row_is_named_and_the_exit_says_so(file, capsys):
    file.write_bytes(file.read_bytes().replace(b"2026-04-08", b"2026-04-09"))

    with pytest.raises(SystemExit) as ended:
        verify(file)

    assert ended.value.code == 1
    assert "row 1 was altered" in capsys.readouterr().out


def test_what_cannot_be_done_is_told_in_a_sentence(file, tmp_path):
    with pytest.raises(SystemExit, match="no company has the credit code"):
        archive("91110000101623741K", 2026, to=tmp_path)
    with pytest.raises(SystemExit, match="reported nothing in 2025"):
        archive(CODE, 2025, to=tmp_path)
    with pytest.raises(SystemExit, match="cannot be read"):
        verify(tmp_path / "none.jsonl")
