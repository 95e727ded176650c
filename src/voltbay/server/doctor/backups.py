"""Backups: whether there is one, and how old it is."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from voltbay.server.backup.place import backups, read_about
from voltbay.server.doctor.finding import Finding, fail, ok, warn

OLD, FAR_TOO_OLD = timedelta(hours=26), timedelta(hours=74)  # of one each night: one, three missed


def backup(*, now: datetime) -> Finding:
    """Look at the newest backup of the folder that the settings name."""
    folder = settings.VOLTBAY_BACKUPS
    if not folder:
        is_demo = settings.VOLTBAY_DEMO or settings.VOLTBAY_TEST
        return ok("backup_demo") if is_demo else warn("backup_nowhere")
    newest = next(backups(Path(folder)), None)
    if newest is None:
        return fail("backup_none")
    age = now - read_about(newest).at
    hours = int(age.total_seconds() // 3600)
    if age > OLD:
        return (fail if age > FAR_TOO_OLD else warn)("backup_old", hours=hours)
    return ok("backup_ok", hours=hours)
