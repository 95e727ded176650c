"""The chapter's blocks of commands, each with the machines that it is typed on."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MACHINES = {"volt1": "10.77.0.11", "volt2": "10.77.0.12", "volt3": "10.77.0.13"}
BEGINS = "## From nothing to serving on three machines"
NEW_VERSION = "### A new version"
TO_ANY, BACK_TO = "### To any instant", "### Back to an instant"
BLOCK = re.compile(r"^\*\*On ([^*]+):\*\* (.+)\n\n((?:    .*\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """Lines that are typed into one shell, on each of some machines."""

    machines: tuple[str, ...]
    says: str
    lines: tuple[str, ...]
    in_turn: bool = False  # on one machine after the other, not on all at once


def chapter() -> str:
    """Return the chapter's text."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return text.split(BEGINS, 1)[1].split("\n## ", 1)[0]


def first_time() -> list[Block]:
    """Return what is typed until it serves."""
    return blocks(chapter().split(NEW_VERSION)[0])


def new_version() -> list[Block]:
    """Return what is typed for a new version."""
    return blocks(below(NEW_VERSION))


def to_any_instant() -> list[Block]:
    """Return what is typed to have the database's log kept."""
    return blocks(below(TO_ANY))


def back_to_an_instant() -> list[Block]:
    """Return what is typed to go back."""
    return blocks(below(BACK_TO))


def below(heading: str) -> str:
    """Return the text of one section of the chapter."""
    return chapter().split(f"{heading}\n", 1)[1].split("\n### ", 1)[0]


def blocks(text: str) -> list[Block]:
    """Read the blocks of a text."""
    return [
        Block(
            tuple(MACHINES) if where.startswith("each") else (where,),
            says,
            tuple(line[4:] for line in lines.splitlines()),
            in_turn="one after the other" in where,
        )
        for where, says, lines in BLOCK.findall(text)
    ]
