"""Reading what happened from the events that bookings and removals write anyway.

An event is a row of the transaction that it tells of, so it is its own outbox: what was rolled back
is never told, what was committed always is, and nobody who books waits for it. They are read by
their numbers from where everything had been read before. A number is given before its transaction
commits, so the newest are read again until none of them can still be on its way.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from voltbay.articles.models import Article
from voltbay.articles.write import waiting_articles
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.callouts.lifecycle import LIVE
from voltbay.callouts.models import CallOut
from voltbay.company_pages.models import PageVersion
from voltbay.company_pages.queries import waiting_sign_ups, waiting_versions
from voltbay.removals.models import RemovalEvent
from voltbay.staff_news.kinds import Kind
from voltbay.staff_news.models import ReadMark
from voltbay.staff_news.note import Found, note

Events = QuerySet[Any]

# A request is cut off long before; a worker that needs longer than this writes no such event.
COMMITTED = timedelta(minutes=2)
TOLD_FOR = timedelta(days=1)  # a worker that was away for longer tells of no decision before
BOOKINGS, REMOVALS = "bookings", "removals"
AT_ONCE = 1_000  # events in memory
BEGINS = ("", State.HELD)  # at the desk it begins with an appointment, else with a hold
HAZARDS = {"recorded": "hazards", "hazards": "after"}  # where an event says what was seen


def gather(*, now: datetime) -> int:
    """Write down what has happened since; return how many things. Safe to repeat.

    After a day without a worker there are hundreds of thousands of events: they are read in parts.
    """
    said = note([*_of_call_outs(), *_to_check(), *_decided(now)], now=now)
    said += _read(BOOKINGS, BookingEvent.objects.all(), _of_bookings, now=now)
    return said + _read(REMOVALS, RemovalEvent.objects.all(), _of_removals, now=now)


def _read(
    source: str, events: Events, found_in: Callable[[Events], Iterable[Found]], *, now: datetime
) -> int:
    """Write down what was found in a source's events, part by part, each in a transaction."""
    said = 0
    after: int | None = None
    while True:
        with transaction.atomic():
            begin = max(after or 0, _read_until(source, events, now=now))
            part = events.filter(pk__gt=begin)
            after = part.order_by("pk").values_list("pk", flat=True)[AT_ONCE - 1 : AT_ONCE].first()
            part = part.filter(pk__lte=after) if after else part
            said += note([*found_in(part)], now=now)
            _note_read(source, part, now=now)
        if not after:
            return said


def _of_bookings(events: Events) -> Iterator[Found]:
    told = Q(to_state__in=[State.IN_REVIEW, State.CONFIRMED], from_state__in=BEGINS)
    told |= Q(to_state=State.CANCELLED) & ~Q(from_state=State.HELD)
    told |= Q(why="rescheduled")
    for event in events.filter(told).select_related("booking").order_by("id"):
        for kind in _kinds(event):
            yield _of_booking(event, kind)


def _kinds(event: BookingEvent) -> list[Kind]:
    if event.why == "rescheduled":
        return [Kind.MOVED]
    if event.to_state == State.CANCELLED:
        return [Kind.CANCELLED]
    return [Kind.NEW, Kind.TO_REVIEW] if event.to_state == State.IN_REVIEW else [Kind.NEW]


def _of_booking(event: BookingEvent, kind: Kind) -> Found:
    booking = event.booking
    says = {"plate": booking.plate or "", "at": booking.starts_at.isoformat()}
    if kind is Kind.MOVED:  # as it was moved then, though it may have been moved again
        says |= {"at": event.details["to"], "was": event.details["from"]}
    by_staff = event.actor == BookingEvent.Actor.STAFF and event.actor_id.isdecimal()
    return Found(
        kind=kind,
        key=f"moved:{event.pk}" if kind is Kind.MOVED else f"{kind}:{booking.pk}",
        outlet=booking.outlet_id,
        says=says,
        booking=booking.pk,
        actor=int(event.actor_id) if by_staff else None,
    )


def _of_removals(events: Events) -> Iterator[Found]:
    seen = events.filter(kind__in=HAZARDS)
    for event in seen.select_related("removal__booking").order_by("id"):
        if not event.details.get(HAZARDS[event.kind]) or event.removal is None:
            continue
        booking: Booking = event.removal.booking
        yield Found(
            kind=Kind.DANGEROUS,
            key=f"hazards:{event.pk}",
            outlet=event.outlet_id,
            says={"plate": booking.plate or "", "at": event.at.isoformat()},
            booking=booking.pk,
            actor=event.staff_id,
        )


def _of_call_outs() -> Iterator[Found]:
    """Find cars whose owner calls for help with a dangerous battery; few are live at once."""
    for each in CallOut.objects.filter(kind="danger", state__in=LIVE):
        yield Found(
            kind=Kind.DANGEROUS,
            key=f"call-out:{each.pk}",
            outlet=each.outlet_id,
            says={
                "plate": each.plate or "",
                "at": each.created_at.isoformat(),
                "call_out": True,
            },
        )


def _read_until(source: str, events: Events, *, now: datetime) -> int:
    """Return up to which event all has been read, and let nobody else read meanwhile."""
    mark = ReadMark.objects.select_for_update().filter(pk=source).first()
    if mark is None:  # the first time: what happened before is nobody's news
        newest = _newest(events.filter(at__lt=now - COMMITTED)) or 0
        mark = ReadMark.objects.create(source=source, event_id=newest)
    return mark.event_id


def _note_read(source: str, events: Events, *, now: datetime) -> None:
    """Note that these events were read, as far as nothing before them can still come."""
    newest = _newest(events.filter(at__lt=now - COMMITTED))
    if newest is not None:
        ReadMark.objects.filter(pk=source).update(event_id=newest)


def _newest(events: Events) -> int | None:
    newest: int | None = events.aggregate(newest=Max("pk"))["newest"]
    return newest


def _to_check() -> Iterator[Found]:
    """Find what companies sent to the platform: pages, articles, and themselves."""
    for version in waiting_versions().defer("content"):
        key = f"check:page:{version.pk}:{version.edits}"
        yield Found(kind=Kind.TO_CHECK, key=key, company=version.company_id)
    for article in waiting_articles():
        key = f"check:article:{article.pk}:{article.changed_at:%Y%m%d%H%M%S%f}"
        yield Found(kind=Kind.TO_CHECK, key=key, company=_company_of(article))
    for asked in waiting_sign_ups().values_list("pk", flat=True):
        yield Found(kind=Kind.TO_CHECK, key=f"check:company:{asked}")


def _decided(now: datetime) -> Iterator[Found]:
    """Find what the platform decided of late about a company's page or article."""
    since = now - TOLD_FOR
    pages = PageVersion.objects.filter(decided_at__gt=since).exclude(state="replaced")
    for version in pages.defer("content").order_by("decided_at"):
        yield Found(
            kind=Kind.DECIDED,
            key=f"decided:page:{version.pk}",
            company=version.company_id,
            says={"is_shown": version.state == PageVersion.State.PUBLISHED},
            actor=version.decided_by_id,
        )
    written = Article.objects.filter(Q(company__isnull=False) | Q(outlet__isnull=False))
    lately = Q(state="published", published_at__gt=since)
    lately |= Q(state="draft", changed_at__gt=since) & ~Q(reason="")
    for article in written.filter(lately).select_related("outlet").defer("search", "body"):
        is_shown = article.state == Article.State.PUBLISHED
        # Writing on does not tell it again; another reason does.
        of = "shown" if is_shown else crc32(article.reason.encode())
        yield Found(
            kind=Kind.DECIDED,
            key=f"decided:article:{article.pk}:{of}",
            company=_company_of(article),
            says={"is_shown": is_shown},
        )


def _company_of(article: Article) -> UUID | None:
    return article.outlet.company_id if article.outlet else article.company_id
