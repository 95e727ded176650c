"""What `make bare-machine` follows is what docs/operations.md says."""

import shlex

from scripts.bare_machine import ROOT, documented
from voltbay.server.cli import _parser


def test_the_lines_for_a_bare_machine_are_commands_that_there_are():
    lines = documented()
    ours = [
        shlex.split(line.split("|")[0], comments=True)[1:] for line in lines if "voltbay " in line
    ]

    assert [words[0] for words in ours] == ["backup", "restore", "keys", "doctor", "quarantine"]
    for words in ours:
        given = [word for word in words if not word.startswith((">", "old.env"))]
        assert callable(_parser().parse_args(given).run)
    assert lines[0] == "python3 scripts/setup.py app"
    assert (ROOT / "scripts" / "setup.py").is_file()
