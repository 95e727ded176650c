"""Tests stand where what they test stands, so that both are found by one name."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
SOURCES = ROOT / "src" / "voltbay"
# What is no package's: how people use all of them, and what holds for all of them.
ACROSS = {"architecture", "browser", "journeys", "races"}
BESIDE = {"attack", "bench", "scripts"}  # at the root
EXCEPT = {
    "bookings/owner/test_foreign_owners.py": "follows drawn cards from the photo to the booking",
    "bookings/test_guard.py": "what the database alone refuses: written in a migration",
    "removals/test_guard.py": "likewise",
    "console/bookings/test_fits.py": "one car through review, day and move",
    "console/test_cost.py": "holds every page of the console",
    "console/test_language.py": "holds every text of the console",
    "heartbeats/test_jobs_by_index.py": "how PostgreSQL plans: set in a migration",
    "recognition/reading/test_third_kind.py": "that a further kind of document is one file",
    "recognition/test_worker.py": "real workers with the real engine",
    "removals/work/test_removal.py": "follows one car through every step",
    "retention/test_year.py": "a year of one owner through every package",
    "server/postgres/test_pgbouncer.py": "books through PgBouncer",
    "server/postgres/test_standby.py": "freezes, kills and promotes servers",
    "server/postgres/test_vanished.py": "pulls the cable of a host",
    "server/postgres/test_point_in_time.py": "follows what docs/operations.md says of a recovery",
    "slots/test_publish_anything.py": "random days of publish.py, beside its cases",
}


def mirrored() -> list[Path]:
    """Return the test files that stand under a package's name, seen from `tests`."""
    found = [path.relative_to(TESTS) for path in TESTS.rglob("test_*.py")]
    return sorted(path for path in found if path.parts[0] not in ACROSS)


def source_of(test: Path) -> Path:
    """Return what a test file is named after, less its ending: a module or a room."""
    beside = ROOT if test.parts[0] in BESIDE else SOURCES
    return beside / test.parent / test.stem.removeprefix("test_")


def has_source(test: Path) -> bool:
    """Tell whether that is there."""
    source = source_of(test)
    return source.with_suffix(".py").is_file() or source.is_dir()


def test_each_folder_of_tests_is_one_of_the_sources():
    folders = {test.parent for test in mirrored()}

    assert len(folders) > 20
    assert [str(each) for each in folders if not source_of(each / "test_x").parent.is_dir()] == []


def test_each_file_of_tests_is_named_after_what_it_tests():
    lost = [str(test) for test in mirrored() if not has_source(test)]

    assert sorted(set(lost) - set(EXCEPT)) == []


def test_what_is_excepted_still_needs_it():
    lost = {str(test) for test in mirrored() if not has_source(test)}

    assert sorted(set(EXCEPT) - lost) == []
