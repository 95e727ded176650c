"""How long it is kept who asked an outlet to come, and where."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from voltbay.callouts.end import empty
from voltbay.callouts.models import CallOut
from voltbay.core.personal import personal_columns
from voltbay.core.retention import SHORTEST, Period, Rule, Words


def _empty(rows: "QuerySet[Any]", _: datetime) -> None:
    empty(rows)


RULES = (
    Rule(
        kind="callouts.call_outs",
        what=Words(
            "求助信息：车况、车辆所在地址、位置、联系电话、车牌、车辆照片、备注",
            "Call-outs: what is wrong with the car, where it stands, position, phone, plate, photo "
            "of the car, note",
        ),
        why=Words("网点与您联系、拖车、上门拆卸", "the outlet calls you, tows or comes"),
        model="callouts.CallOut",
        since="ended_at",
        after=Words("求助结束", "the call-out ended"),
        period=Period("VOLTBAY_KEEP_CALL_OUTS_DAYS"),
        source=SHORTEST,
        only=Q(ended_at__isnull=False, phone_fingerprint__isnull=False),
        columns=tuple(column.name for column in personal_columns(CallOut)),
        end=_empty,
        owner="owner",
        closes=True,
        of_booking="bookings",
    ),
)
