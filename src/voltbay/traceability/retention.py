"""How long VINs stay in what was reported; the rows stay, and their chain holds without."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from voltbay.bookings.retention import RECORD, THREE_YEARS
from voltbay.core.retention import Rule, Words
from voltbay.removals.payouts.settle import ERASED

PROVING = Words("证明更正、撤回的依据", "proving why it was corrected or taken back")


def _write_over_receivers(rows: "QuerySet[Any]", _: datetime) -> None:
    """Write over why a receiver was corrected; it does not go without a reason."""
    rows.update(why=ERASED, credit_code_override_reason="")


def _write_over_reports(rows: "QuerySet[Any]", _: datetime) -> None:
    """Write over why a report was taken back; it does not go without a reason."""
    rows.update(withdrawn_why=ERASED)


RULES = (
    Rule(
        kind="traceability.vins",
        what=Words("已上报的溯源记录中的车辆识别代号", "The VIN in what was reported of a battery"),
        why=Words("电池溯源上报", "reporting where batteries are"),
        model="traceability.ReportRow",
        since="at",
        after=Words("上报", "the report"),
        period=RECORD,
        source=THREE_YEARS,
        columns=("vin", "salt"),
        owner="pack__removal__booking__owner",
        of_booking="pack__removal__booking",
    ),
    Rule(
        kind="traceability.receivers",
        what=Words(
            "更正接收单位的原因、接受例外信用代码的原因",
            "Why a receiver was corrected, and why a credit code that fails its check was taken",
        ),
        why=PROVING,
        model="traceability.CorrectedReceiver",
        since="at",
        after=Words("更正", "the correction"),
        period=RECORD,
        source=THREE_YEARS,
        only=~Q(why=ERASED),
        columns=("why", "credit_code_override_reason"),
        end=_write_over_receivers,
        of_owners=False,
    ),
    Rule(
        kind="traceability.withdrawn",
        what=Words("撤回上报的原因", "Why a report was taken back"),
        why=PROVING,
        model="traceability.Report",
        since="withdrawn_at",
        after=Words("撤回", "it was taken back"),
        period=RECORD,
        source=THREE_YEARS,
        only=~Q(withdrawn_why__in=("", ERASED)),
        columns=("withdrawn_why",),
        end=_write_over_reports,
        of_owners=False,
    ),
)
