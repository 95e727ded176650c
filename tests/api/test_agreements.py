import hashlib
import json

import pytest
from django.test import Client

from tests.api.signing_in import PHONE, agreed, seed, signed_in_as
from voltbay.accounts.models import Consent, Owner
from voltbay.accounts.seed_agreements import VERSION

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
