"""What is typed about an outlet's opening, read into changes; and back, to be shown again."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from voltbay.bookings.errors import OpeningChanged
from voltbay.bookings.opening.apply import Decision
from voltbay.bookings.opening.preview import Choice, Do
from voltbay.core.errors import Invalid
from voltbay.directory.errors import ClosureIncomplete, HoursWrong, OpenDayWrong, ServiceWrong
from voltbay.directory.models import OpeningHours, Service
from voltbay.directory.opening import (
    Change,
    CloseDays,
    DropOpenDay,
    OpenOn,
    Reopen,
    ServiceEntry,
    SetServices,
    SetWeek,
    Stretch,
)

Typed = Mapping[str, str]
LONGEST_REASON = 120
LONGEST_NAME = 60
SPARE_ROWS = 3  # empty ones at the end of a table
MOST_ROWS = 100
MORE = "more"  # the action that asks for further empty rows
NEW_HOURS = {"bays": 1}
NEW_SERVICE = {"slots": 2, "places": 1, "offered": True}
WEEK_ENTRIES = ("weekday", "opens", "closes", "bays")
SERVICE_ENTRIES = ("id", "name", "slots", "places", "offered")
NOT_TYPED = ("csrfmiddlewaretoken", "action", "key", "seen", "cancel_reason")


class ChangeUnknown(Invalid):
    """No such change of an outlet's opening."""

    code = "action_unknown"


def read_change(typed: Typed) -> Change:
    """Return the change that was typed. Raises the refusal of its kind for malformed entries."""
    read = READERS.get(typed.get("change", ""))
    if read is None:
        raise ChangeUnknown
    return read(typed)


def read_decision(typed: Typed) -> Decision:
    """Return what was decided for each booking that was shown. Raises OpeningChanged."""
    choices = {
        name.removeprefix("do-"): _choice(value)
        for name, value in typed.items()
        if name.startswith("do-")
    }
    reason = typed.get("cancel_reason", "").strip()[:200]
    return Decision(typed.get("seen", ""), choices, reason)


def kept(typed: Typed) -> list[tuple[str, str]]:
    """Return what has to be sent again with a preview."""
    return [
        (name, value)
        for name, value in typed.items()
        if name not in NOT_TYPED and not name.startswith("do-")
    ]


def week_rows(hours: Iterable[OpeningHours], typed: Typed | None) -> list[dict[str, Any]]:
    """Return the rows of the week as they are, or as they were typed."""
    if typed:
        return _numbered(_typed_rows(typed, WEEK_ENTRIES) + _more(typed, NEW_HOURS))
    rows: list[dict[str, Any]] = [
        {
            "weekday": str(each.weekday),
            "opens": f"{each.opens_at:%H:%M}",
            "closes": f"{each.closes_at:%H:%M}",
            "bays": each.bays,
        }
        for each in hours
    ]
    return _numbered(rows + [NEW_HOURS] * SPARE_ROWS)


def service_rows(services: Iterable[Service], typed: Typed | None) -> list[dict[str, Any]]:
    """Return the rows of the services as they are, or as they were typed."""
    if typed:
        return _numbered(_typed_rows(typed, SERVICE_ENTRIES) + _more(typed, NEW_SERVICE))
    rows: list[dict[str, Any]] = [
        {
            "id": each.pk,
            "name": each.name,
            "slots": each.slots_needed,
            "places": each.places,
            "offered": each.is_offered,
        }
        for each in services
    ]
    return _numbered([*rows, NEW_SERVICE])


def _typed_rows(typed: Typed, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return _numbered(
        [
            {name: typed.get(f"row-{n}-{name}", "") for name in names}
            | {"drop": f"row-{n}-drop" in typed}
            for n in range(_count(typed))
        ]
    )


def _more(typed: Typed, empty: dict[str, Any]) -> list[dict[str, Any]]:
    if typed.get("action") != MORE:
        return []
    return [empty] * max(0, min(SPARE_ROWS, MOST_ROWS - _count(typed)))


def _numbered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "n": n} for n, row in enumerate(rows)]


def _count(typed: Typed) -> int:
    rows = typed.get("rows", "")
    return min(int(rows), MOST_ROWS) if rows.isascii() and rows.isdecimal() else 0


def _choice(text: str) -> Choice:
    try:
        if text in (Do.KEEP, Do.CANCEL):
            return Choice(Do(text))
        return Choice(Do.MOVE, datetime.fromisoformat(text))
    except ValueError as unknown:
        raise OpeningChanged from unknown


def _close(typed: Typed) -> Change:
    try:
        first = date.fromisoformat(typed.get("first", ""))
        last = date.fromisoformat(typed.get("last", ""))
    except ValueError as malformed:
        raise ClosureIncomplete from malformed
    return CloseDays(first, last, typed.get("reason", "").strip()[:LONGEST_REASON])


def _open_on(typed: Typed) -> Change:
    try:
        return OpenOn(date.fromisoformat(typed.get("day", "")), int(typed.get("works_as", "")))
    except ValueError as malformed:
        raise OpenDayWrong from malformed


def _week(typed: Typed) -> Change:
    rows = [row for row in _typed_rows(typed, WEEK_ENTRIES) if _is_meant(row)]
    stretches = [_stretch(row, number) for number, row in enumerate(rows, 1)]
    return SetWeek(stretches, "holidays" in typed)


def _is_meant(row: Mapping[str, Any]) -> bool:
    return not row["drop"] and bool(row["opens"] or row["closes"])


def _stretch(row: Mapping[str, Any], number: int) -> Stretch:
    try:
        opens, closes = time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"])
        weekday, bays = int(row["weekday"]), int(row["bays"])
        if weekday in OpeningHours.Weekday.values:
            return Stretch(weekday, opens, closes, bays)
    except ValueError as malformed:
        raise HoursWrong(row=number) from malformed
    raise HoursWrong(row=number)


def _services(typed: Typed) -> Change:
    rows = _typed_rows(typed, SERVICE_ENTRIES)
    meant = [row for row in rows if row["id"] or row["name"].strip()]
    return SetServices([_service(row, number) for number, row in enumerate(meant, 1)])


def _service(row: Mapping[str, Any], number: int) -> ServiceEntry:
    try:
        known = int(row["id"]) if row["id"] else None
        slots, places = int(row["slots"]), int(row["places"])
    except ValueError as malformed:
        raise ServiceWrong(row=number) from malformed
    name = row["name"].strip()[:LONGEST_NAME]
    return ServiceEntry(known, name, slots, places, bool(row["offered"]))


def _number(typed: Typed) -> int:
    text = typed.get("id", "")
    if not (text.isascii() and text.isdecimal()):
        raise ChangeUnknown
    return int(text)


READERS: dict[str, Callable[[Typed], Change]] = {
    "close": _close,
    "reopen": lambda typed: Reopen(_number(typed)),
    "open-on": _open_on,
    "drop-open-day": lambda typed: DropOpenDay(_number(typed)),
    "week": _week,
    "services": _services,
}
