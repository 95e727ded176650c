"""How staff sign in: the password, then the authenticator's code.

1. Every try is counted first (`attempts`); too many and the caller waits.
2. Name and password must belong together, and the account must be open. An unknown name costs the
   same time: Django hashes the password all the same.
3. The code is checked by `second_factor`; each opens one door once.
"""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.attempts import (
    PASSWORD,
    Origin,
    begin_attempt,
    clear_attempts_from,
    clear_attempts_of,
)
from voltbay.accounts.staff.devices import remember_device
from voltbay.accounts.staff.errors import PasswordTooWeak, StaffLocked, StaffSignInWrong
from voltbay.limits.spend import Limit, spend

CHANGES = Limit("staff password change", 10, timedelta(minutes=15), StaffLocked)


def check_password(name: str, *, password: str, origin: Origin, now: datetime) -> StaffUser:
    """Return who signs in. Raises StaffLocked or StaffSignInWrong."""
    attempt = begin_attempt(PASSWORD, name, origin=origin, now=now, password=password)
    found = authenticate(username=name.strip(), password=password)
    if not isinstance(found, StaffUser):
        raise StaffSignInWrong
    attempt.was_right()
    return found


def signed_in(staff: StaffUser, *, origin: Origin, client: str, now: datetime) -> str:
    """Note that a sign-in is done; return the token by which the device is known from now on."""
    clear_attempts_from(origin, name=staff.username)
    return remember_device(staff, token=origin.device, client=client, now=now)


def choose_password(staff: StaffUser, *, old: str, new: str, now: datetime) -> None:
    """Change a password to one that holds. Raises StaffLocked, StaffSignInWrong or PasswordTooWeak.

    No device is known any more.
    """
    spend(CHANGES, str(staff.pk), now=now)  # whoever sits down at an open session guesses as well
    if not staff.check_password(old):
        raise StaffSignInWrong
    if old == new:
        raise PasswordTooWeak
    try:
        validate_password(new, staff)
    except ValidationError as weak:
        raise PasswordTooWeak from weak
    staff.set_password(new)
    staff.must_change_password = False
    staff.save(update_fields=["password", "must_change_password"])
    clear_attempts_of(staff.username)
