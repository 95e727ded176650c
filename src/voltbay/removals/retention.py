"""How long what happened after arrival is kept: notes, photos, quotes, payouts, receipts."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from voltbay.bookings.retention import RECORD, RECORDED, THE_APPOINTMENT, THREE_YEARS
from voltbay.core.retention import ACCOUNT, CLOSING, SHORTEST, Rule, Words
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.removals.models import Payout
from voltbay.removals.payouts.settle import ENDED, ERASED
from voltbay.removals.receipts.reduce import reduce_receipt

TRACING = Words("电池溯源、证明双方约定", "tracing the battery; proving what was agreed")
SINCE = "removal__booking__ends_at"


def _drop_photos(rows: "QuerySet[Any]", _: datetime) -> None:
    for photo in rows:
        drop_photo(photo.key)
    rows.delete()


def _reduce(rows: "QuerySet[Any]", now: datetime) -> None:
    for receipt in rows:
        reduce_receipt(receipt, now=now)


def _write_over_deductions(rows: "QuerySet[Any]", _: datetime) -> None:
    """Write over why something was taken off: a deduction does not go without a reason."""
    rows.update(deduction_why=ERASED)


def _empty_payouts(rows: "QuerySet[Any]", _: datetime) -> None:
    """Take out who was paid, and write over the reason, which no change goes without."""
    rows.update(payee=None, account=None, reference="")
    rows.exclude(reason="").update(reason=ERASED)


RULES = (
    Rule(
        kind="removals.contacts",
        what=Words(
            "账号注销后，已完成的预约中的手机号（回收款付清以前除外）",
            "Once an account is closed, the phone of a completed booking (not before it is paid)",
        ),
        why=Words("付清回收款", "paying what is owed"),
        model="bookings.Booking",
        since="owner__closed_at",
        after=CLOSING,
        period=ACCOUNT,
        source=SHORTEST,
        only=Q(state__in=RECORDED)
        & ~Q(
            Exists(
                Payout.objects.filter(quote__removal__booking=OuterRef("pk")).exclude(
                    state__in=ENDED
                )
            )
        ),
        columns=("phone", "phone_fingerprint", "phone_end_fingerprint"),
        owner="owner",
        closes=True,
        of_booking="pk",
    ),
    Rule(
        kind="removals.steps",
        what=Words("拆卸各步骤的备注", "Notes on the steps of a removal"),
        why=TRACING,
        model="removals.RemovalStep",
        since=SINCE,
        after=THE_APPOINTMENT,
        period=RECORD,
        source=THREE_YEARS,
        columns=("note",),
        owner="removal__booking__owner",
        of_booking="removal__booking",
    ),
    Rule(
        kind="removals.photos",
        what=Words("拆卸现场和电池的照片", "Photos of the work and of the batteries"),
        why=TRACING,
        model="removals.RemovalPhoto",
        since=SINCE,
        after=THE_APPOINTMENT,
        period=RECORD,
        source=THREE_YEARS,
        end=_drop_photos,
        owner="removal__booking__owner",
        of_booking="removal__booking",
    ),
    Rule(
        kind="removals.quotes",
        what=Words(
            "报价的备注和对报价的答复：签名人、签名、拒绝的原因",
            "An offer’s note and the answer: who signed, the signature, why it was refused",
        ),
        why=Words("证明双方约定的金额", "proving what was agreed"),
        model="removals.Quote",
        since=SINCE,
        after=THE_APPOINTMENT,
        period=RECORD,
        source=THREE_YEARS,
        columns=("note", "signer", "signature", "why"),
        owner="removal__booking__owner",
        of_booking="removal__booking",
    ),
    Rule(
        kind="removals.quote_lines",
        what=Words("报价中扣款的原因", "Why an offer took something off the price"),
        why=Words("证明双方约定的金额", "proving what was agreed"),
        model="removals.QuoteLine",
        since="quote__removal__booking__ends_at",
        after=THE_APPOINTMENT,
        period=RECORD,
        source=THREE_YEARS,
        only=~Q(deduction_why__in=("", ERASED)),
        columns=("deduction_why",),
        end=_write_over_deductions,
        owner="quote__removal__booking__owner",
        of_booking="quote__removal__booking",
    ),
    Rule(
        kind="removals.payouts",
        what=Words(
            "收款人姓名、账号（付清后只有末四位）、付款流水号、最近一次更改的原因",
            "Payee and account (once paid only its last four characters), the payment’s "
            "reference, why it was last changed",
        ),
        why=Words("向您付款、证明已经付款", "paying you, and proving it"),
        model="removals.Payout",
        since="quote__removal__booking__ends_at",
        after=THE_APPOINTMENT,
        period=RECORD,
        source=THREE_YEARS,
        only=Q(payee__isnull=False)
        | Q(account__isnull=False)
        | ~Q(reference="")
        | ~Q(reason__in=("", ERASED)),
        columns=("payee", "account", "reference", "reason"),
        end=_empty_payouts,
        owner="quote__removal__booking__owner",
        of_booking="quote__removal__booking",
    ),
    Rule(
        kind="removals.packs",
        what=Words(
            "员工对电池状况的文字描述（危险类别保留）",
            "What staff wrote of a battery’s condition (its kinds of hazard stay)",
        ),
        why=TRACING,
        model="removals.BatteryPack",
        since=SINCE,
        after=THE_APPOINTMENT,
        period=RECORD,
        source=THREE_YEARS,
        columns=("condition",),
        owner="removal__booking__owner",
        of_booking="removal__booking",
    ),
    Rule(
        kind="removals.handovers",
        what=Words(
            "电池交接的备注、接受例外信用代码的原因",
            "Notes on handing batteries over, and why a credit code that fails its check was taken",
        ),
        why=TRACING,
        model="removals.Handover",
        since="at",
        after=Words("交接", "the hand-over"),
        period=RECORD,
        source=THREE_YEARS,
        columns=("note", "credit_code_override_reason"),
        of_booking="packs__removal__booking",
        of_owners=False,
    ),
    Rule(
        kind="removals.receipts",
        what=Words(
            "凭证中的车主、号牌、车辆识别代号、更正的原因",
            "On receipts: owner, plate, VIN, why one was replaced",
        ),
        why=TRACING,
        model="removals.Receipt",
        since=SINCE,
        after=THE_APPOINTMENT,
        period=RECORD,
        source=THREE_YEARS,
        only=Q(reduced_at__isnull=True),
        columns=("payload", "why"),
        end=_reduce,
        owner="removal__booking__owner",
        of_booking="removal__booking",
    ),
)
