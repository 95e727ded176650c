"""Changes of who works at an outlet and of its time rules: what each needs, and what it writes.

Previewed and applied as changes of the opening are, in `bookings.opening`: they may hit bookings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import IntegrityError, transaction

from voltbay.directory.errors import (
    LeaveWrong,
    ShiftWrong,
    TechnicianNamesake,
    TechnicianUnknown,
    TechnicianWrong,
    TimeRulesWrong,
)
from voltbay.directory.models import MOST_NOTICE, Leave, Outlet, Shift, Technician
from voltbay.directory.rules import check_stretches

LONGEST_LEAVE = timedelta(days=366)
LONGEST_VALID = timedelta(days=366 * 10)  # no certificate runs longer: a slip of the pen
MOST_KEPT_BACK = 99  # bays


@dataclass(frozen=True)
class Turn:
    """A weekly stretch in which somebody works, Monday being 0."""

    weekday: int
    starts_at: time
    ends_at: time


@dataclass(frozen=True)
class KeepTechnician:
    """Add a technician, or change one; an empty certificate leaves the number that is known.

    Raises TechnicianWrong, TechnicianNamesake, TechnicianUnknown, ShiftWrong or HoursOverlap.
    """

    id: int | None
    name: str
    certificate: str
    certified_until: date
    turns: Sequence[Turn]

    def check(self, today: date) -> None:
        """Check name and date, each shift, and all against each other."""
        if not self.name.strip() or self.certified_until > today + LONGEST_VALID:
            raise TechnicianWrong
        for number, each in enumerate(self.turns, 1):
            if each.starts_at >= each.ends_at:
                raise ShiftWrong(row=number)
        check_stretches((each.weekday, each.starts_at, each.ends_at) for each in self.turns)

    def write(self, outlet: Outlet) -> None:
        """Write what is different; shifts that stay keep their rows."""
        entered: dict[str, object] = {
            "name": self.name.strip(),
            "certified_until": self.certified_until,
        }
        if self.certificate.strip():
            entered["certificate"] = self.certificate.strip()
        try:
            with transaction.atomic():
                kept = self._write(outlet, entered)
        except IntegrityError as twice:
            if "technician_name_in_outlet" not in str(twice):
                raise
            raise TechnicianNamesake from twice
        wanted = set(self.turns)
        for row in kept.shifts.all():
            turn = Turn(row.weekday, row.starts_at, row.ends_at)
            if turn in wanted:
                wanted.remove(turn)
            else:
                row.delete()
        for turn in sorted(wanted, key=lambda each: (each.weekday, each.starts_at)):
            Shift.objects.create(technician=kept, **vars(turn))

    def _write(self, outlet: Outlet, entered: dict[str, object]) -> Technician:
        if self.id is None:
            return Technician.objects.create(outlet=outlet, **entered)
        known = _find(outlet, self.id)
        changed = {name for name, value in entered.items() if getattr(known, name) != value}
        if changed:
            Technician.objects.filter(pk=known.pk).update(
                **{name: entered[name] for name in changed}
            )
        return known


@dataclass(frozen=True)
class DropTechnician:
    """Take somebody off the list, with shifts and leave. Raises TechnicianUnknown."""

    technician_id: int

    def check(self, today: date) -> None:  # not about days
        """Nothing can be wrong with it."""

    def write(self, outlet: Outlet) -> None:
        """Delete the row."""
        _find(outlet, self.technician_id).delete()


@dataclass(frozen=True)
class GiveLeave:
    """Be without somebody for some days, both included. Raises LeaveWrong, TechnicianUnknown."""

    technician_id: int
    first_date: date
    last_date: date

    def check(self, today: date) -> None:
        """Check the days."""
        if not today <= self.first_date <= self.last_date <= today + LONGEST_LEAVE:
            raise LeaveWrong

    def write(self, outlet: Outlet) -> None:
        """Add the days."""
        somebody = _find(outlet, self.technician_id)
        Leave.objects.create(
            technician=somebody, first_date=self.first_date, last_date=self.last_date
        )


@dataclass(frozen=True)
class TakeLeaveBack:
    """Have somebody back. Raises TechnicianUnknown."""

    leave_id: int

    def check(self, today: date) -> None:  # not about days
        """Nothing can be wrong with it."""

    def write(self, outlet: Outlet) -> None:
        """Delete the days."""
        deleted, _ = Leave.objects.filter(pk=self.leave_id, technician__outlet=outlet).delete()
        if not deleted:
            raise TechnicianUnknown


@dataclass(frozen=True)
class SetTimeRules:
    """Ask for other notice, keep other bays for the desk, count technicians or not.

    Raises TimeRulesWrong.
    """

    notice_hours: int
    walk_in_bays: int
    counts_technicians: bool

    def check(self, today: date) -> None:  # noqa: ARG002  # not about days
        """Check the numbers."""
        if not (0 <= self.notice_hours <= MOST_NOTICE and 0 <= self.walk_in_bays <= MOST_KEPT_BACK):
            raise TimeRulesWrong(most_hours=MOST_NOTICE, most_bays=MOST_KEPT_BACK)

    def write(self, outlet: Outlet) -> None:
        """Write what is different."""
        Outlet.objects.filter(pk=outlet.pk).exclude(**vars(self)).update(**vars(self))


def _find(outlet: Outlet, technician_id: int) -> Technician:
    found = outlet.technicians.filter(pk=technician_id).first()
    if found is None:
        raise TechnicianUnknown
    return found
