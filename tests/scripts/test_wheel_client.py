"""What hatchling is told of the client."""

from pathlib import Path

import pytest

from scripts.wheel_client import BUILT, WITHIN, ClientHook


def hook(tree: Path) -> ClientHook:
    return ClientHook(str(tree), {}, None, None, str(tree), "wheel")


def test_a_wheel_gets_the_built_client(tmp_path: Path):
    (tmp_path / BUILT).mkdir(parents=True)
    (tmp_path / BUILT / "index.html").touch()
    told = {"force_include": {}}

    hook(tmp_path).initialize("standard", told)

    assert told == {"force_include": {str(tmp_path / BUILT): WITHIN}}


def test_no_wheel_is_made_without_it(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="make wheel"):
        hook(tmp_path).initialize("standard", {"force_include": {}})


def test_an_environment_that_runs_from_the_tree_needs_none(tmp_path: Path):
    told = {"force_include": {}}

    hook(tmp_path).initialize("editable", told)

    assert told == {"force_include": {}}
