"""Companies sign up by themselves; the platform looks at the licence and lets them in or not.

1. What needs no picture is checked first, so that a mistyped code costs no upload.
2. The licence becomes a picture: decoded in a turn and within limits, upright, without EXIF.
3. Let in, there is a company that owners do not see yet, and a manager who signs in with the
   credit code. It is listed with the first version of its page that the platform lets through.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from voltbay.accounts.models import Role, StaffUser
from voltbay.accounts.staff.errors import PasswordTooWeak
from voltbay.company_pages.errors import (
    SignUpDecided,
    SignUpKnown,
    SignUpReasonMissing,
    SignUpsTooMany,
)
from voltbay.company_pages.messages import tell_let_in, tell_not_let_in
from voltbay.company_pages.models import SignUp
from voltbay.company_pages.queries import is_known
from voltbay.core.errors import Invalid
from voltbay.directory.models import Company
from voltbay.identifiers.credit_code import parse_credit_code
from voltbay.identifiers.phone import parse_phone
from voltbay.identifiers.telephone import parse_telephone
from voltbay.limits.spend import Limit, spend
from voltbay.recognition import photos
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.intake.take_in import take_in

FROM_A_NETWORK = Limit("company signs up from", 5, timedelta(days=1), SignUpsTooMany)
FROM_ALL = Limit("companies sign up", 200, timedelta(days=1), SignUpsTooMany)
LONGEST_REASON = 200


@dataclass(frozen=True)
class Applicant:
    """What a company says when it signs up."""

    name: str
    credit_code: str
    city: str
    phone: str
    contact_name: str
    contact_phone: str
    password: str


def sign_up(applicant: Applicant, image: bytes, *, network: str, now: datetime) -> SignUp:
    """Ask to be let in.

    Raises CreditCodeMalformed, CreditCodeCheckWrong, PhoneMalformed, TelephoneMalformed,
    PasswordTooWeak, SignUpKnown, SignUpsTooMany, IntakeBusy, PhotoTookTooLong, StorageFull or one
    of `recognition.reading.errors`.
    """
    code = _at("credit_code", lambda: parse_credit_code(applicant.credit_code).code)
    contact_phone = _at("contact_phone", lambda: parse_phone(applicant.contact_phone))
    phone = _at("phone", lambda: parse_telephone(applicant.phone))
    _check_password(applicant.password, code)
    if is_known(code):
        raise SignUpKnown
    spend(FROM_A_NETWORK, network, now=now)
    spend(FROM_ALL, "", now=now)
    picture = take_in(image, sender=f"network {network}")
    asked = SignUp(
        name=applicant.name,
        credit_code=code,
        city=applicant.city,
        phone=phone,
        contact_name=applicant.contact_name,
        contact_phone=contact_phone,
        password=make_password(applicant.password),
        evidence=f"companies/{uuid.uuid4()}",
        asked_at=now,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
            photos.put(asked.evidence, picture.jpeg)
    except IntegrityError as beaten:
        if "sign_up_waits_once" not in str(beaten):
            raise
        raise SignUpKnown from beaten
    return asked


@transaction.atomic
def let_in(asked: SignUp, *, staff: StaffUser, now: datetime) -> StaffUser:
    """Make the company and its manager, and tell the contact. Raises SignUpDecided, SignUpKnown."""
    asked = _lock(asked)
    if Company.objects.filter(credit_code=asked.credit_code).exists():
        raise SignUpKnown
    company = Company.objects.create(
        name=_free_name(asked),
        credit_code=asked.credit_code,
        city=asked.city,
        phone=asked.phone,
        is_listed=False,
    )
    manager = StaffUser(
        username=asked.credit_code,
        first_name=(asked.contact_name or "")[:150],
        role=Role.COMPANY_MANAGER,
        company=company,
        must_change_password=False,
    )
    manager.password = asked.password
    manager.save()
    asked.state, asked.company, asked.password = SignUp.State.APPROVED, company, ""
    _decided(asked, staff=staff, now=now)
    tell_let_in(asked, now=now)
    return manager


@transaction.atomic
def turn_down(asked: SignUp, *, reason: str, staff: StaffUser, now: datetime) -> None:
    """Do not let a company in, and tell the contact.

    Raises SignUpReasonMissing or SignUpDecided.
    """
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise SignUpReasonMissing(fields={"reason": SignUpReasonMissing.code})
    asked = _lock(asked)
    asked.state, asked.reason, asked.password = SignUp.State.REFUSED, reason, ""
    _decided(asked, staff=staff, now=now)
    tell_not_let_in(asked, now=now)


def licence_of(asked: SignUp) -> bytes:
    """Return the licence as JPEG; who looks is noted by the page. Raises PhotoGone, PhotosAway."""
    return photos.fetch(asked.evidence)


@transaction.atomic
def forget_contact(asked: SignUp) -> None:
    """Erase the contact and the licence of what was decided long enough ago. Safe to repeat."""
    drop_photo(asked.evidence)
    SignUp.objects.filter(pk=asked.pk).update(
        contact_name=None, contact_phone=None, evidence="", reason="", password=""
    )


@transaction.atomic
def forget(asked: SignUp) -> None:
    """Erase a sign-up with its licence. Safe to repeat."""
    drop_photo(asked.evidence)
    SignUp.objects.filter(pk=asked.pk).delete()


def _lock(asked: SignUp) -> SignUp:
    here = SignUp.objects.select_for_update().get(pk=asked.pk)
    if here.state != SignUp.State.ASKED:
        raise SignUpDecided
    return here


def _decided(asked: SignUp, *, staff: StaffUser, now: datetime) -> None:
    asked.decided_by, asked.decided_at = staff, now
    asked.save()


def _free_name(asked: SignUp) -> str:
    """Return the company's name; one that another company bears is told apart by its code."""
    taken = Company.objects.filter(name=asked.name).exists()
    return f"{asked.name[:101]} {asked.credit_code}" if taken else asked.name


def _check_password(password: str, code: str) -> None:
    try:
        validate_password(password, StaffUser(username=code))
    except ValidationError as weak:
        raise PasswordTooWeak(fields={"password": PasswordTooWeak.code}) from weak


def _at(field: str, read: Callable[[], str]) -> str:
    try:
        return read()
    except Invalid as wrong:
        wrong.fields = {field: wrong.code}  # where it is said to whoever typed it
        raise
