"""What a migration may do to a site that serves, and which migrations never change any more.

`python -m scripts.migrations` refuses, in migrations after those of 0.1.0, what would rewrite a
table, fill it or build an index under one lock, or fail the release before, which still runs.
`python -m scripts.migrations land` notes the hashes of those that are new, as soon as they land.

A migration that must do what is refused says why, by the rule's name:

    reasons = {"ban-drop-column": "nothing has read it since 0.3.0"}

squawk judges the SQL that Django writes and that `RunSQL` holds; the rules about operations are
here. What comes from `django_pg_migration_tools`, `Fill` and `KeepByMonth`: these go in parts and
are taken as they are.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:  # they may be named only after Django is set up
    from collections.abc import Iterable

    from django.db.migrations import Migration
    from django.db.migrations.operations.base import Operation
    from django.db.migrations.state import ProjectState

ROOT = Path(__file__).parents[1]
LANDED = ROOT / "scripts" / "landed_migrations.txt"
SQUAWK = Path(sys.executable).with_name("squawk")
OLDEST_POSTGRES = "15"
BASELINE = "0.1.0"  # its migrations meet no data; from then on the rules hold
# Taste; what the command does for all (time-outs); and a constraint that goes, which fails nobody.
LEFT_OUT = (
    "prefer-robust-stmts,prefer-bigint-over-int,prefer-bigint-over-smallint,"
    "prefer-identity,prefer-text-field,prefer-timestamp-tz,prefer-repack,ban-char-field,"
    "require-timeout-settings,ban-drop-constraint"
)
# What squawk has no rule for.
REWRITES = re.compile(
    r"VACUUM \(?FULL|CLUSTER|ALTER TABLE .* SET (UN)?LOGGED|ALTER TABLE .* SET TABLESPACE"
    r"|ALTER TABLE .* SET ACCESS METHOD|ALTER TABLE .* ADD COLUMN \S+ (BIG|SMALL)?SERIAL"
    r"|REINDEX (?!.*CONCURRENTLY)|REFRESH MATERIALIZED VIEW (?!CONCURRENTLY)",
    re.IGNORECASE,
)
# A check that comes with its column is tried on every row, though none has a value yet.
READS = re.compile(
    r"ALTER TABLE .* ADD COLUMN .* CHECK ?\(|ALTER TABLE .* ATTACH PARTITION", re.IGNORECASE
)
# WITH may end in any of them; what DO, SELECT and CALL set going no statement says.
FILLS = re.compile(
    r"(UPDATE|DELETE|INSERT|MERGE|COPY|TRUNCATE|WITH|DO|SELECT|CALL)\b", re.IGNORECASE
)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
# These landed before anything asked the database which indexes Django drops by itself, and are
# never rewritten. Their longest waits: docs/performance.md.
AN_INSTANT = {"require-concurrent-index-deletion": "dropping takes an instant, under lock_timeout"}
LANDED_UNSEEN = {
    "accounts.0003_fewer_indexes": AN_INSTANT,
    "bookings.0004_fewer_indexes": AN_INSTANT,
    "recognition.0003_fewer_indexes": AN_INSTANT,
    "removals.0005_fewer_indexes": AN_INSTANT,
    "slots.0005_fewer_indexes": AN_INSTANT,
    "traceability.0005_fewer_indexes": AN_INSTANT,
}


def problems(migration: "Migration", state: "ProjectState") -> list[str]:
    """Return what is wrong with a migration, carrying the state of the models over it."""
    from voltbay.server.migrate.plan import stage_of

    stage = stage_of(migration, state)
    taken = {each.describe() for each in _flat(migration.operations) if _is_in_parts(each)}
    steps = [step for step in stage.steps if step.said not in taken]
    statements = [each for step in steps for each in step.statements]
    unknown = [step.said for step in steps if not step.is_known]
    found = {
        **({"unknown": "; ".join(unknown)} if unknown else {}),
        **_of_operations(migration),
        **_of_statements(statements),
        **_of_squawk(statements, in_transaction=migration.atomic),
    }
    name = str(migration)
    reasons: dict[str, str] = getattr(migration, "reasons", {}) | LANDED_UNSEEN.get(name, {})
    excused = {rule for rule, why in reasons.items() if len(why.split()) > 2}
    told = [f"{name}: {rule}: {what}" for rule, what in found.items() if rule not in excused]
    return told + [f"{name}: {rule}: nothing to excuse" for rule in reasons if rule not in found]


def _flat(operations: "list[Operation]") -> "Iterator[Operation]":
    for each in operations:
        inner = getattr(each, "database_operations", [])
        yield from _flat(inner) if inner else [each]


def _is_in_parts(operation: "Operation") -> bool:
    from voltbay.core.by_month import KeepByMonth
    from voltbay.core.fill import Fill

    module = type(operation).__module__
    return isinstance(operation, Fill | KeepByMonth) or module.startswith(
        "django_pg_migration_tools."
    )


def _of_operations(migration: "Migration") -> dict[str, str]:
    from django.db import migrations

    found = {}
    for each in _flat(migration.operations):
        found |= _of_the_release_before(each)
        if isinstance(each, migrations.RunPython):
            found["run-python"] = "fill with voltbay.core.fill.Fill"
        if isinstance(each, migrations.RunSQL):
            found["run-sql"] = "say why, and why nobody waits for it"
        if _is_in_parts(each) == migration.atomic:
            found["in-parts"] = "what goes in parts, and only that, needs atomic = False"
    return found


def _of_the_release_before(operation: "Operation") -> dict[str, str]:
    """Return what fails it of operations in parts, whose SQL nobody else looks at."""
    from django_pg_migration_tools import operations as tools

    if isinstance(operation, tools.SaferRemoveFieldForeignKey):
        return {"ban-drop-column": "the release before reads it"}
    if isinstance(operation, tools.SaferAddFieldForeignKey | tools.SaferAddFieldOneToOne):
        return {} if operation.field.null else {"adding-required-field": "it knows no such column"}
    if isinstance(operation, tools.SaferAlterFieldSetNotNull):
        known = operation.field.has_db_default()
        return {} if known else {"null-no-more": "it may leave the column empty: give a db_default"}
    return {}


def _of_statements(statements: list[str]) -> dict[str, str]:
    found = {}
    for each in map(_plain, statements):
        if REWRITES.match(each):
            found["rewrite"] = each[:80]
        if FILLS.match(each):
            found["fill-at-once"] = each[:80]
        if READS.match(each):
            found["read-under-lock"] = each[:80]
    return found


def _plain(statement: str) -> str:
    return " ".join(COMMENT.sub(" ", statement).split())


def _of_squawk(statements: list[str], *, in_transaction: bool) -> dict[str, str]:
    if not statements:
        return {}
    command = [SQUAWK, "--reporter=json", f"--pg-version={OLDEST_POSTGRES}", f"-e={LEFT_OUT}"]
    command += ["--assume-in-transaction"] if in_transaction else []
    sql = ";\n".join(each.rstrip().rstrip(";") for each in statements) + ";\n"
    done = subprocess.run(command, input=sql, check=False, capture_output=True, text=True)
    if not done.stdout.strip():
        raise RuntimeError(f"squawk: {done.stderr}")
    return {each["rule_name"]: each["message"] for each in json.loads(done.stdout)}


def landed() -> dict[str, tuple[str, str]]:
    """Return of each migration that has landed its release and its hash, by its path."""
    found, release = {}, ""
    for line in LANDED.read_text().splitlines():
        if line.startswith("## "):
            release = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            digest, path = line.split()
            found[path] = (release, digest)
    return found


def present() -> dict[str, str]:
    """Return the hash of each migration in the tree, by its path."""
    paths = sorted((ROOT / "src" / "voltbay").glob("*/migrations/0*.py"))
    return {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    }


def land() -> None:
    """Note those that are new, after this release. Raises SystemExit if an old one was changed."""
    from voltbay import __version__

    old, now = landed(), present()
    if changed := [path for path, (_, digest) in old.items() if now.get(path) != digest]:
        raise SystemExit(f"landed migrations are never rewritten: {', '.join(changed)}")
    lines = [f"{digest}  {path}" for path, digest in now.items() if path not in old]
    heading = f"after {__version__}"
    if lines and heading not in {release for release, _ in old.values()}:
        lines.insert(0, f"## {heading}")
    with LANDED.open("a") as file:
        file.writelines(f"{line}\n" for line in lines)


def later(migrations: "Iterable[Migration]") -> "list[Migration]":
    """Return those that are ours and landed after 0.1.0, or are about to."""
    old, ours = landed(), present()

    def is_later(migration: "Migration") -> bool:
        path = f"src/{type(migration).__module__.replace('.', '/')}.py"
        release, _ = old.get(path, ("", ""))
        return path in ours and release != BASELINE

    return [migration for migration in migrations if is_later(migration)]


def check() -> list[str]:
    """Return what is wrong with them, each judged by a database as it will find it.

    Needs an empty one, and migrates it: Django asks which indexes and constraints are there before
    it says how it drops them.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state = executor.loader.project_state([])
    executor.recorder.ensure_schema()
    judged, told = later(migration for migration, _ in plan), []
    for migration, _ in plan:
        if migration in judged:
            told += problems(migration, state.clone())
        state = executor.apply_migration(state, migration)
    return told


def main() -> None:
    """Check over a PostgreSQL of its own."""
    from django.db import connection

    from voltbay.server.postgres.cluster import CARELESS, running
    from voltbay.server.settings.database import database

    with TemporaryDirectory(prefix="voltbay-check-") as folder:
        Path(folder).chmod(0o711)  # root's PostgreSQL runs as somebody else
        with running(Path(folder) / "data", settings=CARELESS) as url:
            connection.settings_dict.update(database(url))
            found = check()
            connection.close()
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    os.environ.setdefault("VOLTBAY_TEST", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
    django.setup()
    land() if sys.argv[1:] == ["land"] else main()
