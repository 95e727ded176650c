"""What is over of companies that signed up ends."""

from datetime import timedelta

import pytest

from tests.company_pages.test_sign_up import asked_by
from tests.places import NOW
from voltbay.company_pages.models import SignUp
from voltbay.company_pages.retention import RULES
from voltbay.company_pages.sign_up import turn_down

BY_KIND = {rule.kind: rule for rule in RULES}


@pytest.mark.parametrize(("days", "is_due"), [(29, False), (31, True)])
def test_a_contact_goes_a_month_after_the_decision(db, eve, days, is_due):
    turn_down(asked_by(), reason="重复", staff=eve, now=NOW)
    rule = BY_KIND["company_pages.sign_ups"]

    due = rule.due(NOW + timedelta(days=days))
    assert due.exists() is is_due
    rule.end(due, NOW)

    assert (SignUp.objects.get().contact_phone is None) is is_due


def test_what_nobody_decided_goes_whole(db):
    asked_by()
    rule = BY_KIND["company_pages.undecided"]
    assert not rule.due(NOW + timedelta(days=179)).exists()

    rule.end(rule.due(NOW + timedelta(days=181)), NOW)

    assert not SignUp.objects.exists()
