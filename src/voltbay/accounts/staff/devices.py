"""Browsers that a member of staff has signed in with wholly, the second factor included.

A computer at a desk is many people's: they share its token, and each is known there alone.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from voltbay.accounts.models import KnownDevice, StaffUser
from voltbay.accounts.models.owners import LONGEST_CLIENT
from voltbay.core.keys import fingerprint
from voltbay.core.tokens import new_token

LASTS = timedelta(days=90)  # since the last sign-in there: over the longest leave
FIRST_PASSWORD_LASTS = timedelta(days=7)  # to be handed over, and used on a colleague's return
MOST = 10  # of one member of staff; the one that was not used for longest goes


def known_key(name: str, tokens: Sequence[str], *, now: datetime) -> bytes | None:
    """Return the fingerprint by which a device of a user name is known, or None. One statement."""
    keys = [_key(token) for token in tokens if token]
    known = KnownDevice.objects.filter(
        staff__username=name, staff__is_active=True, token_fingerprint__in=keys, expires_at__gt=now
    )
    found = known.values_list("token_fingerprint", flat=True).first()
    return None if found is None else bytes(found)


def remember_device(staff: StaffUser, *, token: str, client: str, now: datetime) -> str:
    """Know a browser from now on; return the token that it keeps.

    A token that nobody's device has is not taken over: somebody else may have put it there.
    """
    if not KnownDevice.objects.filter(token_fingerprint=_key(token), expires_at__gt=now).exists():
        token = new_token()
    _write(staff, token, client=client, now=now, lasts=LASTS)
    return token


def remember_first_password(staff: StaffUser, password: str, *, now: datetime) -> None:
    """Let a first password in that was just handed over: it is too long to be guessed."""
    _write(staff, password, client="", now=now, lasts=FIRST_PASSWORD_LASTS)


def devices_of(staff: StaffUser, *, now: datetime) -> list[KnownDevice]:
    """Return where somebody is known, the last used first."""
    known = staff.known_devices.filter(expires_at__gt=now).exclude(client="")
    return list(known.order_by("-used_at"))


def forget_devices(staff: StaffUser) -> int:
    """Know none any more; return how many there were."""
    dropped, _ = staff.known_devices.all().delete()
    return dropped


def _write(staff: StaffUser, token: str, *, client: str, now: datetime, lasts: timedelta) -> None:
    KnownDevice.objects.update_or_create(
        staff=staff,
        token_fingerprint=_key(token),
        defaults={"client": client[:LONGEST_CLIENT], "used_at": now, "expires_at": now + lasts},
    )
    newest = staff.known_devices.order_by("-used_at").values("pk")[:MOST]
    staff.known_devices.exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()


def _key(token: str) -> bytes:
    return fingerprint(token, purpose="staff-device")
