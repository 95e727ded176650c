"""A company signs up, writes its page, is refused, mends it and is seen, with nothing lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.company_pages.test_pictures import a_photo
from tests.company_pages.test_sign_up import CODE, WORDS
from tests.documents import photos_setting
from tests.fleets.papers import letter
from tests.people import ALICE_PHONE
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role, StaffUser
from voltbay.audit.models import AuditEntry
from voltbay.company_pages.models import PageVersion, Picture, SignUp
from voltbay.core.local_time import local_date
from voltbay.directory.models import Company
from voltbay.notifications.models import Notice

WAITING = reverse("console:company-pages-waiting")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.STORAGES = photos_setting(tmp_path / "photos")


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


@pytest.fixture
def carol(outlet):
    return let_in(Client(), staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="carol"))


@pytest.fixture
def company(outlet):
    return outlet.company


def at(name, **where):
    return reverse(f"console:{name}", kwargs=where)


def entered(page, **changes):
    """Return what a browser would send of a company's page, with changes."""
    form = page.context["form"]
    sent = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    for rows in form.tables:
        for field in rows.management_form:
            sent[field.html_name] = field.value()
        for row in rows.forms:
            for field in row:
                sent[field.html_name] = field.value() or ""
    return {**{name: value for name, value in sent.items() if value != ""}, **changes}


def key_of(page):
    return str(page.context["key"])


def signed_up():
    """Sign a company up, as its people do, and return it."""
    sent = {
        "name": "深圳新循环材料有限公司",
        "credit_code": CODE,
        "city": "深圳",
        "phone": "0755-26001234",
        "contact_name": "陈晓",
        "contact_phone": ALICE_PHONE,
        "password": WORDS,
    }
    photo = _file(letter())
    answer = Client().post(reverse("console:sign-up"), {**sent, "licence": photo})
    return answer, SignUp.objects.first()


def _file(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg")


def manager_of(sign_up):
    return let_in(Client(), StaffUser.objects.get(username=sign_up.credit_code))


def decide(office, where, action, reason=""):
    page = office.get(where)
    seen = page.context["verdict"]["seen"].value() or ""
    sent = {"key": key_of(page), "seen": seen, "action": action, "reason": reason}
    return office.post(where, sent)


def test_from_signing_up_to_being_seen(office):
    answer, asked = signed_up()
    assert "平台核对营业执照后" in Client().get(answer.url).content.decode()

    decide(office, at("company-sign-up", sign_up_id=asked.pk), "approve")
    asked.refresh_from_db()
    company, writer = asked.company, manager_of(asked)
    assert Notice.objects.get().template == "company_let_in"
    assert Client().get(f"/api/v1/companies/{company.pk}").status_code == 404

    where = at("company-page", company_id=company.pk)
    page = writer.get(where)
    writer.post(
        at("company-picture-add", company_id=company.pk),
        {"key": key_of(page), "alt": "厂房正门", "photo": _file(a_photo())},
    )
    yard = Picture.objects.get()
    page = writer.get(where)
    changes = {
        "introduction_html": "<p>二〇一七年起拆解动力电池。</p>",
        "since_year": "2017",
        "certificates-0-name": "危险废物经营许可证",
        "certificates-0-valid_until": "2030-01-31",
        "certificates-0-scan": str(yard.pk),
        "offers-0-name": "上门拖车",
        "pictures-0-picture": str(yard.pk),
        "pictures-0-alt": "厂房正门",
    }
    writer.post(where, entered(page, action="send", **changes))
    version = PageVersion.objects.get()
    assert version.state == "waiting"

    review = at("company-page-review", version_id=version.pk)
    shown = office.get(review).content.decode()
    assert "危险废物经营许可证" in shown
    decide(office, review, "refuse", reason="请补充许可证编号。")
    page = writer.get(where)
    assert "请补充许可证编号。" in page.content.decode()

    writer.post(where, entered(page, action="send", **{"certificates-0-number": "粤环危 7"}))
    decide(office, at("company-page-review", version_id=PageVersion.objects.first().pk), "approve")

    seen = Client().get(f"/api/v1/companies/{company.pk}").json()
    assert seen["qualifications"][0]["number"] == "粤环危 7"
    assert seen["offers"] == [{"name": "上门拖车", "text": ""}]
    assert seen["pictures"][0]["alt"] == "厂房正门"
    public = Client().get(f"/info/companies/{company.pk}").content.decode()
    assert "上门拖车" in public
    assert f'{seen["pictures"][0]["path"]}?width=720" alt="厂房正门"' in public
    picture = Client().get(f"/api/v1{seen['pictures'][0]['path']}?width=300")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")


def test_a_wrong_entry_keeps_all_that_was_typed(carol, company):
    where = at("company-page", company_id=company.pk)
    sent = entered(
        carol.get(where), action="save", phone="abc", introduction_html="<p>写了很久</p>"
    )

    answer = carol.post(where, sent)

    assert answer.status_code == 422
    assert "写了很久" in answer.content.decode()
    assert not PageVersion.objects.exists()


def test_one_does_not_save_over_a_colleague(carol, company):
    where = at("company-page", company_id=company.pk)
    first, second = carol.get(where), carol.get(where)
    carol.post(where, entered(first, action="save", since_year="1998"))

    answer = carol.post(where, entered(second, action="save", since_year="2005"))

    assert answer.status_code == 409
    assert 'value="2005"' in answer.content.decode()


def test_a_row_is_removed_by_its_tick(carol, company):
    where = at("company-page", company_id=company.pk)
    rows = {"offers-0-name": "拖车", "offers-1-name": "检测"}
    carol.post(where, entered(carol.get(where), action="save", **rows))

    carol.post(where, entered(carol.get(where), action="save", **{"offers-0-drop": "on"}))

    assert [each["name"] for each in PageVersion.objects.get().content["offers"]] == ["检测"]


def test_what_waits_is_taken_back_and_a_draft_dropped(carol, company):
    where = at("company-page", company_id=company.pk)
    carol.post(where, entered(carol.get(where), action="send", since_year="1998"))
    withdraw = at("company-page-withdraw", company_id=company.pk)

    carol.post(withdraw, {"seen": carol.get(where).context["seen"], "action": "take-back"})
    assert PageVersion.objects.get().state == "draft"
    carol.post(withdraw, {"seen": carol.get(where).context["seen"], "action": "discard"})

    assert not PageVersion.objects.exists()


def test_an_earlier_version_is_looked_at_and_begun_with(carol, office, company):
    where = at("company-page", company_id=company.pk)
    for year in ("1998", "2005"):
        carol.post(where, entered(carol.get(where), action="send", since_year=year))
        version = PageVersion.objects.get(state="waiting")
        decide(office, at("company-page-review", version_id=version.pk), "approve")

    earlier = carol.get(at("company-page-version", company_id=company.pk, number=1))
    restore = at("company-page-restore", company_id=company.pk, number=1)
    carol.post(restore, {"key": key_of(earlier)})

    assert PageVersion.objects.get(state="draft").content["since_year"] == 1998


def test_expiring_certificates_are_told_of(carol, company):
    today = local_date(timezone.now())
    company.qualifications.create(name="到期的证", valid_until=today - timedelta(days=1))
    company.qualifications.create(name="快到期的证", valid_until=today + timedelta(days=60))

    shown = carol.get(at("company-page", company_id=company.pk)).content.decode()

    assert "到期的证已于" in shown
    assert "快到期的证将于" in shown
    seen = Client().get(f"/api/v1/companies/{company.pk}").json()["qualifications"]
    assert {each["name"]: each["is_expired"] for each in seen} == {
        "到期的证": True,
        "快到期的证": False,
    }


def test_nobody_writes_the_page_of_another_company(carol):
    other = Company.objects.create(name="别家", credit_code="1", city="北京", phone="10000")

    for name in ("company-page", "company-picture-add", "company-page-withdraw"):
        assert carol.post(at(name, company_id=other.pk), {}).status_code == 404


def test_a_look_at_a_licence_is_written_down(office):
    _, asked = signed_up()

    shown = office.get(at("company-sign-up", sign_up_id=asked.pk)).content.decode()
    assert ALICE_PHONE not in shown
    full = office.post(at("company-sign-up-look", sign_up_id=asked.pk)).content.decode()
    assert ALICE_PHONE in full
    assert office.get(at("company-licence", sign_up_id=asked.pk))["Content-Type"] == "image/jpeg"

    said = set(AuditEntry.objects.values_list("what", flat=True))
    assert {"company-sign-up-look 200", "company-licence"} <= said


def test_a_company_that_is_not_let_in_reads_why(office):
    answer, asked = signed_up()

    decide(office, at("company-sign-up", sign_up_id=asked.pk), "refuse", reason="营业执照看不清。")

    assert "营业执照看不清。" in Client().get(answer.url).content.decode()
    assert reverse("console:company-pages-waiting") == WAITING


def test_a_wrong_code_is_said_at_its_entry(db):
    sent = {"name": "某公司", "credit_code": "91440304MA5DEM004X", "city": "深圳"}
    sent |= {"phone": "0755-26001234", "contact_name": "陈晓", "contact_phone": ALICE_PHONE}
    photo = _file(letter())

    answer = Client().post(
        reverse("console:sign-up"), {**sent, "password": WORDS, "licence": photo}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors["credit_code"]
    assert 'value="某公司"' in answer.content.decode()
