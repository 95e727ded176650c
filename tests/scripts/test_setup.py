"""Setting up: what is done again, and what is not."""

import importlib.util
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
spec = importlib.util.spec_from_file_location("voltbay_setup", ROOT / "scripts" / "setup.py")
setup = importlib.util.module_from_spec(spec)
spec.loader.exec_module(setup)


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    (tmp_path / "lock.txt").write_text("one")
    return [tmp_path / "lock.txt"]


def test_what_is_up_to_date_is_not_made_again(tmp_path: Path, sources: list[Path]):
    made = []
    for _ in range(2):
        setup.with_stamp(tmp_path / "stamp", sources, lambda: made.append(1))

    assert made == [1]


def test_a_changed_source_makes_it_again(tmp_path: Path, sources: list[Path]):
    made = []
    setup.with_stamp(tmp_path / "stamp", sources, lambda: made.append(1))
    sources[0].write_text("two")

    setup.with_stamp(tmp_path / "stamp", sources, lambda: made.append(2))

    assert made == [1, 2]


def test_what_failed_is_tried_again(tmp_path: Path, sources: list[Path]):
    def fail() -> None:
        raise SystemExit("failed")

    with pytest.raises(SystemExit):
        setup.with_stamp(tmp_path / "stamp", sources, fail)

    assert not (tmp_path / "stamp").exists()


def test_a_taken_port_is_found_out_before_anything_is_set_up():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(SystemExit, match="make demo PORT="):
            setup.port(str(other.getsockname()[1]))
