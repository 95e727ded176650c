"""`voltbay migrate`: says what it will do, then does it without anybody waiting for it.

1. Say each migration, each operation, what it locks, and about how many rows are there.
2. With `--plan` stop here. Nothing is ever asked.
3. Apply. Whoever comes while it waits for a lock queues behind it, so it waits for a moment only,
   gives way and tries again, later each time.
4. Make the months to come of tables that are kept by month, as a worker does each night.
5. Write down which site a new database serves, so that a copy of it is known as one.
"""

import argparse
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.db.migrations import Migration
from django_pg_migration_tools.management.commands import migrate_with_timeouts as tools
from django_pg_migration_tools.timeouts import DBLockTimeoutError, DBStatementTimeoutError
from psycopg.errors import DeadlockDetected

from voltbay.core import clock
from voltbay.core.fill import told
from voltbay.quarantine.state import mark_new
from voltbay.retention.months import prepare_months
from voltbay.server.migrate.forethought import Forethought
from voltbay.server.migrate.plan import Stage, Step, indexes, is_new, plan, rows
from voltbay.server.migrate.progress import told_how_far
from voltbay.server.said import say

WAIT = (1_000, 10_000)  # ms between two tries, at first and at most: four minutes in all


class Migrate(tools.Command):
    """Django's command with time-outs and retries; what goes in parts may take its time.

    A migration that is not atomic builds indexes concurrently, validates and fills: long, and
    without a lock that anybody waits for.
    """

    statement_timeout = 0  # ms

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        """Prepare the migration which comes, set the time-out that fits, say what Django says."""
        if action == "apply_start" and migration is not None:
            limit = self.statement_timeout if migration.atomic else 0
            with connection.cursor() as cursor:
                cursor.execute(f"SET statement_timeout = {int(limit)}")
            if migration.atomic:
                migration.apply = Forethought(migration)  # type: ignore[assignment, method-assign]
        super().migration_progress_callback(action, migration, fake)


def run(chosen: argparse.Namespace) -> None:
    """Say the plan and carry it out. Raises ImproperlyConfigured where that is not possible."""
    language = chosen.language
    if not 0 < chosen.lock_timeout < chosen.statement_timeout:
        raise ImproperlyConfigured(say("migrate", "limits_wrong", language))
    stages = plan()
    if not stages:
        print(say("migrate", "nothing", language))
    elif is_new():
        print(say("migrate", "new", language, count=len(stages)))
    else:
        _say_plan(stages, chosen)
    if not chosen.plan:
        _apply(chosen)
        prepare_months(now=clock.now())
        if not (settings.VOLTBAY_DEMO or settings.VOLTBAY_TEST):  # a demo's address is its port
            mark_new()


def _apply(chosen: argparse.Namespace) -> None:
    _connect_anew()
    command = Migrate()
    command.statement_timeout = chosen.statement_timeout
    first, most = WAIT
    with (
        _in_a_sentence(chosen),
        told_how_far(chosen.language, _say_now),
        connection.execute_wrapper(_like_a_lock_not_got),
    ):
        call_command(
            command,
            interactive=False,
            lock_timeout_in_ms=chosen.lock_timeout,
            statement_timeout_in_ms=chosen.statement_timeout,
            lock_timeout_max_retries=chosen.tries,
            lock_timeout_retry_min_wait_in_ms=first,
            lock_timeout_retry_max_wait_in_ms=most,
            retry_callback_path=f"{__name__}.say_{chosen.language[:2]}",
        )


@contextmanager
def _in_a_sentence(chosen: argparse.Namespace) -> Iterator[None]:
    """Say how far a fill is, and what ends the block."""
    language = chosen.language
    token = told.set(lambda *how_far: _say_filled(language, *how_far))
    # What ends services ends a statement too, as Ctrl-C does: nothing goes on unseen.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except tools.MaximumRetriesReached as error:
        raise _stop(chosen, "never_free", tries=chosen.tries) from error
    except DBStatementTimeoutError as error:
        raise _stop(chosen, "too_slow", statement=chosen.statement_timeout) from error
    except tools.LockAlreadyAcquired as error:
        raise _stop(chosen, "another") from error
    except IntegrityError as error:
        raise _stop(chosen, "broken", rule=_rule_of(error)) from error
    except (OperationalError, InterfaceError) as error:
        if not _is_of_the_line(error):
            raise
        raise _stop(chosen, "lost") from error
    except KeyboardInterrupt:
        raise _stop(chosen, "cut_off") from None
    finally:
        signal.signal(signal.SIGTERM, before)
        told.reset(token)


def _stop(chosen: argparse.Namespace, why: str, **gaps: object) -> ImproperlyConfigured:
    return ImproperlyConfigured(say("migrate", why, chosen.language, **gaps))


def _rule_of(error: IntegrityError) -> str:
    """Name the constraint or index alone: the rest of the message may hold somebody's number."""
    broken = error.__cause__
    name = broken.diag.constraint_name if isinstance(broken, psycopg.Error) else None
    return name or "?"


def _like_a_lock_not_got(execute: Callable[..., object], *given: object) -> object:
    """Have a deadlock tried again as well: nothing of its transaction is left."""
    try:
        return execute(*given)
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise DBLockTimeoutError from error
        raise


def _is_of_the_line(error: Exception) -> bool:
    """Tell whether the server went away, or said that it does. Django may be back already."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))


def _connect_anew() -> None:
    """Put values into statements on our side: `SET lock_timeout` takes none from the server's.

    And have the server look whether we are still there: what builds an index for somebody who was
    killed would hold off the next one for as long as it builds, or waits.
    """
    connection.close()
    connection.settings_dict["OPTIONS"]["server_side_binding"] = False
    with connection.cursor() as cursor:
        cursor.execute("SET client_connection_check_interval = '2s'")


def say_zh(state: tools.RetryState) -> None:
    """Tell in Chinese that it gave way."""
    print(say("migrate", "gave_way", "zh-Hans", tries=state.lock_timeouts_count), flush=True)


def say_en(state: tools.RetryState) -> None:
    """Tell in English that it gave way."""
    print(say("migrate", "gave_way", "en", tries=state.lock_timeouts_count), flush=True)


def _say_now(line: str) -> None:
    print(line, flush=True)


def _say_filled(language: str, table: str, filled: int, about: int) -> None:
    gaps = {"table": table, "filled": f"{filled:,}", "about": f"{about:,}"}
    print(say("migrate", "filling", language, **gaps), flush=True)


def _say_plan(stages: list[Stage], chosen: argparse.Namespace) -> None:
    language = chosen.language
    there = rows(), indexes()
    print(say("migrate", "plan", language, count=len(stages)))
    for stage in stages:
        kind = "whole" if stage.is_atomic else "parts"
        print(say("migrate", kind, language, name=stage.name))
        for step in stage.steps:
            print(say("migrate", "step", language, what=step.said))
            for line in _of_step(step, *there, language):
                print(line)
    limits = {"lock": chosen.lock_timeout, "statement": chosen.statement_timeout}
    print(say("migrate", "limits", language, tries=chosen.tries, **limits), flush=True)


def _of_step(
    step: Step, counts: dict[str, int | None], indexed: dict[str, str], language: str
) -> list[str]:
    if not step.is_known:
        return [say("migrate", "unknown", language)]
    if step.fills:
        about = _about(counts.get(step.fills), language)
        return [say("migrate", "fill", language, table=step.fills, rows=about)]
    lines = []
    for locked in step.locks(indexed):
        how = say("migrate", locked.lock, language)
        about = _about(counts.get(locked.table), language)
        lines.append(say("migrate", "lock", language, table=locked.table, rows=about, how=how))
    return lines or [say("migrate", "no_lock", language)]


def _about(count: int | None, language: str) -> str:
    if count is None:
        return say("migrate", "rows_unknown", language)
    return say("migrate", "rows", language, count=f"{count:,}")
