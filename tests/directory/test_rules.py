"""What must hold before a company or an outlet is kept."""

from datetime import time

import pytest

from voltbay.directory.errors import (
    CoordinatesOutsideChina,
    CoordinatesSwapped,
    HoursOverlap,
    OverrideNeedsReason,
)
from voltbay.directory.rules import check_credit_code, check_position, check_stretches
from voltbay.identifiers.credit_code import CreditCodeMalformed

ISSUED_BUT_FAILING = "91350211M0000XUF46"


def test_a_right_code_is_kept_in_its_plain_form():
    assert check_credit_code(" 91310115ma1tekt19b ", override_reason="") == "91310115MA1TEKT19B"


def test_a_code_that_fails_its_check_needs_a_reason():
    with pytest.raises(OverrideNeedsReason):
        check_credit_code(ISSUED_BUT_FAILING, override_reason="  ")


def test_an_administrator_may_accept_it_with_a_reason():
    kept = check_credit_code(ISSUED_BUT_FAILING.lower(), override_reason="营业执照原件如此")

    assert kept == ISSUED_BUT_FAILING


def test_no_reason_makes_a_malformed_code_right():
    with pytest.raises(CreditCodeMalformed):
        check_credit_code("9135021", override_reason="营业执照原件如此")


def test_swapped_coordinates_are_told_apart_from_foreign_ones():
    with pytest.raises(CoordinatesSwapped):
        check_position(31.23, 121.47)
    with pytest.raises(CoordinatesOutsideChina):
        check_position(139.7, 35.68)
    with pytest.raises(CoordinatesOutsideChina):
        check_position(float("nan"), 31.2)


@pytest.mark.parametrize(
    "stretches",
    [
        [(0, time(8), time(12)), (0, time(12), time(17))],
        [(0, time(8), time(17)), (1, time(8), time(17))],
        [],
    ],
)
def test_stretches_that_touch_or_lie_on_other_days_are_apart(stretches):
    check_stretches(stretches)


def test_stretches_of_one_day_may_not_overlap():
    with pytest.raises(HoursOverlap):
        check_stretches([(2, time(11, 30), time(17)), (2, time(8), time(12))])
