"""What is owed, late, reported and to be corrected: always of given outlets, in few statements."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from voltbay.core.local_time import day_bounds, local_date
from voltbay.directory.models import Outlet
from voltbay.directory.queries import at_outlets
from voltbay.traceability.errors import MovementUnknown, ReportUnknown
from voltbay.traceability.models import Movement, Owed, Report, ReportRow
from voltbay.traceability.report_profile import VIN, Profile, list_of, profiles
from voltbay.traceability.rows import missing_of

MOST = 99  # reports that a page counts; it says of more that there are more
TO_COMPARE = {"is_current": True, "may_differ": True}


class State(StrEnum):
    """How it stands with one report of one battery."""

    OWED = "owed"  # never reported, late ones included
    LATE = "late"
    INCOMPLETE = "incomplete"  # owed, and something is missing
    CORRECTION = "correction"  # reported, and put right since
    REPORTED = "reported"


@dataclass(frozen=True)
class Wanted:
    """Whose movements are meant, for which profile, in which state; empty strings mean all."""

    outlets: "Collection[UUID] | QuerySet[Outlet, UUID]"
    profile: Profile
    state: State = State.OWED
    list_name: str = ""
    car_maker: str | None = None  # "" is one that nobody knows
    company: UUID | None = None


@dataclass(frozen=True)
class Standing:
    """How many reports of a profile are owed, late among them, soon late, to correct, and made.

    How many were made is None where it was not counted: they are as many as years bring.
    """

    profile: Profile
    owed: int
    late: int
    soon: int
    corrections: int
    reported: int | None = None


@dataclass(frozen=True)
class Urgent:
    """How many reports of a profile are late, and will be within days: up to one more than MOST."""

    profile: Profile
    late: int
    soon: int

    @property
    def late_said(self) -> str:
        """How many are late, as a page says it: 99+ of any more."""
        return at_most(self.late)

    @property
    def soon_said(self) -> str:
        """How many soon will be."""
        return at_most(self.soon)


@dataclass(frozen=True)
class Due:
    """One report that is owed or was made. `days_left` is negative when it is too late."""

    movement: Movement
    by_date: date
    days_left: int
    missing: list[str] = field(default_factory=list)

    @property
    def list_name(self) -> str:
        """The list that it stands in."""
        return list_of(self.movement.sort, self.movement.way)


def movements(wanted: Wanted, *, now: datetime) -> QuerySet[Movement]:
    """Return the movements that are meant, the most urgent first, with outlet and pack."""
    found = _in_state(wanted, now=now)
    if wanted.list_name:
        found = found.filter(_of_list(wanted.list_name))
    if wanted.car_maker is not None:
        found = found.filter(car_maker=wanted.car_maker)
    if wanted.company is not None:
        found = found.filter(company=wanted.company)
    joined = found.select_related("outlet", "pack").defer("outlet__introduction_html")
    return joined.order_by("known_at", "id")


def due(movement: Movement, wanted: Wanted, *, now: datetime) -> Due:
    """Return by when a movement is to be reported, and what is missing until it can be."""
    since = movement.known_at
    if wanted.state == State.CORRECTION:
        since = movement.changed_at or since
    by_date = wanted.profile.deadline(local_date(since))
    left = (by_date - local_date(now)).days
    return Due(movement, by_date, left, missing_of(movement, wanted.profile))


def standing(
    outlets: "Collection[UUID] | QuerySet[Outlet, UUID]", profile: Profile, *, now: datetime
) -> Standing:
    """Count how it stands with a profile. Three statements."""
    reported = _current(outlets, profile).count()
    return replace(owing(outlets, profile, now=now), reported=reported)


def owing(
    outlets: "Collection[UUID] | QuerySet[Outlet, UUID]", profile: Profile, *, now: datetime
) -> Standing:
    """Count what is owed of a profile, and not what was reported. Two statements."""
    late_before, soon_before = _bounds(profile, now)
    owed = Owed.objects.filter(profile=profile.key, outlet__in=outlets).aggregate(
        owed=Count("id"),
        late=Count("id", filter=Q(known_at__lt=late_before)),
        soon=Count("id", filter=Q(known_at__gte=late_before, known_at__lt=soon_before)),
    )
    differing = _current(outlets, profile).filter(~Exists(_unchanged()), **TO_COMPARE)
    return Standing(profile, **owed, corrections=differing.count())


def standings(
    outlets: "Collection[UUID] | QuerySet[Outlet, UUID]", *, now: datetime
) -> list[Standing]:
    """Count how it stands with each profile in use. Three statements for each."""
    return [standing(outlets, profile, now=now) for profile in profiles().values()]


def owings(
    outlets: "Collection[UUID] | QuerySet[Outlet, UUID]", *, now: datetime
) -> list[Standing]:
    """Count what is owed of each profile in use. Two statements for each."""
    return [owing(outlets, profile, now=now) for profile in profiles().values()]


def urgent(outlets: "Collection[UUID] | QuerySet[Outlet, UUID]", *, now: datetime) -> list[Urgent]:
    """Return the profiles of which something is late or soon will be. One statement.

    It stops counting where nobody reads on, as every page asks.
    """
    return urgent_of(owed_soon(outlets, tuple(profiles()), **owed_before(now)))


def owed_soon(
    outlets: "Collection[UUID] | QuerySet[Outlet, UUID] | None",
    keys: Sequence[str],
    **before: datetime,
) -> "QuerySet[Owed, tuple[str, bool]]":
    """Return what `urgent_of` counts, of some outlets or all.

    `keys` are those of profiles, and `before` is of `owed_before`.
    """
    nothing = Owed.objects.none().values_list("profile", Value(value=True))
    asked: list[QuerySet[Owed, tuple[str, bool]]] = []
    for key in keys:
        owed = Owed.objects.filter(at_outlets(outlets), profile=key).order_by()
        late_before = before[f"late {key}"]
        late = owed.filter(known_at__lt=late_before)
        soon = owed.filter(known_at__gte=late_before, known_at__lt=before[f"soon {key}"])
        asked += [
            each.values_list("profile", Value(is_late))[: MOST + 1]
            for each, is_late in ((late, True), (soon, False))
        ]
    return nothing.union(*asked, all=True)


def owed_before(now: datetime) -> dict[str, datetime]:
    """Return, by profile, before when what is late or soon will be became known."""
    before = {}
    for key, profile in profiles().items():
        before[f"late {key}"], before[f"soon {key}"] = _bounds(profile, now)
    return before


def urgent_of(rows: Iterable[tuple[str, bool]]) -> list[Urgent]:
    """Count rows of `owed_soon`: of each profile what is late, and what soon will be."""
    counts = Counter(rows)
    found = [
        Urgent(each, counts[key, True], counts[key, False]) for key, each in profiles().items()
    ]
    return [each for each in found if each.late or each.soon]


def at_most(count: int) -> str:
    """Return a count as it is said: one beyond MOST as more than that."""
    return f"{MOST}+" if count > MOST else f"{count}"


def urgent_by_outlet(*, now: datetime) -> list[tuple[UUID, Urgent]]:
    """Return what is late or soon will be at each outlet that owes any. A statement a profile."""
    found = []
    for profile in profiles().values():
        late_before, soon_before = _bounds(profile, now)
        late = Q(known_at__lt=late_before)
        owed = Owed.objects.filter(profile=profile.key, known_at__lt=soon_before)
        counted = owed.values("outlet").annotate(
            late=Count("id", filter=late), soon=Count("id", filter=~late)
        )
        found += [
            (each["outlet"], Urgent(profile, each["late"], each["soon"]))
            for each in counted.order_by("outlet")
        ]
    return found


def groups(wanted: Wanted, *, now: datetime) -> list[dict[str, Any]]:
    """Return what goes into one file each: company, list and, if it is split, car maker.

    Each with how many there are and how many of them lack something. One statement.
    """
    by = ["company", "company__name", "sort", "way"]
    by += ["car_maker"] if wanted.profile.is_split else []
    lacking = Count("id", filter=_lacks_something(wanted.profile))
    found = _in_state(wanted, now=now).values(*by)
    counted = found.annotate(count=Count("id"), lacking=lacking).order_by(*by[1:])
    return [{**each, "list_name": list_of(each["sort"], each["way"])} for each in counted]


def car_makers(outlets: "Collection[UUID] | QuerySet[Outlet, UUID]") -> list[str]:
    """Return the car makers that are known here."""
    found = Movement.objects.filter(outlet__in=outlets).exclude(car_maker="").order_by("car_maker")
    return list(found.values_list("car_maker", flat=True).distinct())


def find_movements(
    pack_id: UUID, outlets: "Collection[UUID] | QuerySet[Outlet, UUID]"
) -> list[Movement]:
    """Return a battery's coming and, if it has left, its leaving. Raises MovementUnknown."""
    found = Movement.objects.filter(pack=pack_id, outlet__in=outlets)
    joined = list(
        found.select_related("outlet__company", "pack__handover", "removal").order_by("way")
    )
    if not joined:
        raise MovementUnknown
    return joined


def rows_of(pack_id: UUID) -> QuerySet[ReportRow]:
    """Return all that was ever reported of a battery, newest first."""
    return (
        ReportRow.objects.filter(pack=pack_id)
        .select_related("report__staff", "corrects")
        .order_by("-id")
    )


def reports(outlets: "Collection[UUID] | QuerySet[Outlet, UUID]") -> QuerySet[Report]:
    """Return the reports of nothing but these outlets, newest first."""
    elsewhere = ReportRow.objects.filter(report=OuterRef("pk")).exclude(pack__outlet__in=outlets)
    mine = Outlet.objects.filter(pk__in=outlets).order_by().values("company")
    made = Report.objects.filter(~Exists(elsewhere), company__in=mine)
    return made.select_related("staff", "withdrawn_by", "company").order_by("-at")


def find_report(report_id: UUID, outlets: "Collection[UUID] | QuerySet[Outlet, UUID]") -> Report:
    """Return one of them. Raises ReportUnknown."""
    made = reports(outlets).filter(pk=report_id).first()
    if made is None:
        raise ReportUnknown
    return made


def current_row(profile: str) -> QuerySet[ReportRow]:
    """Return the row that counts of an outer movement, for a profile."""
    return ReportRow.objects.filter(
        profile=profile, pack=OuterRef("pack"), way=OuterRef("way"), is_current=True
    )


def _in_state(wanted: Wanted, *, now: datetime) -> QuerySet[Movement]:
    found = Movement.objects.filter(outlet__in=wanted.outlets)
    current = current_row(wanted.profile.key)
    if wanted.state == State.REPORTED:
        return found.filter(Exists(current))
    if wanted.state == State.CORRECTION:
        # Named first, so that only their batteries are looked at.
        asked = ReportRow.objects.filter(profile=wanted.profile.key, **TO_COMPARE)
        differing = current.filter(**TO_COMPARE).exclude(facts__contained_by=OuterRef("facts"))
        return found.filter(Exists(differing), pack__in=asked.values("pack"))
    found = found.filter(~Exists(current))
    if wanted.state == State.LATE:
        found = found.filter(known_at__lt=_bounds(wanted.profile, now)[0])
    if wanted.state == State.INCOMPLETE:
        found = found.filter(_lacks_something(wanted.profile))
    return found


def _lacks_something(profile: Profile) -> Q:
    """Tell which movements lack a fact that their list asks for: `missing_of`, in SQL."""
    lacking = Q(car_maker="") if profile.is_split else Q(pk__in=[])
    for name, columns in profile.lists.items():
        asked = {column.fact for column in columns if not column.optional}
        empty = Q(has_vin=False) if VIN in asked else Q(pk__in=[])
        lacking |= _of_list(name) & (empty | Q(_is_empty(sorted(asked - {VIN}))))
    return lacking


def _is_empty(facts: Sequence[str]) -> Func:
    """Tell whether any of these facts is empty: in one go, as the view makes them for each look."""
    path = " || ".join(f'@."{fact}" == ""' for fact in facts)
    return Func(
        F("facts"),
        Value(f"$ ? ({path})"),
        function="jsonb_path_exists",
        template="%(function)s(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )


def _current(
    outlets: "Collection[UUID] | QuerySet[Outlet, UUID]", profile: Profile
) -> QuerySet[ReportRow]:
    return ReportRow.objects.filter(profile=profile.key, is_current=True, pack__outlet__in=outlets)


def _of_list(name: str) -> Q:
    sort, _, way = name.rpartition("_")
    return Q(sort=sort or "coded", way=way)


def _unchanged() -> QuerySet[Movement]:
    """Return the movement of an outer row, if it still says what was reported."""
    return Movement.objects.filter(
        pack=OuterRef("pack"), way=OuterRef("way"), facts__contains=OuterRef("facts")
    )


def _bounds(profile: Profile, now: datetime) -> tuple[datetime, datetime]:
    """Return before which instant of knowing it is late now, and before which it will be soon."""
    today = local_date(now)
    soon = today + timedelta(days=settings.VOLTBAY_REPORT_WARN_DAYS)
    return (
        day_bounds(profile.overdue_before(today))[0],
        day_bounds(profile.overdue_before(soon))[0],
    )
