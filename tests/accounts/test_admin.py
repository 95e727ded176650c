"""The back office through HTTP."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.people import ALICE_NAME, ALICE_PHONE, owner_with
from tests.places import open_outlet
from tests.server.admin_form import add_row, filled
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.models import Agreement, StaffUser, Support
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.directory.models import Closure, Company, OpeningHours, Outlet
from voltbay.recognition.engines.cloud_budget import spend
from voltbay.recognition.models import CloudMonth
from voltbay.slots.models import Claim, Slot
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
LISTS = [
    "directory_company",
    "directory_outlet",
    "slots_slot",
    "bookings_booking",
    "recognition_cloudmonth",
    "accounts_agreement",
    "accounts_staffuser",
    "auth_group",
]


@pytest.fixture
def administrator():
    return StaffUser.objects.create_superuser("platform")  # hashing takes long


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def service():
    service = open_outlet()
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=service.outlet, weekday=weekday, opens_at=time(9), closes_at=time(12), bays=2
        )
    Outlet.objects.update(works_on_holidays=True)
    return service


@pytest.fixture
def outlet(service):
    return Outlet.objects.get(pk=service.outlet_id)


def page_of(outlet):
    return reverse("admin:directory_outlet_change", args=[outlet.pk])


def errors_of(answer):
    """Return the codes of what the form refuses, by entry."""
    errors = answer.context["adminform"].form.errors.as_data()
    return {name: [each.code for each in wrong] for name, wrong in errors.items()}


def said(answer):
    return [str(message) for message in answer.context["messages"]]


class TestTheDoor:
    def test_it_is_closed_to_whoever_has_not_signed_in(self, client):
        for name in LISTS:
            answer = client.get(reverse(f"admin:{name}_changelist"))
            assert answer.status_code == 302
            assert answer.url.startswith("/admin/login/")

    def test_staff_without_rights_see_no_list(self, client):
        client.force_login(
            StaffUser.objects.create_user("bob", is_staff=True, must_change_password=False)
        )

        for name in LISTS:
            assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403

    def test_signing_in_leads_to_the_first_page(self, client, administrator):
        administrator.set_password("correct horse battery")
        administrator.save()

        answer = client.post(
            "/admin/login/", {"username": "platform", "password": "correct horse battery"}
        )

        assert answer.url == "/admin/"

    @pytest.mark.parametrize("name", LISTS)
    def test_each_list_opens(self, office, outlet, name):
        assert office.get(reverse(f"admin:{name}_changelist")).status_code == 200

    @pytest.mark.parametrize("name", [*LISTS[:2], *LISTS[5:], "accounts_support"])
    def test_each_empty_form_opens(self, office, name):
        assert office.get(reverse(f"admin:{name}_add")).status_code == 200

    def test_it_speaks_chinese_first_and_english_second(self, office, outlet):
        path = reverse("admin:directory_outlet_changelist")

        chinese = office.get(path).content.decode()
        english = office.get(path, headers={"Accept-Language": "en"}).content.decode()

        assert "企业与网点" in chinese
        assert "Places that remove batteries" in english

    def test_a_list_takes_as_many_statements_for_one_as_for_fifty(
        self, office, outlet, django_assert_max_num_queries
    ):
        company = outlet.company
        for n in range(50):
            Company.objects.create(name=f"企业 {n}", credit_code=f"{n:018}", city="上海")
            Outlet.objects.create(
                company=company, name=f"网点 {n}", city="上海", longitude=121, latitude=31
            )

        for name in ("directory_company", "directory_outlet"):
            with django_assert_max_num_queries(10):
                office.get(reverse(f"admin:{name}_changelist"))


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


class TestSlots:
    def test_they_are_only_looked_at(self, office, outlet):
        publish_ahead(outlet, now=timezone.now())
        slot = Slot.objects.last()

        for action in ("change", "delete"):
            path = reverse(f"admin:slots_slot_{action}", args=[slot.pk])
            assert office.post(path, {"capacity": 99, "post": "yes"}).status_code == 403
        assert office.get(reverse("admin:slots_slot_add")).status_code == 403

    def test_days_that_are_over_are_left_out(self, office, outlet):
        yesterday = timezone.now() - timedelta(days=1)
        Slot.objects.create(
            outlet=outlet, starts_at=yesterday, ends_at=yesterday + timedelta(hours=1), capacity=1
        )

        assert office.get("/admin/slots/slot/").context["cl"].result_count == 0


def book(service) -> Booking:
    now = timezone.now()
    publish_ahead(service.outlet, now=now)
    slots = Slot.objects.filter(starts_at__gt=now + timedelta(days=1)).order_by("starts_at")[:2]
    booking = Booking.objects.create(
        code="VB7K2M9QXA",
        owner=owner_with(ALICE_PHONE),
        outlet=service.outlet,
        service=service,
        starts_at=slots[0].starts_at,
        ends_at=slots[1].ends_at,
        state=State.CONFIRMED,
        created_at=now,
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        plate="沪AD12345",
        vin="LGXCE6DB7J0123456",
        identity_number="310101198506150024",
    )
    Claim.objects.bulk_create(Claim(slot=slot, claimant=booking.pk) for slot in slots)
    BookingEvent.objects.create(
        booking=booking, at=now, actor="owner", from_state="held", to_state="confirmed"
    )
    return booking


class TestBookings:
    secrets = (ALICE_NAME, ALICE_PHONE, "沪AD12345", "LGXCE6DB7J0123456", "310101198506150024")

    def test_the_list_and_the_page_are_masked(self, office, service):
        booking = book(service)

        for path in (
            reverse("admin:bookings_booking_changelist"),
            reverse("admin:bookings_booking_change", args=[booking.pk]),
        ):
            page = office.get(path).content.decode()
            assert "王**" in page
            assert "138****8000" in page
            assert not [secret for secret in self.secrets if secret in page]

    def test_the_page_shows_the_moves_in_words(self, office, service):
        page = office.get(reverse("admin:bookings_booking_change", args=[book(service).pk]))

        assert "保留中 → 已确认" in page.content.decode()

    def test_nobody_changes_or_deletes_a_booking_here(self, office, service):
        booking = book(service)

        for action in ("change", "delete"):
            path = reverse(f"admin:bookings_booking_{action}", args=[booking.pk])
            assert office.post(path, {"post": "yes"}).status_code == 403
        assert office.get(reverse("admin:bookings_booking_add")).status_code == 403

    def test_it_is_found_by_its_whole_code_and_by_state(self, office, service):
        book(service)
        path = reverse("admin:bookings_booking_changelist")

        def found(query):
            return office.get(f"{path}?{query}").context["cl"].result_count

        assert [found("q=vb7k2m9qxa"), found("q=VB7K"), found("state=confirmed")] == [1, 0, 1]
        assert found("state=held") == 0


class TestAgreements:
    @pytest.fixture
    def draft(self):
        return Agreement.objects.create(
            kind="terms",
            version="2026-05-01",
            title_zh="用户协议",
            title_en="Terms",
            html_zh="<p>甲</p>",
            html_en="<p>A</p>",
            effective_at=timezone.now(),
        )

    def path(self, agreement):
        return reverse("admin:accounts_agreement_change", args=[agreement.pk])

    def test_a_draft_is_published_as_it_is_saved(self, office, draft):
        sent = filled(office.get(self.path(draft)), html_zh="<p>乙</p>")

        answer = office.post(
            self.path(draft), sent | {"accounts_agreement_publish": "1"}, follow=True
        )

        draft.refresh_from_db()
        assert draft.published_at is not None
        assert draft.html_zh == "<p>乙</p>"
        assert len(draft.sha256) == 64
        assert any("2026-05-01 已发布" in each for each in said(answer))

    def test_a_published_version_can_be_neither_changed_nor_deleted(self, office, draft):
        publish_agreement(draft, now=timezone.now())

        assert office.post(self.path(draft), {"title_zh": "新"}).status_code == 403
        delete = reverse("admin:accounts_agreement_delete", args=[draft.pk])
        assert office.post(delete, {"post": "yes"}).status_code == 403
        assert b"accounts_agreement_publish" not in office.get(self.path(draft)).content

    def test_a_published_version_cannot_be_published_again(self, office, draft):
        publish_agreement(draft, now=timezone.now())

        assert office.post(self.path(draft), {"accounts_agreement_publish": "1"}).status_code == 403

    def test_a_new_version_begins_with_the_texts_of_the_old_one(self, office, draft):
        publish_agreement(draft, now=timezone.now())

        answer = office.get(f"{self.path(draft).removesuffix('change/')}new-version", follow=True)

        sent = filled(answer)
        assert (sent["kind"], sent["html_zh"], sent["version"]) == ("terms", "<p>甲</p>", "")

    def test_a_draft_may_go(self, office, draft):
        path = reverse("admin:accounts_agreement_delete", args=[draft.pk])

        office.post(path, {"post": "yes"})

        assert not Agreement.objects.exists()


class TestSupport:
    path = "/admin/accounts/support/"

    def test_the_first_visit_leads_to_entering_it(self, office):
        answer = office.get(self.path, follow=True)
        sent = filled(answer, number="400-820 8888", hours_zh="每天", hours_en="Daily")

        office.post(f"{self.path}add/", sent)

        assert Support.objects.get().number == "400-8208888"

    def test_later_visits_lead_to_the_one_there_is(self, office):
        Support.objects.create(number="400-820-8888", hours_zh="每天", hours_en="Daily")

        assert office.get(self.path).url == f"{self.path}1/change/"
        assert office.get(f"{self.path}add/").status_code == 403
        assert office.post(f"{self.path}1/delete/", {"post": "yes"}).status_code == 403

    def test_a_number_that_cannot_be_called_is_refused(self, office):
        Support.objects.create(number="400-820-8888", hours_zh="每天", hours_en="Daily")
        path = f"{self.path}1/change/"

        answer = office.post(path, filled(office.get(path), number="soon"))

        assert errors_of(answer) == {"number": ["telephone_malformed"]}


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
