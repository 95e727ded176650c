"""What is played beside the three machines."""

from pathlib import Path

import pytest

from scripts.three_machines.beside import at_instant, copy, edit, is_copied
from scripts.three_machines.chapter import back_to_an_instant, first_time, to_any_instant
from scripts.three_machines.machines import Machine


@pytest.fixture
def machines(tmp_path: Path) -> dict[str, Machine]:
    found = {}
    for name in ("volt1", "volt2"):
        (tmp_path / name / "etc").mkdir(parents=True)
        found[name] = Machine(name, leader=0, files=tmp_path / name)
    return found


def test_lines_that_copy_stand_alone_in_their_block():
    scripts = ["\n".join(block.lines) for block in (*first_time(), *to_any_instant())]
    copying = [script for script in scripts if "scp " in script]

    assert len(copying) == 3
    assert all(is_copied(script) for script in copying)


def test_a_copy_keeps_modes(machines: dict[str, Machine]):
    secret = machines["volt1"].files / "etc/voltbay/secret"
    secret.parent.mkdir()
    secret.write_text("x")
    secret.chmod(0o640)

    copy("scp -pr /etc/voltbay volt2:/etc/", machines["volt1"], machines)

    there = machines["volt2"].files / "etc/voltbay/secret"
    assert (there.read_text(), there.stat().st_mode & 0o777) == ("x", 0o640)


def test_a_setting_is_replaced_or_added(machines: dict[str, Machine]):
    file = machines["volt1"].files / "etc/voltbay/environment"
    file.parent.mkdir()
    file.write_text("# A=\nA=1\nAB=2\n")

    edit(machines["volt1"], {"A": r"'\1'", "C": "3"})

    assert file.read_text() == "# A=\nA='\\1'\nAB=2\nC=3\n"


def test_the_instant_is_replaced_in_one_line_of_the_chapter():
    before = ["\n".join(block.lines) for block in back_to_an_instant()]

    after = [at_instant(script, "2026-04-07 09:00:00+00") for script in before]

    changed = [new for old, new in zip(before, after, strict=True) if new != old]
    assert len(changed) == 1
    assert "instant='2026-04-07 09:00:00+00'\n" in changed[0]
