"""Foreseeing what comes near without an event: a store that fills, dates that draw close."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from voltbay.company_pages.queries import running_out
from voltbay.core.local_time import local_date
from voltbay.directory.models import Company, Outlet
from voltbay.directory.timetable import EXPIRES_SOON, expiring
from voltbay.removals.stock.storage import Storage
from voltbay.staff_news.kinds import Kind
from voltbay.staff_news.note import Found, note
from voltbay.traceability.queries import urgent_by_outlet

# Each is told once: two months, two weeks before, and when it is over.
STEPS = (timedelta(days=60), timedelta(days=14), timedelta(days=0))


def foresee(*, now: datetime) -> int:
    """Write down what has come near; return how many things. Safe to repeat."""
    today = local_date(now)
    found = [*_stores(today), *_certificates(today), *_qualifications(today)]
    found += _reports(today, now)
    return note(found, now=now)


def _stores(today: date) -> Iterator[Found]:
    """Find stores that are nearly full, each once a day, and once more when it is."""
    columns = ("pk", "stored_kg", "expected_kg", "ceiling_kg", "is_storage_full")
    for pk, *kept in Outlet.objects.filter(stored_kg__gt=0).values_list(*columns):
        store = Storage(*kept)
        if not store.is_warning:
            continue
        level = "full" if store.is_full else "near"
        yield Found(
            kind=Kind.STORE,
            key=f"store:{pk}:{level}:{today}",
            outlet=pk,
            says={"percent": int(store.share * 100), "is_full": store.is_full},
        )


def _certificates(today: date) -> Iterator[Found]:
    """Find certificates that run out. Whose is on the page: here is only the day."""
    for each in expiring(None, before=today + EXPIRES_SOON):
        step = _step(each.certified_until, today)
        yield Found(
            kind=Kind.CERTIFICATE,
            key=f"certificate:{each.pk}:{each.certified_until}:{step}",
            outlet=each.outlet_id,
            says={"day": each.certified_until.isoformat()},
        )


def _qualifications(today: date) -> Iterator[Found]:
    """Find what companies may do and will soon not be allowed to."""
    for each in running_out(Company.objects.order_by(), today=today):
        if each.valid_until is None:
            continue
        step = _step(each.valid_until, today)
        yield Found(
            kind=Kind.CERTIFICATE,
            key=f"qualification:{each.company_id}:{each.name[:30]}:{each.valid_until}:{step}",
            company=each.company_id,
            says={"day": each.valid_until.isoformat()},
        )


def _step(until: date, today: date) -> int:
    """Return how many of the steps before a date are behind."""
    return sum(until - today < one for one in STEPS)


def _reports(today: date, now: datetime) -> Iterator[Found]:
    """Find reports that are due: once a week, and each day once some are late."""
    for outlet, each in urgent_by_outlet(now=now):
        week = "-".join(str(part) for part in today.isocalendar()[:2])
        yield Found(
            kind=Kind.REPORT,
            key=f"report:{outlet}:{each.profile.key}:{today if each.late else week}",
            outlet=outlet,
            says={"late": each.late, "soon": each.soon},
        )
