import pytest
from django.test import Client

from voltbay.accounts.models import Support

pytestmark = pytest.mark.django_db


def test_the_number_set_in_the_back_office_is_shown_in_either_language():
    Support.objects.create(number="400-820-8888", hours_zh="每天 8:00-20:00", hours_en="8-20 daily")

    chinese = Client().get("/api/v1/support").json()
    english = Client().get("/api/v1/support", headers={"Accept-Language": "en"}).json()

    assert chinese == {"number": "400-820-8888", "hours": "每天 8:00-20:00"}
    assert english["hours"] == "8-20 daily"


def test_without_a_number_the_owner_is_sent_to_the_outlet():
    answer = Client().get("/api/v1/support")

    assert (answer.status_code, answer.json()["code"]) == (404, "support_unknown")
