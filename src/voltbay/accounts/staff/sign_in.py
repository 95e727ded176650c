"""How staff sign in: the password, then the authenticator's code.

1. Every try is counted first; too many and the name is locked for a while.
2. Name and password must belong together, and the account must be open.
3. The code is checked by `second_factor`; each opens one door once.
"""

from datetime import datetime

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.attempts import begin_attempt, clear_attempts_of
from voltbay.accounts.staff.errors import PasswordTooWeak, StaffSignInWrong


def check_password(name: str, *, password: str, address: str, now: datetime) -> StaffUser:
    """Return who signs in. Raises StaffLocked or StaffSignInWrong.

    The tries of the name are forgotten only when the whole sign-in is done.
    """
    begin_attempt(name, address=address, now=now)
    found = authenticate(username=name.strip(), password=password)
    if not isinstance(found, StaffUser):
        raise StaffSignInWrong
    return found


def signed_in(staff: StaffUser) -> None:
    """Note that a sign-in is done: its earlier tries count no more."""
    clear_attempts_of(staff.username)


def choose_password(staff: StaffUser, *, old: str, new: str) -> None:
    """Change a password to one that holds. Raises StaffSignInWrong or PasswordTooWeak."""
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
