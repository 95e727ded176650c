"""The back office through HTTP: its door, agreements, customer service."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.admin_forms import errors_of, filled, said
from tests.places import open_every_day, open_outlet
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.models import Agreement, StaffUser, Support
from voltbay.directory.models import Company, Outlet

pytestmark = pytest.mark.django_db


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
def outlet():
    return open_every_day(open_outlet())


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
