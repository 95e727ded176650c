"""What the documents point at is there: files, folders and headings."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("README*.md"),
        *(ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CODE_OF_CONDUCT.md")),
    ]
)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?:\]\(|<img src=\")([^)\"\s]+)")
FILE = re.compile(r"[\w.@-][\w./@-]*\.(?:py|pyi|ts|mts|mjs|vue|toml|json|md|html|css|png|sh|po)")
FOLDER = re.compile(r"[\w.@-][\w./@-]*/")
# A path is said from the root, or from where the reader is already.
FROM = ("", "src/voltbay/", "client/", "client/src/")
ABOUT = {"recognition.md": ("src/voltbay/recognition/", "src/voltbay/recognition/reading/")}
# Made by a build, by running, or from a browser's store: never in the tree.
MADE = (
    "client/dist/",
    "var/",
    "node_modules/",
    ".venv/",
    "data.json",
    "data.html",
    "about.json",
    "erasures.json",
)


@cache
def tree() -> frozenset[str]:
    """Return every file of the tree and every folder, without a slash at its end."""
    ours = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(ours, cwd=ROOT, check=True, capture_output=True, text=True)
    files = [Path(name) for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    return frozenset({str(each) for file in files for each in (file, *file.parents[:-1])})


def is_there(named: str, *, page: str = "") -> bool:
    """Tell whether a path is one of the tree's; a bare file's name may stand in any folder."""
    path = named.rstrip("/")
    if any(f"{start}{path}" in tree() for start in (*FROM, *ABOUT.get(page, ()))):
        return True
    return "/" not in named and any(name.endswith(f"/{path}") for name in tree())


def paths_in(page: Path) -> list[str]:
    """Return the files and folders that a page names in backticks."""
    words = TICKED.findall(FENCE.sub("", page.read_text()))
    return [
        word
        for word in words
        if (FILE.fullmatch(word) or FOLDER.fullmatch(word)) and not word.startswith(MADE)
    ]


def links_in(page: Path) -> list[str]:
    """Return what a page links to within the tree."""
    found = LINK.findall(FENCE.sub("", page.read_text()))
    return [link for link in found if not link.startswith(("http:", "https:", "mailto:"))]


def headings_of(page: Path) -> set[str]:
    """Return the anchors that a page's headings get."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def is_dead(link: str, *, page: Path) -> bool:
    """Tell whether a link leads nowhere."""
    path, _, anchor = link.partition("#")
    there = (page.parent / path).resolve() if path else page
    if not there.exists() or not there.is_relative_to(ROOT):
        return True
    return bool(anchor) and anchor not in headings_of(there)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_path_that_is_named_exists(page: Path):
    assert [path for path in paths_in(page) if not is_there(path, page=page.name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_somewhere(page: Path):
    assert [link for link in links_in(page) if is_dead(link, page=page)] == []


def test_dead_paths_and_links_are_noticed(tmp_path: Path):
    page = ROOT / "docs/tour.md"

    assert is_there("bookings/move.py")
    assert not is_there("bookings/walk.py")
    assert is_dead("walk.md", page=page)
    assert is_dead("operations.md#never-said", page=page)
    assert not is_dead("operations.md#staff", page=page)


def test_pages_name_paths():
    assert len(paths_in(ROOT / "docs/documents.md")) > 5
    assert len(links_in(ROOT / "docs/tour.md")) > 20
