"""What commands say to whoever runs Voltbay, in Chinese or English: one TOML file a command."""

import os
import tomllib
from functools import cache
from importlib.resources import files

from voltbay.core.languages import EN, ZH

NAMES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order in which POSIX has them count


def language_of_terminal() -> str:
    """Return English for whoever has it set for this terminal, otherwise Chinese."""
    set_to = next((os.environ[name] for name in NAMES if os.environ.get(name)), "")
    return EN if set_to.lower().startswith("en") else ZH


def say(about: str, what: str, language: str, /, **gaps: object) -> str:
    """Return a sentence of a command. Raises KeyError if there is none: a test asks for all."""
    return _words(about)[what][language].format(**gaps)


@cache
def _words(about: str) -> dict[str, dict[str, str]]:
    path = files("voltbay.server").joinpath("words", f"{about}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
