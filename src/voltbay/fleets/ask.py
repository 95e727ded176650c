"""Asking for a fleet account: a company's name and code, a contact, and a paper that shows it.

1. What needs no picture is checked first, so that a mistyped code costs no upload.
2. The paper becomes a picture: decoded in a turn and within limits, upright, without EXIF.
3. Account, its first manager and the picture are stored together or not at all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner
from voltbay.core.errors import Invalid
from voltbay.fleets.errors import FleetKnown, FleetsTooMany
from voltbay.fleets.evidence import key_of
from voltbay.fleets.models import FleetAccount, FleetMember
from voltbay.fleets.rules import Role
from voltbay.identifiers.credit_code import parse_credit_code
from voltbay.limits.spend import Limit, spend
from voltbay.recognition import photos
from voltbay.recognition.intake.take_in import take_in

ASKED = Limit("fleet asked for", 5, timedelta(days=1), FleetsTooMany)


@dataclass(frozen=True)
class Application:
    """What is asked for; normalised and of the right form."""

    name: str
    credit_code: str
    contact_name: str
    contact_phone: str
    evidence_kind: str


def ask(application: Application, image: bytes, *, owner: Owner, now: datetime) -> FleetAccount:
    """Ask for a fleet account, whose first manager is whoever asks.

    Raises CreditCodeMalformed, CreditCodeCheckWrong, FleetKnown, FleetsTooMany, IntakeBusy,
    PhotoTookTooLong, StorageFull or one of `recognition.reading.errors`.
    """
    code = _credit_code(application.credit_code)
    _check_new(code)
    spend(ASKED, str(owner.pk), now=now)
    picture = take_in(image, sender=f"owner {owner.pk}")
    fleet = FleetAccount(
        name=application.name,
        credit_code=code,
        contact_name=application.contact_name,
        contact_phone=application.contact_phone,
        evidence_kind=application.evidence_kind,
        asked_by=owner,
        asked_at=now,
    )
    fleet.evidence = key_of(fleet)
    try:
        _store(fleet, picture.jpeg, owner=owner)
    except IntegrityError as beaten:
        if "fleet_once_a_company" not in str(beaten):
            raise
        raise FleetKnown from beaten
    return fleet


@transaction.atomic
def _store(fleet: FleetAccount, picture: bytes, *, owner: Owner) -> None:
    fleet.save(force_insert=True)
    FleetMember.objects.create(
        fleet=fleet,
        owner=owner,
        role=Role.MANAGES,
        invited_at=fleet.asked_at,
        joined_at=fleet.asked_at,
    )
    photos.put(fleet.evidence, picture)


def _check_new(code: str) -> None:
    if FleetAccount.objects.filter(credit_code=code, state__in=FleetAccount.LIVE).exists():
        raise FleetKnown


def _credit_code(text: str) -> str:
    try:
        return parse_credit_code(text).code
    except Invalid as wrong:
        wrong.fields = {"credit_code": wrong.code}  # where it is said to whoever typed it
        raise
