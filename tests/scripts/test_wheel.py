"""A release: the wheel with the client in it, and what stands beside it."""

import hashlib
import zipfile
from pathlib import Path

from scripts.wheel import ROOT, build


def a_tree(folder: Path) -> Path:
    """Make a tree of Voltbay with a client of one page."""
    tree = folder / "tree"
    for name in ("pyproject.toml", "README.md", "LICENSE", "src", "scripts", "deploy"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).symlink_to(ROOT / name)
    (tree / "requirements").symlink_to(ROOT / "requirements")
    built = tree / "client/dist/build/h5"
    built.mkdir(parents=True)
    (built / "index.html").write_text("<title>owners</title>")
    return tree


def test_a_release_holds_the_client_and_tells_of_each_file(tmp_path: Path):
    release = tmp_path / "release"

    wheel = build(release, a_tree(tmp_path))

    with zipfile.ZipFile(wheel) as files:
        assert files.read("voltbay/client/index.html") == b"<title>owners</title>"
        assert "voltbay/server/cli.py" in files.namelist()
    told = dict(
        line.split("  ")[::-1] for line in (release / "SHA256SUMS").read_text().splitlines()
    )
    assert {wheel.name, "requirements.txt", "patroni.txt", "deploy/install.sh"} <= told.keys()
    assert told[wheel.name] == hashlib.sha256(wheel.read_bytes()).hexdigest()
