"""How long VINs stay in what was reported; the rows stay, and their chain holds without."""

from voltbay.bookings.retention import RECORD, THREE_YEARS
from voltbay.core.retention import Rule, Words

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
)
