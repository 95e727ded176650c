"""Tables in docs/performance.md."""

from pathlib import Path

import pytest

from scripts.cluster.drain import COMMAND
from scripts.cluster.report import BEGINS, ENDS, replaced, write

PAGE = "before\n<!-- a: written by `make x` -->\nold\n<!-- a ends -->\nafter\n"


def test_what_stands_between_the_marks_is_replaced():
    text = replaced(PAGE, "a", "make x", "new")

    assert text == PAGE.replace("old", "\nnew\n")
    assert replaced(text, "a", "make x", "new") == text


def test_a_page_without_the_marks_is_refused():
    with pytest.raises(ValueError, match="is not there"):
        replaced("nothing", "a", "make x", "new")


def test_a_file_is_written(tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text(PAGE)

    write(page, "a", "make x", "new")

    assert "new" in page.read_text()


def test_the_page_has_the_marks_of_the_trial():
    page = (Path(__file__).parents[3] / "docs" / "performance.md").read_text()

    for name in ("faults", "judged"):
        assert BEGINS.format(name=name, command="make cluster-test") in page
        assert ENDS.format(name=name) in page
    assert BEGINS.format(name="drain", command=COMMAND) in page
    assert ENDS.format(name="drain") in page
