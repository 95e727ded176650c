"""Giving an account back to its owner, who calls and cannot prove it otherwise.

1. Two facts are asked: a booking's code, from its message, and the plate of that booking, or
   the last six characters of the VIN of a car that had none.
2. An account whose phone was proven within 90 days is left alone: its owner has that phone, and
   whoever says otherwise on the telephone is somebody else.
3. A code goes to the phone that the owner has now, and is read out: no account moves to a phone
   that nobody holds.
4. Every session, device and WeChat user of the account ends, and a phone that it still has is told.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.change_phone import NOWHERE, move_phone
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.accounts.phones.dormant import may_be_anothers
from voltbay.bookings.models import Booking
from voltbay.bookings.queries import vin_end_fingerprint
from voltbay.bookings.rules import code_in
from voltbay.core.errors import Conflict, Invalid
from voltbay.core.keys import fingerprint
from voltbay.identifiers.phone import parse_phone
from voltbay.identifiers.plate import normalise_plate
from voltbay.identifiers.vin import normalise_vin
from voltbay.limits.errors import LimitReached
from voltbay.limits.spend import Limit, spend


class CallerUnproven(Invalid):
    """No booking has this code and this plate, or this end of the VIN if it has no plate."""

    code = "caller_unproven"


class PhoneStillProven(Conflict):
    """The account's phone was proven within 90 days: its owner signs in with it."""

    code = "phone_still_proven"


class AccountsSoughtTooOften(LimitReached):
    """This member of staff looked for as many accounts as there are callers in a day."""

    code = "accounts_sought_too_often"


SOUGHT = Limit("account sought by staff", 20, timedelta(days=1), AccountsSoughtTooOften)


def account_of_caller(*, booking: str, plate: str, staff: str, now: datetime) -> Owner:
    """Return the account that a caller knows a booking's code and plate of; every try is counted.

    Raises AccountsSoughtTooOften, CallerUnproven or PhoneStillProven.
    """
    spend(SOUGHT, staff, now=now)
    known = Booking.objects.filter(
        Q(plate_fingerprint=fingerprint(normalise_plate(plate), purpose="plate"))
        | Q(plate_fingerprint=None, vin_end_fingerprint=vin_end_fingerprint(normalise_vin(plate))),
        code=code_in(booking),
        owner__closed_at=None,
    )
    found = known.select_related("owner").first()
    if found is None:
        raise CallerUnproven(fields={"booking": CallerUnproven.code})
    if found.owner.phone is not None and not may_be_anothers(found.owner, now=now):
        raise PhoneStillProven
    return found.owner


def send_proof(phone: str, *, address: str, now: datetime) -> None:
    """Send a code to the phone that the caller has now. Raises what issue_code raises."""
    issue_code(phone=phone, address=address, now=now)


def restore_account(owner: Owner, *, phone: str, code: str, address: str, now: datetime) -> None:
    """Move an account to the phone whose code was read out; proofs may be tried anew.

    Raises PhoneMalformed, PhoneTaken, or what spend_code raises.
    """
    phone = parse_phone(phone)
    spend_code(phone=phone, code=code, now=now, asker=Asker(address=address))
    move_phone(owner, phone, here=NOWHERE, now=now)
