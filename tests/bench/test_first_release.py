"""What is taken back to the first release, and what stays."""

from django.db.migrations import Migration, RunSQL
from django.db.migrations.graph import MigrationGraph

from bench.first_release import staying


def migrations(*ways_back: str | None) -> tuple[list[Migration], MigrationGraph]:
    """Return migrations that follow each other, each with its way back."""
    graph, found = MigrationGraph(), list[Migration]()
    for number, back in enumerate(ways_back, 1):
        migration = Migration(f"000{number}_cut", "quarry")
        migration.operations = [RunSQL("SELECT 1", back)]
        graph.add_node(("quarry", migration.name), migration)
        if found:
            graph.add_dependency(migration, ("quarry", migration.name), ("quarry", found[-1].name))
        found.append(migration)
    return found, graph


def test_what_has_a_way_back_is_taken_back():
    assert staying(*migrations("SELECT 2", "SELECT 3")) == {}


def test_what_has_none_stays_with_all_that_it_needs():
    kept = staying(*migrations("SELECT 2", None, "SELECT 3"))

    assert kept == {
        "quarry.0001_cut": "quarry.0002_cut needs it",
        "quarry.0002_cut": "no way back: Raw SQL operation",
    }
