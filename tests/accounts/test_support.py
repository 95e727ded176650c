import pytest
from django.db import IntegrityError, transaction

from voltbay.accounts.models import Support
from voltbay.accounts.support import SupportUnknown, support

pytestmark = pytest.mark.django_db


def test_customer_service_is_one_row():
    Support.objects.create(number="400-820-8888", hours_zh="每天 8-20 点", hours_en="8-20 daily")

    assert support().number == "400-820-8888"
    with pytest.raises(IntegrityError, match="support_is_one_row"), transaction.atomic():
        Support.objects.create(pk=2, number="400-820-9999")


def test_without_a_number_there_is_nobody_to_call():
    with pytest.raises(SupportUnknown):
        support()
