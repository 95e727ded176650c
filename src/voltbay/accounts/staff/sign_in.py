"""How staff sign in: the password, then the authenticator's code.

1. Every try is counted first (`attempts`); too many and the caller waits.
2. Name and password must belong together, and the account must be open. An unknown name costs the
   same time: Django hashes the password all the same.
3. The code is checked by `second_factor`; each opens one door once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.attempts import (
    PASSWORD,
    Attempt,
    Origin,
    begin_attempt,
    clear_attempts_from,
    clear_attempts_of,
)
from voltbay.accounts.staff.devices import remember_device
from voltbay.accounts.staff.dormant import is_dormant
from voltbay.accounts.staff.errors import (
    PasswordTooWeak,
    SignInBusy,
    StaffDormant,
    StaffLocked,
    StaffSignInWrong,
)
from voltbay.limits.spend import Limit, spend

# Of one process: each argon2 takes 100 MB and a processor for a twentieth of a second, and a
# thread that waits answers nobody meanwhile.
AT_ONCE = BoundedSemaphore(2)
PATIENCE = timedelta(milliseconds=300)
CHANGES = Limit("staff password change", 10, timedelta(minutes=15), StaffLocked)


def check_password(name: str, *, password: str, origin: Origin, now: datetime) -> StaffUser:
    """Return who signs in. Raises StaffLocked, StaffSignInWrong, StaffDormant or SignInBusy."""
    attempt = begin_attempt(PASSWORD, name, origin=origin, now=now, password=password)
    with _turn(attempt):
        found = authenticate(username=name.strip(), password=password)
    if not isinstance(found, StaffUser):
        raise StaffSignInWrong
    attempt.was_right()
    if is_dormant(found, now=now):  # said only to who knows the password
        raise StaffDormant(days=settings.VOLTBAY_STAFF_DORMANT_DAYS)
    return found


@contextmanager
def _turn(attempt: Attempt) -> Iterator[None]:
    """Have strangers take turns; whoever does not get one in time counts no try. Raises SignInBusy.

    A known device, which nobody else can use up, waits for nobody.
    """
    if not attempt.of_strangers:
        yield
        return
    if not AT_ONCE.acquire(timeout=PATIENCE.total_seconds()):
        attempt.was_none()
        raise SignInBusy
    try:
        yield
    finally:
        AT_ONCE.release()


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
