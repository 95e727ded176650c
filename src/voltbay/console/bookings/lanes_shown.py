"""The board as lanes: bays across, time down, a line for now, and what presses on top."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from voltbay.bookings.desk.bays import bays_by_booking
from voltbay.bookings.desk.lanes import Cell, Kind, Line, lanes_of
from voltbay.bookings.desk.queries import day_of, staffed_on
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.console.bookings.card_html import Around, cell_of, empty_of, line_of, span_of
from voltbay.console.bookings.cards import Card, cards_of
from voltbay.core.local_time import local
from voltbay.directory.models import Outlet

AHEAD = timedelta(hours=1)  # who comes next is said on top
EXPECTED = (State.CONFIRMED, State.IN_REVIEW)
TENTHS = 10  # of a line: where in it the line for now stands
SHORT = timedelta(minutes=20)  # a line of less time is drawn lower


def lanes_shown(
    outlet: Outlet, day: date, around: Around, *, sees_photos: bool, now: datetime
) -> dict[str, Any]:
    """Return what the board draws of a day. Four statements."""
    bookings = day_of(outlet.pk, day, with_owners=False)
    bays = bays_by_booking(bookings)
    cards = cards_of(bookings, bays, sees_photos=sees_photos, now=now)
    lines = lanes_of(bookings, bays, staffed_on(outlet.pk, day), now=now)
    known = sorted(cards.values(), key=lambda card: (card.row.begins, card.row.bay or "~"))
    return {
        "rows": [card.row for card in known],
        "lanes": range(1, _lanes(lines) + 1),
        "lines": [_line(line, cards, around, now=now) for line in lines],
        "away": [card for card in known if not card.row.bay],
        "pressing": [card for card in known if card.is_unsafe or card.late],
        "coming": _coming(bookings, cards, now=now),
    }


def _lanes(lines: Sequence[Line]) -> int:
    return sum(cell.bays for cell in lines[0].cells) if lines else 0


def _line(line: Line, cards: dict[Any, Card], around: Around, *, now: datetime) -> SafeString:
    begins, is_past = local(line.starts_at), line.ends_at <= now
    tenth = _now_in(line, now=now)
    words = ["short"] if line.ends_at - line.starts_at <= SHORT else []
    words += ["past"] if is_past else []
    words += ["now", f"n{tenth}"] if tenth else []
    return line_of(
        f"{begins:%H:%M}",
        [_cell(cell, cards, around, is_past=is_past) for cell in line.cells],
        css=" ".join(words),
        hour=begins.minute == 0,
        at=f"{local(now):%H:%M}" if tenth else "",
    )


def _cell(cell: Cell, cards: dict[Any, Card], around: Around, *, is_past: bool) -> SafeString:
    span = span_of(lines=cell.lines, bays=cell.bays)
    if cell.booking:
        return cell_of(cards[cell.booking.pk], around, span=span)
    return empty_of(_kind(cell.kind, is_past=is_past), around, span=span)


def _kind(kind: Kind, *, is_past: bool) -> Kind:
    """Return what is drawn: what was claimed in the past and has no car was nobody's in the end."""
    return Kind.FREE if is_past and kind == Kind.HELD else kind


def _now_in(line: Line, *, now: datetime) -> str:
    """Return in which tenth of a line it is now, or nothing."""
    if not line.starts_at <= now < line.ends_at:
        return ""
    return str(int(TENTHS * ((now - line.starts_at) / (line.ends_at - line.starts_at))))


def _coming(bookings: Iterable[Booking], cards: dict[Any, Card], *, now: datetime) -> list[Card]:
    """Return who is expected within the next hour."""
    return [
        cards[each.pk]
        for each in bookings
        if each.state in EXPECTED and now <= each.starts_at < now + AHEAD
    ]
