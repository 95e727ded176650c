"""Taking a database back to the first release, so that all that landed since is before it again.

`python -m bench.first_release` does so and prints, as JSON, why each migration stays that cannot be
taken back.
"""

import json
from typing import TYPE_CHECKING

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scripts.migrations import is_later

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.graph import MigrationGraph


def go_back() -> dict[str, str]:
    """Take back what landed after it, and return what stays, with the reason. Nobody may book."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    whole = executor.migration_plan(graph.leaf_nodes(), clean_start=True)
    later = [migration for migration, _ in whole if is_later(migration)]
    kept = staying(later, graph)
    back = [(each, True) for each in reversed(later) if name_of(each) not in kept]
    executor.migrate(graph.leaf_nodes(), plan=back)
    return kept


def name_of(migration: "Migration") -> str:
    """Return it as people name it."""
    return f"{migration.app_label}.{migration.name}"


def staying(later: "list[Migration]", graph: "MigrationGraph") -> dict[str, str]:
    """Return which of these cannot be taken back, and why."""
    found: dict[str, str] = {}
    for migration in later:
        lasting = [each.describe() for each in migration.operations if not each.reversible]
        if lasting:
            needed = graph.forwards_plan((migration.app_label, migration.name))
            names = [".".join(key) for key in needed if ".".join(key) in map(name_of, later)]
            found = dict.fromkeys(names, f"{name_of(migration)} needs it") | found
            found[name_of(migration)] = f"no way back: {'; '.join(lasting)}"
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(go_back()))
