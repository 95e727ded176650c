"""Known devices: where an owner has signed in before, so that strangers cannot keep the owner out.

The token is 32 random bytes that only the device has; the row holds its SHA-256. It signs nobody
in: what it opens is the part of a phone's messages and tries that strangers may not use up.
"""

from datetime import datetime, timedelta

from voltbay.accounts.models import Device, Owner
from voltbay.accounts.models.owners import LONGEST_CLIENT
from voltbay.core.tokens import new_token, token_hash
from voltbay.notifications.tell import phone_fingerprint

LASTS = timedelta(days=180)  # without signing in there; a removal is booked once in years
MOST = 10  # of one owner: a household's phones and computers


def known_device(*, phone: str, token: str, now: datetime) -> bool:
    """Tell whether the owner of this phone (in its normal form) has signed in there before."""
    if not token:
        return False
    mine = Device.objects.filter(
        token_hash=token_hash(token),
        used_at__gt=now - LASTS,
        owner__phone_fingerprint=phone_fingerprint(phone),
    )
    return mine.exists()


def remember_device(owner: Owner, *, token: str, client: str, now: datetime) -> str:
    """Note that the owner has just signed in there, and return the device's token.

    A token that is not this owner's is not taken over: somebody else may have planted it.
    """
    mine = Device.objects.filter(owner=owner, token_hash=token_hash(token), used_at__gt=now - LASTS)
    if token and mine.update(used_at=now):
        return token
    fresh = new_token()
    Device.objects.create(
        token_hash=token_hash(fresh),
        owner=owner,
        created_at=now,
        used_at=now,
        client=client[:LONGEST_CLIENT],
    )
    _forget_surplus(owner)
    return fresh


def forget_other_devices(owner: Owner, *, token: str) -> None:
    """Know none of an owner's devices any more but the one with this token."""
    Device.objects.filter(owner=owner).exclude(token_hash=token_hash(token)).delete()


def _forget_surplus(owner: Owner) -> None:
    """Keep the devices that were used last."""
    newest = Device.objects.filter(owner=owner).order_by("-used_at", "-id")
    Device.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[MOST:])).delete()
