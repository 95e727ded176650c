"""A company's month, as sums and as files."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.places import NINE
from tests.quoted import agree
from tests.removals.conftest import work_on
from voltbay.audit.models import View
from voltbay.directory.models import Company
from voltbay.removals.errors import MonthWrong, NothingToExport, StatementReasonMissing
from voltbay.removals.models import Statement
from voltbay.removals.payouts.settle import Settled, settle
from voltbay.removals.payouts.statement import (
    Asked,
    agreed_in,
    statements_of,
    sums_of,
    write_statement,
)
from voltbay.removals.quotes.drop import drop_quotes

LATER = NINE + timedelta(days=1)
APRIL = date(2026, 4, 1)


@pytest.fixture
def company(removal, bob):
    work_on(removal, bob)
    agree(removal, bob, now=NINE)
    quote = agree(removal, bob, yuan="1500", now=NINE + timedelta(hours=1))
    said = Settled("failed", "=HYPERLINK(1)", "bank")
    settle(quote.payout, said, seen=0, staff=bob, now=LATER)
    return removal.outlet.company


def write(company, bob, *, form=Statement.Form.CSV, month=APRIL, **changes):
    return write_statement(Asked(company, month, form, **changes), staff=bob, now=LATER)


def test_only_the_quote_that_counts_is_in_the_sums(company):
    sums = sums_of(agreed_in(company, APRIL))

    assert (sums.count, sums.agreed_yuan, sums.owed_yuan) == (1, Decimal(1500), Decimal(1500))
    assert (sums.paid_yuan, sums.waived_yuan) == (0, 0)


def test_a_file_is_masked_harmless_and_proven(company, bob):
    made, content = write(company, bob)

    text = content.decode("utf-8-sig")
    assert "王**" in text
    assert "6222021234567890123" not in text
    assert "'=HYPERLINK" in text
    assert '"其中未付"' in text
    (kept,) = statements_of(company)
    assert (kept.sha256, kept.agreed_yuan, kept.is_full) == (made.sha256, Decimal(1500), False)
    assert not View.objects.exists()


def test_a_workbook_can_be_added_up(company, bob):
    _, content = write(company, bob, form=Statement.Form.XLSX)

    header, first, total, paid, *_ = load_workbook(BytesIO(content)).active.values
    yuan = header.index("金额(元)")
    assert (first[yuan], total[yuan], paid[yuan]) == (1500, 1500, 0)


def test_reasons_that_the_program_writes_are_said_in_chinese(company, bob, removal):
    agree(removal, bob, yuan="1600", now=NINE + timedelta(hours=2))
    drop_quotes(removal, now=LATER)

    text = write(company, bob)[1].decode("utf-8-sig")

    assert "拆卸已放弃" in text
    assert "given up" not in text


def test_full_names_need_a_reason_and_each_booking_a_view(company, bob):
    with pytest.raises(StatementReasonMissing):
        write(company, bob, is_full=True, reason=" ")

    _, content = write(company, bob, form=Statement.Form.XLSX, is_full=True, reason="财务付款")

    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert {"王小燕", "6222021234567890123"} <= set(rows[1])
    assert View.objects.get().why == "财务付款"


@pytest.mark.parametrize("month", [date(2026, 4, 2), date(2026, 5, 1)])
def test_a_month_that_is_none_is_refused(company, bob, month):
    with pytest.raises(MonthWrong):
        write(company, bob, month=month)


def test_another_month_and_another_company_have_nothing(company, bob):
    other = Company.objects.create(name="别家", credit_code="9" * 18, city="上海", phone="021-1")

    for asked in ({"company": other}, {"company": company, "month": date(2026, 3, 1)}):
        with pytest.raises(NothingToExport):
            write(asked.pop("company"), bob, **asked)
