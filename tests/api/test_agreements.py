import hashlib
import json

import pytest
from django.test import Client

from tests.api.signing_in import BROWSER, PHONE, agreed, seed, signed_in_as
from voltbay.accounts.agreements.queries import has_consented
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Consent, Owner

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def texts(db):
    return seed()


def test_the_agreements_in_force_are_listed_without_their_text():
    items = Client().get("/api/v1/agreements").json()["items"]

    assert [item["kind"] for item in items] == ["documents", "privacy", "terms"]
    assert {item["version"] for item in items} == {VERSION}
    assert all("html" not in item for item in items)


@pytest.mark.parametrize("kind", ["terms", "privacy", "documents"])
def test_a_text_is_read_in_either_language(kind):
    chinese = Client().get(f"/api/v1/agreements/{kind}").json()
    english = Client().get(f"/api/v1/agreements/{kind}", headers=ENGLISH).json()

    assert "个人信息" in chinese["html"]
    assert "personal information" in english["html"].lower()
    assert chinese["sha256"] == english["sha256"]


def test_the_hash_can_be_computed_from_what_is_shown():
    chinese = Client().get("/api/v1/agreements/terms").json()
    english = Client().get("/api/v1/agreements/terms", headers=ENGLISH).json()
    text = {
        "html_en": english["html"],
        "html_zh": chinese["html"],
        "kind": "terms",
        "title_en": english["title"],
        "title_zh": chinese["title"],
        "version": VERSION,
    }

    canonical = json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert chinese["sha256"] == hashlib.sha256(canonical.encode()).hexdigest()


def test_where_photos_stay_here_no_provider_is_named():
    assert Client().get("/api/v1/agreements").json()["cloud"] is None


@pytest.mark.parametrize(("engine", "when"), [("combined", "doubtful"), ("aliyun", "always")])
def test_a_provider_that_gets_photos_is_named_with_a_consent_of_its_own(settings, engine, when):
    use_cloud(settings, engine)

    chinese = Client().get("/api/v1/agreements").json()
    english = Client().get("/api/v1/agreements", headers=ENGLISH).json()

    assert chinese["cloud"] == {"kind": "aliyun", "name": "阿里云", "when": when}
    assert english["cloud"] == {"kind": "aliyun", "name": "Alibaba Cloud", "when": when}
    assert "aliyun" in [item["kind"] for item in chinese["items"]]
    text = Client().get("/api/v1/agreements/aliyun").json()
    assert "阿里云计算有限公司" in text["html"]


def test_a_provider_that_no_text_names_is_not_offered(settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 10

    assert Client().get("/api/v1/agreements").json()["cloud"] is None


@pytest.mark.parametrize("change", [{"ENGINE": "local"}, {"MONTH": 0}])
def test_a_provider_that_is_used_no_more_is_asked_for_no_more(settings, change):
    use_cloud(settings)
    settings.VOLTBAY_RECOGNITION_ENGINE = change.get("ENGINE", "combined")
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = change.get("MONTH", 10)

    answer = Client().get("/api/v1/agreements").json()

    assert answer["cloud"] is None
    assert "aliyun" not in [item["kind"] for item in answer["items"]]


def test_an_owner_agrees_to_a_provider_and_takes_it_back(settings):
    use_cloud(settings)
    caller = signed_in_as(PHONE)
    consent = agreed(kinds=("aliyun",))[0]

    assert caller.send("POST", "/me/consents", consent).status_code == 200

    record = Consent.objects.get(kind="aliyun")
    assert (record.version, record.client) == (VERSION, BROWSER)
    assert record.sha256 == Client().get("/api/v1/agreements/aliyun").json()["sha256"]
    assert caller.send("DELETE", "/me/consents/aliyun").status_code == 204
    assert not has_consented(record.owner, "aliyun")


def test_signing_in_needs_no_consent_to_a_provider(settings):
    use_cloud(settings)

    caller = signed_in_as(PHONE)

    kinds = [each["kind"] for each in caller.get("/me").json()["consents"]]
    assert kinds == ["privacy", "terms"]


def use_cloud(settings, engine="combined"):
    settings.VOLTBAY_RECOGNITION_ENGINE = engine
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 10
    seed()


def test_a_kind_that_does_not_exist_is_not_found():
    answer = Client().get("/api/v1/agreements/adverts")

    assert (answer.status_code, answer.json()["code"]) == (404, "agreement_unknown")


def test_an_owner_consents_to_documents_and_takes_it_back():
    caller = signed_in_as(PHONE)
    consent = agreed(kinds=("documents",))[0]

    kinds = [
        each["kind"] for each in caller.send("POST", "/me/consents", consent).json()["consents"]
    ]
    assert kinds == ["documents", "privacy", "terms"]

    assert caller.send("DELETE", "/me/consents/documents").status_code == 204
    kinds = [each["kind"] for each in caller.get("/me").json()["consents"]]
    assert kinds == ["privacy", "terms"]


def test_consenting_twice_is_written_once():
    caller = signed_in_as(PHONE)
    consent = agreed(kinds=("documents",))[0]

    for _ in range(2):
        assert caller.send("POST", "/me/consents", consent).status_code == 200

    assert Consent.objects.filter(owner=Owner.objects.get(), kind="documents").count() == 1


def test_what_the_account_needs_cannot_be_taken_back():
    answer = signed_in_as(PHONE).send("DELETE", "/me/consents/terms")

    assert (answer.status_code, answer.json()["code"]) == (403, "consent_needed")


def test_an_outdated_consent_is_refused():
    consent = agreed("2020-01-01", kinds=("documents",))[0]
    answer = signed_in_as(PHONE).send("POST", "/me/consents", consent)

    assert (answer.status_code, answer.json()["code"]) == (409, "agreement_outdated")


def test_nobody_consents_without_signing_in():
    answer = Client().post(
        "/api/v1/me/consents", agreed(kinds=("documents",))[0], content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
