"""The clock: ours beside the database's, and beside what the site says it is."""

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from django.db import connection

from voltbay.server.doctor.finding import Finding, fail, ok, warn

OFF, FAR_OFF = 2.0, 30.0  # seconds: holds last minutes, codes five
SITE_OFF = 5.0  # seconds; an HTTP date has whole ones
PATIENCE = 10.0  # seconds


def clock() -> Finding:
    """Compare with the database's, half-way between asking and being answered."""
    asked = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        (theirs,) = cursor.fetchone()
    off = abs(float(theirs) - (asked + time.time()) / 2)
    if off > OFF:
        return (fail if off > FAR_OFF else warn)("clock_off", seconds=f"{off:.1f}")
    return ok("clock_ok", seconds=f"{off:.1f}")


def site(url: str) -> Finding:
    """Ask a running site whether it is ready, and what time it has."""
    try:
        answer = httpx.get(f"{url.rstrip('/')}/readyz", timeout=PATIENCE, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL) as failed:
        return fail("site_silent", why=type(failed).__name__)
    if not answer.is_success:
        return fail("site_not_ready", status=answer.status_code)
    try:
        theirs = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return warn("site_no_date")
    off = abs((theirs - datetime.now(UTC)).total_seconds())
    return warn("site_clock_off", seconds=int(off)) if off > SITE_OFF else ok("site_ok")
