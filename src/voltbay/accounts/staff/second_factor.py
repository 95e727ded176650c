"""The second factor of staff: codes of an authenticator app (TOTP).

Source: RFC 6238; 30 s, six digits, SHA-1, as every authenticator app takes them.
"""

import base64
import re
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from django_otp.oath import TOTP

from voltbay.accounts.models import SecondFactor, StaffUser
from voltbay.accounts.staff.attempts import CODE, Origin, begin_attempt
from voltbay.accounts.staff.errors import SecondFactorWrong
from voltbay.brand.brand import brand

SECRET_BYTES = 20  # RFC 4226 asks for as many as SHA-1 has
STEP_SECONDS = 30
TOLERANCE = 1  # steps: a phone's clock may be half a minute off
SIX_DIGITS = re.compile(r"[0-9]{6}")


def enrol(staff: StaffUser, *, now: datetime) -> SecondFactor:
    """Return the secret to be enrolled; one that was not confirmed yet is shown again."""
    factor, _ = SecondFactor.objects.get_or_create(
        staff=staff, defaults={"secret": new_secret(), "created_at": now}
    )
    return factor


def new_secret() -> str:
    """Make a secret, in base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def uri_of(factor: SecondFactor) -> str:
    """Return the `otpauth://` address that an app reads from a QR code."""
    issuer = brand().short_zh
    label = quote(f"{issuer}:{factor.staff.username}")
    asked = urlencode({"secret": factor.secret, "issuer": issuer})
    return f"otpauth://totp/{label}?{asked}"


def is_enrolled(staff: StaffUser) -> bool:
    """Tell whether the member of staff has a confirmed second factor."""
    return SecondFactor.objects.filter(staff=staff, confirmed_at__isnull=False).exists()


def has_factor(staff: StaffUser) -> bool:
    """Tell whether the member of staff has begun to enrol a second factor, or confirmed one."""
    return SecondFactor.objects.filter(staff=staff).exists()


def check_code(staff: StaffUser, code: str, *, origin: Origin, now: datetime) -> None:
    """Accept a code once; the first one confirms the enrolment.

    Raises StaffLocked or SecondFactorWrong.
    """
    attempt = begin_attempt(CODE, staff.username, origin=origin, now=now)
    factor = SecondFactor.objects.filter(staff=staff).first()
    step = _step_of(factor, code, now=now) if factor else None
    if not factor or step is None or not _spend(factor, step=step, now=now):
        raise SecondFactorWrong
    attempt.was_right()


def reset_factor(staff: StaffUser) -> None:
    """Have somebody whose phone is lost enrol anew at the next sign-in."""
    SecondFactor.objects.filter(staff=staff).delete()


def _step_of(factor: SecondFactor, code: str, *, now: datetime) -> int | None:
    """Return the step whose code this is, or None."""
    typed = re.sub(r"\s", "", code)
    if not SIX_DIGITS.fullmatch(typed):
        return None
    clock = TOTP(base64.b32decode(factor.secret), step=STEP_SECONDS)
    clock.time = now.timestamp()
    fits = clock.verify(int(typed), tolerance=TOLERANCE, min_t=factor.last_step + 1)
    return int(clock.t()) if fits else None


def _spend(factor: SecondFactor, *, step: int, now: datetime) -> bool:
    """Use a step up; False if another request did so first."""
    unused = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
    confirmed_at = factor.confirmed_at or now
    return unused.update(last_step=step, confirmed_at=confirmed_at) == 1
