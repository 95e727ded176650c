"""What the back office shows of readings in the cloud."""

import pytest
from django.urls import reverse
from django.utils import timezone

from voltbay.recognition.engines.cloud_budget import spend
from voltbay.recognition.models import CloudMonth

pytestmark = pytest.mark.django_db


class TestTheCloudsBudget:
    @pytest.fixture(autouse=True)
    def ten_a_month(self, settings):
        settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
        settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 10

    def spend(self, count):
        for _ in range(count):
            spend("aliyun", now=timezone.now())

    def test_every_page_warns_when_four_fifths_are_used(self, office):
        self.spend(7)
        assert "云端识别已用" not in office.get("/admin/").content.decode()

        self.spend(1)

        assert "本月云端识别已用 80%（8/10）" in office.get("/admin/").content.decode()
        english = office.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
        assert "Cloud readings this month: 80% used (8 of 10)" in english

    def test_who_has_not_signed_in_learns_nothing_of_it(self, client):
        self.spend(10)

        assert "云端识别已用" not in client.get("/admin/login/").content.decode()

    def test_the_list_shows_the_months_limit_and_share(self, office):
        self.spend(5)

        shown = office.get(reverse("admin:recognition_cloudmonth_changelist")).content.decode()

        assert "10 (50%)" in shown
        assert "阿里云" in shown

    def test_nobody_changes_a_count(self, office):
        self.spend(1)

        assert office.get(reverse("admin:recognition_cloudmonth_add")).status_code == 403
        row = CloudMonth.objects.get()
        page = reverse("admin:recognition_cloudmonth_change", args=[row.pk])
        assert office.post(page, {"asked": 0}).status_code == 403
        assert CloudMonth.objects.get().asked == 1
