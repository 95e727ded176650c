"""What people have to have entered or installed: agreements, the telephone, public holidays."""

from datetime import datetime

from django.conf import settings

from voltbay.accounts.agreements.clouds import unused_consents
from voltbay.accounts.agreements.queries import NEEDED, current_agreements
from voltbay.accounts.models import Agreement, Support
from voltbay.brand.brand import Brand, brand
from voltbay.core.local_time import local_date
from voltbay.server.doctor.finding import Finding, fail, ok, warn
from voltbay.slots.public_holidays import is_known

DECEMBER = 12  # the next year's holidays are announced in November


def agreements(*, now: datetime) -> Finding:
    """Look whether what owners have to agree to is in force."""
    current = set(current_agreements(now=now))
    if missing := {str(kind) for kind in NEEDED} - current:
        return fail("agreements_missing", kinds=", ".join(sorted(missing)))
    used = {str(kind) for kind in Agreement.Kind} - {str(kind) for kind in unused_consents()}
    if missing := used - current:
        return warn("agreements_photos", kinds=", ".join(sorted(missing)))
    return ok("agreements_ok", count=len(current))


def support() -> Finding:
    """Look whether owners are told whom to call."""
    return ok("support_ok") if Support.objects.exists() else warn("support_missing")


def own_name() -> Finding:
    """Look whether the site runs under its operator's name, with what the law wants to be seen."""
    if settings.VOLTBAY_DEMO or settings.VOLTBAY_TEST:
        return ok("own_name_demo")
    shown = brand()
    if shown.name_zh == Brand.name_zh:
        return warn("own_name_ours")
    if not shown.icp:
        return warn("own_name_no_icp")
    return ok("own_name_ok", name=shown.name_zh)


def holidays(*, now: datetime) -> Finding:
    """Look whether the public holidays of the year are known, and in December the next one's."""
    today = local_date(now)
    years = [today.year, today.year + 1] if today.month == DECEMBER else [today.year]
    unknown = [year for year in years if not is_known(year)]
    return (
        warn("holidays_unknown", year=unknown[0]) if unknown else ok("holidays_ok", year=years[-1])
    )
