"""The database: reached, new enough, with connections to spare and its tables up to date."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from voltbay.core.partitions import has_others, months_of, tables
from voltbay.server.doctor.finding import Finding, fail, ok, warn

OLDEST = 15  # of PostgreSQL
FULL_PERCENT = 80  # of the connections that it takes
MONTHS_AHEAD = timedelta(days=31)  # nights make them for longer


def settings_found() -> Finding:
    """Say whether the settings are those of a site that others may reach; they could be read."""
    if settings.VOLTBAY_DEMO or settings.VOLTBAY_TEST:
        return ok("settings_demo")
    if "*" in settings.ALLOWED_HOSTS:
        return warn("settings_any_host")
    return ok("settings_ok") if settings.VOLTBAY_TLS else warn("settings_no_tls")


def database() -> Finding:
    """Look at the server."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000,"
            " (SELECT count(*) FROM pg_stat_activity),"
            " current_setting('max_connections')::int"
        )
        version, used, most = cursor.fetchone()
    if version < OLDEST:
        return fail("database_old", version=version, oldest=OLDEST)
    if used * 100 >= most * FULL_PERCENT:
        return warn("database_full", used=used, most=most)
    return ok("database_ok", version=version, used=used, most=most)


def migrations() -> Finding:
    """Look for migrations that were not applied."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return fail("migrations_wait", count=len(waiting))
    return ok("migrations_ok", count=len(executor.loader.applied_migrations))


def months(*, now: datetime) -> Finding:
    """Look whether the months to come are there, and whether rows lie outside of all months."""
    for table in tables():
        made = months_of(table)
        if not made or made[-1].ends_at < now + MONTHS_AHEAD:
            return warn("months_missing", table=table.name)
        if has_others(table):
            return warn("months_others", table=table.name, other=table.other)
    return ok("months_ok")
