"""Taking a database back to the first release, so that all that landed since is before it again.

`python -m bench.first_release` does so and prints, as JSON, why each migration stays that cannot be
taken back.
"""

import json
from typing import TYPE_CHECKING

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scripts.migrations import later

if TYPE_CHECKING:
    from django.db.migrations import Migration
    from django.db.migrations.graph import MigrationGraph


def go_back() -> dict[str, str]:
    """Take back what landed after it, and return what stays, with the reason. Nobody may book."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    whole = executor.migration_plan(graph.leaf_nodes(), clean_start=True)
    landed_since = later(migration for migration, _ in whole)
    kept = staying(landed_since, graph)
    back = [(each, True) for each in reversed(landed_since) if str(each) not in kept]
    executor.migrate(graph.leaf_nodes(), plan=back)
    return kept


def staying(migrations: "list[Migration]", graph: "MigrationGraph") -> dict[str, str]:
    """Return which of these cannot be taken back, and why."""
    found: dict[str, str] = {}
    every = {str(migration) for migration in migrations}
    for migration in migrations:
        lasting = [each.describe() for each in migration.operations if not each.reversible]
        if lasting:
            needed = graph.forwards_plan((migration.app_label, migration.name))
            names = [name for name in map(".".join, needed) if name in every]
            found = dict.fromkeys(names, f"{migration} needs it") | found
            found[str(migration)] = f"no way back: {'; '.join(lasting)}"
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(go_back()))
