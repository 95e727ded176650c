"""Agreements and a customer service number to try Voltbay with."""

from datetime import date, datetime, time

from voltbay.accounts.agreements.seed import Operator, seed_agreements
from voltbay.accounts.models import Support
from voltbay.brand.brand import brand
from voltbay.core.local_time import at

NUMBER = "400-820-0000"
IN_FORCE = at(date(2026, 4, 1), time.min)


def operator() -> Operator:
    """Return who stands in the agreements; invented."""
    return Operator(
        operator=f"{brand().name_zh}演示方（虚构，仅供试用）",
        address="上海市浦东新区演示路 1 号",
        contact=NUMBER,
    )


def load(*, now: datetime) -> None:
    """Add what is not there yet."""
    seed_agreements(operator(), effective_at=min(IN_FORCE, now), now=now)
    Support.objects.get_or_create(
        pk=Support.ONLY,
        defaults={
            "number": NUMBER,
            "hours_zh": "每天 8:00–20:00（含节假日）",
            "hours_en": "8:00–20:00 every day, holidays included",
        },
    )
