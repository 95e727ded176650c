"""How long bookings, and what was said and seen for them, are kept."""

from django.db.models import Exists, OuterRef, Q

from voltbay.accounts.models import Owner
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.core.personal import personal_columns
from voltbay.core.retention import LOGS, SHORTEST, Period, Rule, Source, Words
from voltbay.notifications.models import Notice

UNDONE = Period("VOLTBAY_KEEP_UNDONE_DAYS")
PROOFS = Period("VOLTBAY_KEEP_PROOFS_DAYS")
RECORD = Period("VOLTBAY_KEEP_RECORD_DAYS")

# A battery came out, or may have: it has to be traceable.
RECORDED = (State.COMPLETED, State.LEFT_OPEN)
NOT_RECORDED = (State.HELD, State.CANCELLED, State.EXPIRED, State.NO_SHOW)
THE_APPOINTMENT = Words("预约时间", "the appointment")
NEEDED_ONCE = ("identity_number", "certificate_number", "note", "cancel_reason")

THREE_YEARS = Source(
    "《新能源汽车动力蓄电池回收服务网点建设和运营指南》报道稿：溯源记录保存三年；"
    "《民法典》第 188 条：诉讼时效三年"
    " (outlet guideline as reported: records kept three years; Civil Code art. 188). "
    "Order 73 of 2026 was not seen in full",
    "S",
)


def _rest() -> tuple[str, ...]:
    names = [column.name for column in personal_columns(Booking)]
    return tuple(name for name in names if name not in NEEDED_ONCE)


OF_UNDONE = Rule(
    kind="bookings.undone",
    what=Words(
        "没有完成的预约（已取消、已过期、未到店）中的姓名、手机号、证件号码、号牌、车辆识别代号、备注",
        "Of a booking that came to nothing (cancelled, lapsed, not turned up): name, phone, "
        "identity number, plate, VIN, notes",
    ),
    why=Words("答复您对这次预约的询问", "answering what you ask about it"),
    model="bookings.Booking",
    since="ends_at",
    after=THE_APPOINTMENT,
    period=UNDONE,
    source=SHORTEST,
    only=Q(state__in=NOT_RECORDED),
    columns=(*NEEDED_ONCE, *_rest()),
    owner="owner",
    closes=True,
    of_booking="pk",
)
OF_PROOFS = Rule(
    kind="bookings.proofs",
    what=Words(
        "已完成的预约中只为核对而需要的内容：证件号码、证明编号、备注",
        "Of a completed booking, what only checking needed: identity number, certificate "
        "number, notes",
    ),
    why=Words("核对车主和车辆", "checking person and vehicle"),
    model="bookings.Booking",
    since="ends_at",
    after=THE_APPOINTMENT,
    period=PROOFS,
    source=SHORTEST,
    only=Q(state__in=RECORDED),
    columns=NEEDED_ONCE,
    owner="owner",
    closes=True,
    of_booking="pk",
)
OF_RECORD = Rule(
    kind="bookings.record",
    what=Words(
        "已完成的预约中的姓名、手机号、号牌、车辆识别代号、行驶证所有人",
        "Of a completed booking: name, phone, plate, VIN, owner on the licence",
    ),
    why=Words("电池溯源、证明双方约定", "tracing the battery; proving what was agreed"),
    model="bookings.Booking",
    since="ends_at",
    after=THE_APPOINTMENT,
    period=RECORD,
    source=THREE_YEARS,
    only=Q(state__in=RECORDED),
    columns=_rest(),
    owner="owner",
    of_booking="pk",
)
OF_LOOKS = Rule(
    kind="bookings.looks",
    what=Words("工作人员核对证件原件时的备注", "Notes of staff who looked at original papers"),
    why=Words("核对车主和车辆", "checking person and vehicle"),
    model="bookings.OriginalLook",
    since="booking__ends_at",
    after=THE_APPOINTMENT,
    period=PROOFS,
    source=SHORTEST,
    columns=("note",),
    owner="booking__owner",
    closes=True,
    of_booking="booking",
)
OF_HOLDS = Rule(
    kind="bookings.hold_reasons",
    what=Words("预约依法延长保存的原因", "Why a booking was under a legal hold"),
    why=Words("证明延长保存的依据", "showing what the hold was for"),
    model="bookings.LegalHold",
    since="lifted_at",
    after=Words("解除延长保存", "the hold was lifted"),
    period=LOGS,
    source=SHORTEST,
    only=Q(lifted_at__isnull=False),
    columns=("reason",),
    of_booking="booking",
    of_owners=False,
)
# Of a phone that no account and no booking knows: who left, or never came in.
OF_NOBODY = Rule(
    kind="bookings.notices",
    what=Words("发给已注销账号的消息记录", "Messages told to an account that was closed"),
    why=Words("查询消息是否送达", "finding out whether a message arrived"),
    model="notifications.Notice",
    since="created_at",
    after=Words("发送", "it was written"),
    period=Period(days=1),
    source=SHORTEST,
    only=~Q(state=Notice.State.QUEUED)
    & ~Q(Exists(Owner.objects.filter(phone_fingerprint=OuterRef("phone_fingerprint"))))
    & ~Q(Exists(Booking.objects.filter(phone_fingerprint=OuterRef("phone_fingerprint")))),
)
AT_CLOSING = (OF_UNDONE, OF_PROOFS, OF_LOOKS)
RULES = (OF_UNDONE, OF_PROOFS, OF_RECORD, OF_LOOKS, OF_HOLDS, OF_NOBODY)
