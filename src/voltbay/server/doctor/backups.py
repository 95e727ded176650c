"""Backups: whether there is one, and how old it is."""

from datetime import datetime, timedelta

from django.conf import settings

from voltbay.server.backup.lies_in import lies_in
from voltbay.server.backup.place import backups, read_about
from voltbay.server.doctor.finding import Finding, fail, ok, warn

OLD, FAR_TOO_OLD = timedelta(hours=26), timedelta(hours=74)  # of one each night: one, three missed


def backup(*, now: datetime) -> Finding:
    """Look at the newest backup of the folder that the settings name."""
    folder = settings.VOLTBAY_BACKUPS
    if not folder:
        is_demo = settings.VOLTBAY_DEMO or settings.VOLTBAY_TEST
        return ok("backup_demo") if is_demo else warn("backup_nowhere")
    try:
        newest = next(backups(lies_in(folder)), None)
    except OSError as failed:
        return fail("backup_silent", why=failed.strerror)
    if newest is None:
        return fail("backup_none")
    age = now - read_about(newest).at
    hours = int(age.total_seconds() // 3600)
    if age > OLD:
        return (fail if age > FAR_TOO_OLD else warn)("backup_old", hours=hours)
    return ok("backup_ok", hours=hours)
