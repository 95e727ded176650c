"""A report that a portal refuses is taken back: it stays, and what it said is owed again."""

import pytest

from tests.traceability.conftest import LATER, leave, report, wanted, weigh_anew
from voltbay.traceability.errors import (
    ReportCorrected,
    ReportUnknown,
    ReportWithdrawn,
    TraceReasonMissing,
)
from voltbay.traceability.models import Report, ReportRow
from voltbay.traceability.queries import State, movements
from voltbay.traceability.verify import verify_company
from voltbay.traceability.withdraw_report import withdraw_report

pytestmark = pytest.mark.usefixtures("owed_is_kept")


def take_back(made, bob, why="平台退回"):
    return withdraw_report(made.pk, why, staff=bob, now=LATER)


def count(outlet, **asked):
    return movements(wanted(outlet, **asked), now=LATER).count()


def test_what_it_said_is_owed_again_and_reported_anew(outlet, pack, bob):
    first = report(outlet, bob)

    take_back(first, bob)

    assert count(outlet) == 1
    report(outlet, bob)
    assert count(outlet) == 0
    assert Report.objects.get(pk=first.pk).withdrawn_why == "平台退回"
    assert ReportRow.objects.count() == 2
    assert verify_company(outlet.company_id) == (2, [])


def test_a_correction_taken_back_is_owed_again(outlet, pack, bob):
    leave(pack, bob)
    report(outlet, bob, list_name="out")
    weigh_anew(pack, bob, "400")
    correction = {"list_name": "out", "state": State.CORRECTION}
    made = report(outlet, bob, **correction)

    take_back(made, bob)

    assert count(outlet, **correction) == 1
    assert ReportRow.objects.get(is_current=True).corrects is None


def test_under_a_correction_a_report_stays(outlet, pack, bob):
    leave(pack, bob)
    first = report(outlet, bob, list_name="out")
    weigh_anew(pack, bob, "400")
    report(outlet, bob, list_name="out", state=State.CORRECTION)

    with pytest.raises(ReportCorrected):
        take_back(first, bob)


def test_it_needs_a_reason_and_happens_once(outlet, pack, bob):
    made = report(outlet, bob)

    with pytest.raises(TraceReasonMissing):
        take_back(made, bob, why="  ")
    take_back(made, bob)
    with pytest.raises(ReportWithdrawn):
        take_back(made, bob)
    made.pk = made.company_id
    with pytest.raises(ReportUnknown):
        take_back(made, bob)
