"""Agreements and a customer service number to try Voltbay with."""

from datetime import date, datetime, time

from voltbay.accounts.agreements.seed import Operator, seed_agreements
from voltbay.accounts.models import Support
from voltbay.core.local_time import at

OPERATOR = Operator(
    operator="电池拆卸预约演示方（虚构，仅供试用）",
    address="上海市浦东新区演示路 1 号",
    contact="400-820-0000",
)
IN_FORCE = at(date(2026, 4, 1), time.min)


def load(*, now: datetime) -> None:
    """Add what is not there yet."""
    seed_agreements(OPERATOR, effective_at=min(IN_FORCE, now), now=now)
    Support.objects.get_or_create(
        pk=Support.ONLY,
        defaults={
            "number": OPERATOR.contact,
            "hours_zh": "每天 8:00–20:00（含节假日）",
            "hours_en": "8:00–20:00 every day, holidays included",
        },
    )
