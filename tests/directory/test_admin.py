"""The back office's companies and outlets, through HTTP."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.admin_forms import add_row, errors_of, filled, said
from tests.places import open_every_day, open_outlet
from voltbay.directory.models import Closure, Company, OpeningHours, Outlet
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead

pytestmark = pytest.mark.django_db


NEW_OUTLET = {
    "name": "新网点",
    "city": "上海",
    "city_code": "310100",
    "address": "上海市浦东新区",
    "phone": "021-50001234",
    "pasted": "121.6,31.2",
}


@pytest.fixture
def outlet():
    return open_every_day(open_outlet())


def page_of(outlet):
    return reverse("admin:directory_outlet_change", args=[outlet.pk])


class TestCompanies:
    path = "/admin/directory/company/add/"

    def enter(self, office, **entries):
        form = filled(office.get(self.path), name="绿环", city="上海", phone="021-50001234")
        return office.post(self.path, form | entries)

    def test_a_company_is_kept_with_a_plain_code_and_a_clean_page(self, office):
        answer = self.enter(
            office,
            credit_code=" 91310115ma1tekt19b",
            introduction_html="<p style='color:red;position:fixed'>好<script>x</script></p>",
        )

        assert answer.status_code == 302
        company = Company.objects.get()
        assert company.credit_code == "91310115MA1TEKT19B"
        assert company.introduction_html == '<p style="color:red">好</p>'

    @pytest.mark.parametrize(
        ("code", "refused"),
        [("91350211M0000XUF46", "credit_code_needs_reason"), ("123", "credit_code_malformed")],
    )
    def test_a_wrong_code_is_refused(self, office, code, refused):
        assert errors_of(self.enter(office, credit_code=code)) == {"credit_code": [refused]}

    def test_a_code_that_fails_its_check_is_kept_with_a_reason(self, office):
        reason = "营业执照原件如此"

        self.enter(office, credit_code="91350211M0000XUF46", credit_code_override_reason=reason)

        assert Company.objects.get().credit_code_override_reason == reason

    def test_a_telephone_that_cannot_be_called_is_refused(self, office):
        answer = self.enter(office, credit_code="91310115MA1TEKT19B", phone="call me")

        assert errors_of(answer) == {"phone": ["telephone_malformed"]}

    def test_nobody_deletes_a_company(self, office, outlet):
        path = reverse("admin:directory_company_delete", args=[outlet.company_id])

        assert office.post(path, {"post": "yes"}).status_code == 403


class TestOutlets:
    def save(self, office, outlet, **entries):
        sent = filled(office.get(page_of(outlet)), **entries)
        return office.post(page_of(outlet), sent, follow=True)

    def test_saving_publishes_slots_and_says_so(self, office, outlet):
        answer = self.save(office, outlet)

        count = Slot.objects.count()
        assert count > 100
        assert f"时段已发布：新增 {count} 个，调整 0 个，移除 0 个。" in said(answer)

    def test_saving_without_a_change_publishes_nothing(self, office, outlet):
        publish_ahead(outlet, now=timezone.now())

        assert len(said(self.save(office, outlet))) == 1  # only that it was saved

    def test_hours_closures_and_services_are_changed_where_whom_it_hits_is_shown(
        self, office, outlet
    ):
        page = office.get(page_of(outlet))
        sent = filled(page, **{"opening_hours-0-bays": 9, "slot_minutes": 60})

        office.post(page_of(outlet), sent)

        outlet.refresh_from_db()
        assert outlet.slot_minutes == 30
        assert not OpeningHours.objects.filter(bays=9).exists()
        assert reverse("console:hours", kwargs={"outlet_id": outlet.pk}) in page.content.decode()

    def test_a_position_is_shown_among_its_neighbours(self, office, outlet):
        near = Outlet.objects.get(pk=outlet.pk)
        near.pk, near.name, near.longitude = uuid4(), "川沙网点", outlet.longitude + 0.1
        near.save(force_insert=True)

        page = office.get(page_of(outlet)).content.decode()

        assert "川沙网点 · 9." in page
        assert f"uri.amap.com/marker?position={outlet.longitude:.6f}," in page

    def test_what_cannot_be_saved_publishes_nothing(self, office, outlet):
        self.save(office, outlet, name="")

        assert not Slot.objects.exists()

    def test_overlapping_hours_of_a_new_outlet_are_refused(self, office, outlet):
        path = reverse("admin:directory_outlet_add")
        sent = filled(office.get(path), **NEW_OUTLET, company=outlet.company_id)
        for opens, closes in (("09:00", "12:00"), ("11:30", "18:00")):
            row = {"weekday": 0, "opens_at": opens, "closes_at": closes, "bays": 1}
            sent = add_row(sent, "opening_hours", **row, id="", outlet="")

        answer = office.post(path, sent)

        assert "同一天的营业时段重叠" in answer.content.decode()
        assert Outlet.objects.count() == 1

    def test_a_wrong_entry_is_refused_at_its_place(self, office, outlet):
        answer = self.save(office, outlet, longitude="31.2", latitude="121.6")

        wrong = ["coordinates_swapped"]
        assert errors_of(answer) == {"longitude": wrong, "latitude": wrong}

    def test_nobody_deletes_an_outlet(self, office, outlet):
        path = reverse("admin:directory_outlet_delete", args=[outlet.pk])

        assert office.post(path, {"post": "yes"}).status_code == 403

    def test_a_page_takes_a_fixed_number_of_statements(
        self, office, outlet, django_assert_max_num_queries
    ):
        for n in range(20):
            day = date(2027, 1, 1) + timedelta(days=n)
            Closure.objects.create(outlet=outlet, first_date=day, last_date=day, reason="检修")

        with django_assert_max_num_queries(20):
            office.get(page_of(outlet))
