"""What `make three-machines` types is what docs/operations.md says."""

import re
import shlex
import subprocess

from scripts.three_machines.chapter import (
    MACHINES,
    Block,
    back_to_an_instant,
    blocks,
    chapter,
    first_time,
    new_version,
    to_any_instant,
)
from voltbay.server.cli import _parser


def all_of_it() -> list[Block]:
    return [*first_time(), *new_version(), *to_any_instant(), *back_to_an_instant()]


def test_a_block_knows_its_machines_and_its_lines():
    text = "**On volt2:** it runs.\n\n    date   # now\n\n**On each:** again.\n\n    a\n    b\n"

    assert blocks(text) == [
        Block(("volt2",), "it runs.", ("date   # now",)),
        Block(tuple(MACHINES), "again.", ("a", "b")),
    ]


def test_every_line_of_the_chapter_is_typed():
    typed = [line for block in all_of_it() for line in block.lines]
    said = [line[4:] for line in chapter().splitlines() if line.startswith("    ")]

    assert len(typed) > 100
    assert typed == said


def test_a_shell_takes_every_block():
    for block in all_of_it():
        script = "\n".join(block.lines)

        done = subprocess.run(["bash", "-n"], input=script, text=True, check=False)

        assert done.returncode == 0, block.says


def test_what_the_chapter_asks_of_voltbay_is_there():
    typed = "\n".join(line for block in all_of_it() for line in block.lines)
    asked = re.findall(r"^voltbay (?!manage)(.+)$", typed, re.MULTILINE)

    assert len(asked) == 6
    assert all(callable(_parser().parse_args(shlex.split(words)).run) for words in asked)


def test_a_new_version_begins_with_the_tables():
    last = [block.says for block in new_version()]

    assert "tables" in last[1]
    assert "programs" in last[2]
