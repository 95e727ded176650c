"""Managing staff: who may make, change, reset and disable whom.

A platform operator manages everybody, a company manager those who work at the company's outlets.
Nobody manages themselves: so nobody raises themselves, and one operator always remains.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from voltbay.accounts.models import Role, StaffUser
from voltbay.accounts.staff.attempts import clear_attempts_of
from voltbay.accounts.staff.devices import forget_devices, remember_first_password
from voltbay.accounts.staff.dormant import wake
from voltbay.accounts.staff.end_sessions import end_sessions
from voltbay.accounts.staff.errors import (
    StaffChangedMeanwhile,
    StaffEntryWrong,
    StaffNameTaken,
    StaffNotYours,
)
from voltbay.accounts.staff.queries import AT_OUTLETS, outlets_to_give, staff_of, version_of
from voltbay.accounts.staff.second_factor import reset_factor
from voltbay.directory.models import Company, Outlet

MAY_GRANT: dict[str, tuple[Role, ...]] = {
    Role.OPERATOR: tuple(Role),
    Role.COMPANY_MANAGER: AT_OUTLETS,
}
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another
PASSWORD_LENGTH = 14


@dataclass(frozen=True)
class Entry:
    """What is entered about a member of staff."""

    username: str
    first_name: str
    role: str
    company_id: UUID | None = None
    outlet_ids: Sequence[UUID] = ()
    is_active: bool = True


@transaction.atomic
def add_staff(entry: Entry, *, by: StaffUser, now: datetime) -> tuple[StaffUser, str]:
    """Make a member of staff and return the first password, which is kept nowhere.

    Raises StaffEntryWrong, StaffNameTaken or StaffNotYours.
    """
    name = _name(entry.username)
    if StaffUser.objects.filter(username__iexact=name).exists():
        raise StaffNameTaken(fields={"username": StaffNameTaken.code})
    made = StaffUser(username=name)
    password = _new_password(made)
    _write(made, entry, by=by)
    remember_first_password(made, password, now=now)
    return made, password


@transaction.atomic
def change_staff(staff: StaffUser, entry: Entry, *, seen: str, by: StaffUser) -> None:
    """Change role, outlets, name, and whether somebody may sign in; the user name stays.

    Raises StaffNotYours, StaffEntryWrong or StaffChangedMeanwhile.
    """
    staff = _lock(staff, by=by)
    if version_of(staff) != seen:
        raise StaffChangedMeanwhile
    _write(staff, entry, by=by)


@transaction.atomic
def reset_password(staff: StaffUser, *, by: StaffUser, now: datetime) -> str:
    """Give somebody a password for one sign-in; whoever is signed in as them is out.

    It works at once, whatever others have tried under the name.
    """
    staff = _lock(staff, by=by)
    password = _new_password(staff)
    staff.save(update_fields=["password", "must_change_password"])
    clear_attempts_of(staff.username)
    remember_first_password(staff, password, now=now)
    return password


@transaction.atomic
def reset_second_factor(staff: StaffUser, *, by: StaffUser) -> None:
    """Have somebody enrol a new authenticator at the next sign-in."""
    reset_factor(_lock(staff, by=by))


@transaction.atomic
def forget_devices_of(staff: StaffUser, *, by: StaffUser) -> int:
    """Let no device of somebody's pass the limits any more; return how many there were."""
    return forget_devices(_lock(staff, by=by))


@transaction.atomic
def wake_staff(staff: StaffUser, *, by: StaffUser, now: datetime) -> None:
    """Let somebody sign in again who rested. Raises StaffNotYours."""
    wake(_lock(staff, by=by), now=now)


@transaction.atomic
def sign_out_everywhere(staff: StaffUser, *, by: StaffUser) -> int:
    """End every session of somebody, and say how many there were. Raises StaffNotYours."""
    return end_sessions(_lock(staff, by=by))


def check_manages(by: StaffUser, staff: StaffUser) -> None:
    """Check that somebody manages another. Raises StaffNotYours, for oneself too."""
    if by.pk == staff.pk or not staff_of(by).filter(pk=staff.pk).exists():
        raise StaffNotYours


def _lock(staff: StaffUser, *, by: StaffUser) -> StaffUser:
    check_manages(by, staff)
    return StaffUser.objects.select_for_update().get(pk=staff.pk)


def _write(staff: StaffUser, entry: Entry, *, by: StaffUser) -> None:
    if entry.role not in MAY_GRANT.get(by.role, ()):
        raise StaffNotYours
    outlets = list(outlets_to_give(by).filter(pk__in=entry.outlet_ids))
    company = _company(entry, outlets)
    is_operator = entry.role == Role.OPERATOR
    staff.first_name, staff.role = entry.first_name.strip()[:150], entry.role
    staff.company, staff.is_active = company, entry.is_active
    staff.is_staff = staff.is_superuser = is_operator  # the back office lets nobody else in
    staff.save()
    if not staff.is_active:
        forget_devices(staff)
    staff.outlets.set(outlets if entry.role in AT_OUTLETS else [])


def _company(entry: Entry, outlets: Sequence[Outlet]) -> Company | None:
    """Return whose staff it is; the entries must fit the role. Raises StaffEntryWrong."""
    if len(outlets) != len(set(entry.outlet_ids)):
        raise StaffNotYours
    if entry.role in AT_OUTLETS:
        if not outlets or len({each.company_id for each in outlets}) > 1:
            raise StaffEntryWrong(fields={"outlets": StaffEntryWrong.code})
        return outlets[0].company
    if entry.role == Role.COMPANY_MANAGER:
        company = Company.objects.filter(pk__in=[entry.company_id]).first()
        if company is None:
            raise StaffEntryWrong(fields={"company": StaffEntryWrong.code})
        return company
    return None


def _name(text: str) -> str:
    name = StaffUser.normalize_username(text.strip())
    try:
        StaffUser._meta.get_field("username").clean(name, None)
        UnicodeUsernameValidator()(name)
    except ValidationError as wrong:
        raise StaffEntryWrong(fields={"username": StaffEntryWrong.code}) from wrong
    return str(name)


def _new_password(staff: StaffUser) -> str:
    password = "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))
    staff.set_password(password)
    staff.must_change_password = True
    return password
