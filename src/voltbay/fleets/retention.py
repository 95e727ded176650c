"""How long companies' contacts, invitations and lists of cars are kept."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from voltbay.core.retention import SHORTEST, Period, Rule, Words
from voltbay.fleets.close import close
from voltbay.fleets.models import FleetAccount
from voltbay.fleets.rules import EVIDENCE_OF_REFUSED_FOR, INVITED_FOR

ITS_CLOSING = Words("单位账户注销", "the company’s account is closed")


def _close(rows: "QuerySet[Any]", _: datetime) -> None:
    for fleet in rows:
        close(fleet)


RULES = (
    Rule(
        kind="fleets.refused",
        what=Words(
            "没有通过的单位账户：联系人、电话、证明材料、原因",
            "A company’s account that was refused: contact, phone, evidence, reason",
        ),
        why=Words("答复为什么没有通过", "answering why it was refused"),
        model="fleets.FleetAccount",
        since="decided_at",
        after=Words("没有通过", "the refusal"),
        period=Period(days=EVIDENCE_OF_REFUSED_FOR.days),
        source=SHORTEST,
        only=Q(state=FleetAccount.State.REFUSED),
        columns=("contact_name", "contact_phone", "reason"),
        end=_close,
    ),
    Rule(
        kind="fleets.invitations",
        what=Words(
            "单位邀请、对方还没有接受的手机号",
            "Phones that a company invited and that nobody joined with",
        ),
        why=Words("让受邀的人加入", "letting them join"),
        model="fleets.FleetMember",
        since="invited_at",
        after=Words("邀请", "the invitation"),
        period=Period(days=INVITED_FOR.days),
        source=SHORTEST,
        only=Q(owner__isnull=True),
    ),
    Rule(
        kind="fleets.vehicles",
        what=Words(
            "单位车辆清单：号牌、车辆识别代号、行驶证所有人",
            "A company’s list of cars: plate, VIN, owner on the licence",
        ),
        why=Words("为单位预约", "booking for the company"),
        model="fleets.FleetVehicle",
        after=ITS_CLOSING,
        source=SHORTEST,
        over=Q(fleet__state=FleetAccount.State.CLOSED),
    ),
    Rule(
        kind="fleets.contacts",
        what=Words(
            "单位账户的联系人、电话、审核说明",
            "A company’s contact, phone, why it was decided so",
        ),
        why=Words("联系单位", "reaching the company"),
        model="fleets.FleetAccount",
        after=ITS_CLOSING,
        source=SHORTEST,
        only=~Q(state=FleetAccount.State.REFUSED),
        over=Q(state=FleetAccount.State.CLOSED),
        columns=("contact_name", "contact_phone", "reason"),
    ),
)
