"""What is over of companies that signed up ends."""

from datetime import timedelta

import pytest

from tests.company_pages.test_pictures import a_photo
from tests.company_pages.test_sign_up import asked_by
from tests.company_pages.written import sent
from tests.places import NOW
from voltbay.company_pages.content import Shown
from voltbay.company_pages.models import Picture, SignUp
from voltbay.company_pages.pictures import add_picture, picture_in
from voltbay.company_pages.retention import RULES
from voltbay.company_pages.sign_up import turn_down
from voltbay.recognition.errors import PhotoGone
from voltbay.retention.carry_out import carry_out

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


def test_a_picture_that_no_version_needs_goes_a_week_after_it_was_sent(
    company, carol, django_capture_on_commit_callbacks
):
    yard, gate = (
        add_picture(company, a_photo(), alt=alt, staff=carol, now=NOW) for alt in ("厂房", "大门")
    )
    sent(company, by=carol, pictures=(Shown(picture=yard.pk, alt="厂房正门"),))
    rule = BY_KIND["company_pages.pictures"]
    assert not carry_out(rule, now=NOW + timedelta(days=6)).ended

    with django_capture_on_commit_callbacks(execute=True):
        assert carry_out(rule, now=NOW + timedelta(days=8)).ended == 1

    assert list(Picture.objects.all()) == [yard]
    with pytest.raises(PhotoGone):
        picture_in(gate, width=360)
