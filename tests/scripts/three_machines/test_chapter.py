"""What `make three-machines` types is what docs/operations.md says."""

import re
import subprocess

from scripts.three_machines.chapter import (
    MACHINES,
    Block,
    blocks,
    chapter,
    first_time,
    new_version,
)
from voltbay.server.cli import _parser


def test_a_block_knows_its_machines_and_its_lines():
    text = "**On volt2:** it runs.\n\n    date   # now\n\n**On each:** again.\n\n    a\n    b\n"

    assert blocks(text) == [
        Block(("volt2",), "it runs.", ("date   # now",)),
        Block(tuple(MACHINES), "again.", ("a", "b")),
    ]


def test_every_line_of_the_chapter_is_typed():
    typed = [line for block in (*first_time(), *new_version()) for line in block.lines]
    said = [line[4:] for line in chapter().splitlines() if line.startswith("    ")]

    assert len(typed) > 60
    assert typed == said


def test_a_shell_takes_every_block():
    for block in (*first_time(), *new_version()):
        script = "\n".join(block.lines)

        done = subprocess.run(["bash", "-n"], input=script, text=True, check=False)

        assert done.returncode == 0, block.says


def test_what_the_chapter_asks_of_voltbay_is_there():
    typed = "\n".join(line for block in first_time() for line in block.lines)
    asked = re.findall(r"^voltbay (?!manage)(.+)$", typed, re.MULTILINE)

    assert len(asked) == 3
    assert all(callable(_parser().parse_args(words.split()).run) for words in asked)


def test_a_new_version_begins_with_the_tables():
    last = [block.says for block in new_version()]

    assert "tables" in last[1]
    assert "programs" in last[2]
