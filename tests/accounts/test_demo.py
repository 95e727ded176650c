from io import StringIO

import pytest
from django.core.management import call_command

from tests.places import NOW
from voltbay.accounts import demo
from voltbay.accounts.agreements.queries import NEEDED, current_agreements
from voltbay.accounts.models import Agreement, Support

pytestmark = pytest.mark.django_db


def test_the_demo_has_texts_in_force_and_a_number_to_call():
    demo.load(now=NOW)

    assert set(NEEDED) < current_agreements(now=NOW).keys()
    assert Support.objects.get().number == "400-820-0000"


def test_a_second_start_adds_nothing_and_keeps_what_was_edited():
    demo.load(now=NOW)
    Support.objects.update(number="12315")

    demo.load(now=NOW)

    assert Agreement.objects.count() == 3
    assert Support.objects.get().number == "12315"


def test_a_firm_publishes_the_texts_in_its_own_name():
    who = ["--operator", "绿环公司", "--address", "上海市", "--contact", "privacy@example.com"]
    said = StringIO()

    call_command("publish_agreements", *who, stdout=said)
    call_command("publish_agreements", *who, stdout=said)

    assert "绿环公司" in Agreement.objects.get(kind="privacy").html_zh
    assert "nothing to publish" in said.getvalue()
