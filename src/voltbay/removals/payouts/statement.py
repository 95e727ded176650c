"""A company's month: what was agreed with owners, and what became of each payout.

1. The accepted quotes of the month that still count are read, of the company's outlets.
2. They are written as a file with a row of sums; names and accounts in full only with a reason,
   and then each booking has its view.
3. Who made which file when is kept, with its sums and SHA-256.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.view import view_booking
from voltbay.core.local_time import day_bounds, local, local_date
from voltbay.core.masking import mask_name
from voltbay.core.sheets import as_csv, as_xlsx
from voltbay.directory.models import Company
from voltbay.removals.errors import MonthWrong, NothingToExport, StatementReasonMissing
from voltbay.removals.models import Payout, Quote, Receipt, Statement
from voltbay.removals.payouts.settle import shortened
from voltbay.removals.quotes.queries import payout_of
from voltbay.removals.words import ANSWERED_ON, PAYOUT_STATES, WAYS, WHYS

NONE = Decimal("0.00")  # as files show yuan
MOST_SHOWN = 24  # statements written before, on the page


@dataclass(frozen=True)
class Sums:
    """How many quotes count, and yuan agreed, paid, owed (failed included) and waived."""

    count: int
    agreed_yuan: Decimal
    paid_yuan: Decimal
    owed_yuan: Decimal
    waived_yuan: Decimal


def agreed_in(company: Company, month: date) -> list[Quote]:
    """Return the quotes accepted in a month that count, oldest first. Two statements.

    Each has its payout, removal, booking with outlet, and `serial` of the receipt that counts.
    """
    first, after = _bounds(month)
    later = Quote.objects.filter(
        removal=OuterRef("removal"), state=Quote.State.ACCEPTED, number__gt=OuterRef("number")
    )
    found = Quote.objects.filter(
        ~Exists(later),
        state=Quote.State.ACCEPTED,
        removal__outlet__company=company,
        answered_at__gte=first,
        answered_at__lt=after,
    )
    joined = found.select_related("payout", "removal__booking", "removal__outlet")
    quotes = list(joined.order_by("answered_at", "pk").prefetch_related("lines"))
    serials = Receipt.objects.filter(
        removal__in=[quote.removal_id for quote in quotes], successor__isnull=True
    ).values_list("removal_id", "serial")
    by_removal = dict(serials)
    for quote in quotes:
        quote.serial = by_removal.get(quote.removal_id, "")  # type: ignore[attr-defined]
    return quotes


def sums_of(quotes: Iterable[Quote]) -> Sums:
    """Add up quotes by what became of their payouts."""
    by_state: dict[str, Decimal] = {}
    count, agreed = 0, NONE
    for quote in quotes:
        count, agreed = count + 1, agreed + quote.total_yuan
        if payout := payout_of(quote):
            by_state[payout.state] = by_state.get(payout.state, NONE) + quote.total_yuan
    owed = by_state.get(Payout.State.OWED, NONE) + by_state.get(Payout.State.FAILED, NONE)
    paid, waived = (by_state.get(each, NONE) for each in (Payout.State.PAID, Payout.State.WAIVED))
    return Sums(count, agreed, paid, owed, waived)


@dataclass(frozen=True)
class Asked:
    """Whose month is wanted, in which form; with a reason, names and accounts in full."""

    company: Company
    month: date
    form: Statement.Form
    is_full: bool = False
    reason: str = ""


@transaction.atomic
def write_statement(asked: Asked, *, staff: StaffUser, now: datetime) -> tuple[Statement, bytes]:
    """Write a company's month as a file and keep the proof of it.

    Raises MonthWrong, StatementReasonMissing or NothingToExport.
    """
    if asked.month.day != 1 or asked.month > local_date(now):
        raise MonthWrong
    if asked.is_full and not asked.reason.strip():
        raise StatementReasonMissing
    quotes = agreed_in(asked.company, asked.month)
    if not quotes:
        raise NothingToExport
    if asked.is_full:
        _note_views(quotes, why=asked.reason.strip(), staff=staff, now=now)
    content = _written(asked, quotes, now=now)
    return _keep(asked, sums_of(quotes), content, staff=staff, now=now), content


def statements_of(company: Company) -> list[Statement]:
    """Return the statements written of a company, newest first."""
    made = Statement.objects.filter(company=company).select_related("staff")
    return list(made.order_by("-at")[:MOST_SHOWN])


def next_month(month: date) -> date:
    """Return the first day of the month after.

    >>> next_month(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _bounds(month: date) -> tuple[datetime, datetime]:
    return day_bounds(month)[0], day_bounds(next_month(month))[0]


Column = Callable[[Quote, bool], str]
COLUMNS: dict[str, Column] = {
    "确认时间": lambda quote, _: _moment(quote.answered_at),
    "回收服务网点": lambda quote, _: quote.removal.outlet.name,
    "预约号": lambda quote, _: quote.removal.booking.code,
    "凭证编号": lambda quote, _: getattr(quote, "serial", ""),
    "电池数": lambda quote, _: str(len(quote.lines.all())),
    "质量(kg)": lambda quote, _: str(sum(line.mass_kg for line in quote.lines.all())),
    "扣款(元)": lambda quote, _: str(sum(line.deduction_yuan for line in quote.lines.all())),
    "金额(元)": lambda quote, _: str(quote.total_yuan),
    "确认方式": lambda quote, _: ANSWERED_ON[quote.answered_on],
    "付款状态": lambda quote, _: _of(quote, lambda payout: PAYOUT_STATES[payout.state]),
    "付款方式": lambda quote, _: _of(quote, lambda payout: WAYS[payout.way]),
    "收款人": lambda quote, full: _of(quote, lambda payout: _name(payout, full)),
    "收款账号": lambda quote, full: _of(quote, lambda payout: _account(payout, full)),
    "付款时间": lambda quote, _: _of(quote, lambda payout: _moment(payout.paid_at)),
    "付款流水号": lambda quote, _: _of(quote, lambda payout: payout.reference),
    "备注": lambda quote, _: _of(quote, lambda payout: WHYS.get(payout.reason, payout.reason)),
}
YUAN = "金额(元)"
NUMBERS = ("电池数", "质量(kg)", "扣款(元)", YUAN)


def _written(asked: Asked, quotes: list[Quote], *, now: datetime) -> bytes:
    header = list(COLUMNS)
    rows = [[write(quote, asked.is_full) for write in COLUMNS.values()] for quote in quotes]
    rows += _last_rows(header, sums_of(quotes))
    if asked.form == Statement.Form.CSV:
        return as_csv(header, rows)
    return as_xlsx(header, rows, title="回收款对账单", made_at=now, numbers=NUMBERS)


def _last_rows(header: list[str], sums: Sums) -> list[list[str]]:
    named = {
        "合计": sums.agreed_yuan,
        "其中已付": sums.paid_yuan,
        "其中未付": sums.owed_yuan,
        "其中免付": sums.waived_yuan,
    }
    return [
        [name, *(str(yuan) if column == YUAN else "" for column in header[1:])]
        for name, yuan in named.items()
    ]


def _keep(
    asked: Asked, sums: Sums, content: bytes, *, staff: StaffUser, now: datetime
) -> Statement:
    return Statement.objects.create(
        company=asked.company,
        month=asked.month,
        form=asked.form,
        is_full=asked.is_full,
        rows=sums.count,
        agreed_yuan=sums.agreed_yuan,
        paid_yuan=sums.paid_yuan,
        filename=f"payouts-{asked.month:%Y-%m}-{local(now):%Y%m%d-%H%M%S}.{asked.form}",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        at=now,
        staff=staff,
    )


def _note_views(quotes: Iterable[Quote], *, why: str, staff: StaffUser, now: datetime) -> None:
    for quote in quotes:
        outlet: UUID = quote.removal.outlet_id
        view_booking(
            quote.removal.booking.code,
            outlet_id=outlet,
            staff=staff,
            purpose=Purpose.PAYOUT,
            why=why,
            now=now,
        )


def _of(quote: Quote, say: Callable[[Payout], str]) -> str:
    payout = payout_of(quote)
    return say(payout) if payout else ""


def _name(payout: Payout, full: bool) -> str:  # as the columns call it
    name = payout.payee or ""
    return name if full else mask_name(name)


def _account(payout: Payout, full: bool) -> str:
    return (payout.account if full else shortened(payout.account)) or ""


def _moment(instant: datetime | None) -> str:
    return f"{local(instant):%Y-%m-%d %H:%M}" if instant else ""
