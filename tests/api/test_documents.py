"""Documents through the owners' door."""

import io
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from uuid import uuid4

import pillow_heif
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.api.session import Phone, signed_in
from tests.documents import a_document, a_photo, an_owner, photos_setting, recognised
from tests.people import ALICE_CARD
from tests.places import NOW
from voltbay.accounts.owners.sessions import open_session
from voltbay.api import waiting
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.documents.review import keep_for_review
from voltbay.recognition.models import Document
from voltbay.recognition.reading.registry import every_kind
from voltbay.sentences import catalogue

pytestmark = pytest.mark.django_db
API = "/api/v1/documents"
MEGABYTE = 1024 * 1024
BASE64_THAT_IS_NONE = (
    b'--x\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n'
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.STORAGES = photos_setting(tmp_path)
    return tmp_path


@pytest.fixture
def alice():
    return an_owner()


@pytest.fixture
def phone(alice) -> Phone:
    return signed_in(alice)


@pytest.fixture
def refused(phone, folder) -> Iterator:
    """Send parts, expect a refusal, and check that nothing was stored."""

    def send_and_expect(status: int, code: str, **parts) -> dict:
        answer = send(phone, **parts)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code)
        assert problem["detail"]
        assert not Document.objects.exists()
        assert not [path for path in folder.rglob("*") if path.is_file()]
        return problem

    return send_and_expect


def a_file(content: bytes, name: str = "card.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def send(phone: Phone, *, headers: dict | None = None, **parts):
    """Send a form; parts left out are a good photo of an identity card, None is not sent."""
    form = {"kind": "identity_card", "image": a_file(a_photo()), **parts}
    form = {name: part for name, part in form.items() if part is not None}
    return phone.client.post(API, form, headers={**phone.authorization, **(headers or {})})


def picture(kind: str, size: tuple[int, int] = (320, 200), color: int = 0) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    Image.new("L", size, color).save(out, kind)
    return out.getvalue()


def test_a_photo_is_accepted_and_read_later(phone, alice):
    answer = send(phone)

    document = Document.objects.get(owner=alice)
    assert answer.status_code == 202
    assert answer.json() == {
        "id": str(document.pk),
        "kind": "identity_card",
        "state": "reading",
        "fields": {},
        "problems": [],
        "may_type": False,
        "erase_at": answer.json()["erase_at"],
    }


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_every_kind_of_photo_is_accepted(phone, kind):
    assert send(phone, image=a_file(picture(kind))).status_code == 202


def test_the_same_key_gives_the_same_document(phone):
    key = {"Idempotency-Key": "alice-and-her-card"}

    first, again = send(phone, headers=key), send(phone, headers=key)

    assert first.json()["id"] == again.json()["id"]
    assert Document.objects.count() == 1


def test_what_was_recognised_is_shown_in_the_documents_order(phone, alice):
    document = a_document(alice)
    conclude(document, recognised(), now=NOW)

    answer = phone.get(f"{API}/{document.pk}?wait=20").json()

    assert answer["state"] == "recognised"
    assert list(answer["fields"]) == list(ALICE_CARD)
    assert answer["fields"]["number"] == {
        "value": ALICE_CARD["number"],
        "confidence": 0.99,
        "doubtful": False,
        "corrected": False,
    }


@pytest.mark.parametrize(
    ("language", "detail"),
    [
        ("zh-CN", "“公民身份号码”看不清，请对准证件、避免反光和遮挡后重拍。"),
        ("en", "“Identity number” cannot be read. Hold the camera still"),
    ],
)
def test_what_is_wrong_is_said_in_words(phone, alice, language, detail):
    document = a_document(alice)
    where = (0.1, 0.2, 0.3, 0.4)
    unreadable = recognised().refuse("field_unreadable", where=where, name="number")
    conclude(document, unreadable, now=NOW)

    answer = phone.get(f"{API}/{document.pk}", {"Accept-Language": language}).json()

    (problem,) = answer["problems"]
    assert (answer["state"], answer["fields"]) == ("refused", {})
    assert (problem["code"], problem["where"]) == ("field_unreadable", [0.1, 0.2, 0.3, 0.4])
    assert problem["field"] == "number"
    assert problem["detail"].startswith(detail)


def test_every_field_has_a_name():
    labels = {f"label_{name}" for kind in every_kind() for name in kind.field_names}

    assert labels <= catalogue().keys()


@pytest.mark.parametrize("method", ["get", "delete"])
def test_somebody_elses_document_is_not_there(phone, method):
    document = a_document(an_owner())

    answer = getattr(phone.client, method)(f"{API}/{document.pk}", headers=phone.authorization)

    assert (answer.status_code, answer.json()["code"]) == (404, "document_not_found")
    assert Document.objects.exists()


def test_nobody_sends_without_signing_in():
    answer = Client().post(API, {"kind": "identity_card", "image": a_file(a_photo())})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(("proof", "status"), [(True, 202), (False, 403)])
def test_a_browser_proves_that_our_page_is_asking(alice, proof, status):
    token, _ = open_session(owner=alice, client="tests", now=timezone.now())
    csrf = "x" * 32
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["voltbay_session"] = token
    browser.cookies[settings.CSRF_COOKIE_NAME] = csrf
    headers = {"X-CSRFToken": csrf} if proof else {}

    answer = browser.post(
        API, {"kind": "identity_card", "image": a_file(a_photo())}, headers=headers
    )

    assert answer.status_code == status, answer.content
    assert Document.objects.exists() is proof


def test_without_consent_nothing_is_taken(folder):
    answer = send(signed_in(an_owner(agreed=False)))

    assert (answer.status_code, answer.json()["code"]) == (403, "consent_missing")
    assert not Document.objects.exists()


def test_an_owner_erases_a_document(phone, alice):
    document = a_document(alice)

    answer = phone.client.delete(f"{API}/{document.pk}", headers=phone.authorization)

    assert (answer.status_code, answer.content) == (204, b"")
    assert phone.get(f"{API}/{document.pk}").status_code == 404


def test_a_document_under_review_is_not_erased(phone, alice):
    document = a_document(alice)
    conclude(document, recognised(), now=NOW)
    keep_for_review(document.pk, until=NOW.replace(year=2126))

    answer = phone.client.delete(f"{API}/{document.pk}", headers=phone.authorization)

    assert (answer.status_code, answer.json()["code"]) == (409, "document_under_review")


def test_too_many_photos_at_a_time_are_told_when_to_come_back(phone, alice):
    for _ in range(5):
        send(phone)

    answer = send(phone)

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_being_read")
    assert answer["Retry-After"] == "5"


def test_an_empty_file_is_refused(refused):
    refused(422, "photo_empty", image=a_file(b""))


def test_a_text_called_jpg_is_refused(refused):
    refused(422, "photo_not_an_image", image=a_file(b"Dear Sir or Madam, " * 100))


def test_a_gif_is_refused(refused):
    refused(422, "photo_kind_unsupported", image=a_file(picture("GIF")))


def test_sixty_megapixels_are_refused_before_they_are_decoded(refused):
    bomb = picture("PNG", (10_000, 6_000))

    problem = refused(422, "photo_too_many_pixels", image=a_file(bomb))

    assert len(bomb) < MEGABYTE
    assert problem["limit_megapixels"] == 50


def test_eleven_megabytes_are_refused(refused):
    photo = a_photo() + bytes(11 * MEGABYTE)

    problem = refused(413, "photo_too_large", image=a_file(photo))

    assert problem["limit_mb"] == 10


def test_a_body_beyond_every_limit_is_refused(refused):
    refused(413, "body_too_large", image=a_file(a_photo() + bytes(13 * MEGABYTE)))


def test_half_a_photo_is_refused(refused):
    photo = a_photo()

    refused(422, "photo_damaged", image=a_file(photo[: len(photo) // 2]))


@pytest.mark.parametrize("kind", ["driving_licence", "", "identity_card\x01", "😀", "' OR 1=1 --"])
def test_an_unknown_kind_is_refused(refused, kind):
    assert refused(422, "invalid", kind=kind)["fields"] == {"kind": "not_a_choice"}


@pytest.mark.parametrize("part", ["kind", "image"])
def test_a_missing_part_is_named(refused, part):
    assert refused(422, "invalid", **{part: None})["fields"] == {part: "missing"}


def test_a_photo_sent_as_text_is_missing(refused):
    assert refused(422, "invalid", image="a photo")["fields"]["image"]


def test_two_photos_at_once_are_refused(refused):
    two = [a_file(a_photo()), a_file(a_photo())]

    assert refused(422, "invalid", image=two)["fields"] == {"image": "given_twice"}


def test_two_kinds_at_once_are_refused(refused):
    two = ["identity_card", "vehicle_licence"]

    assert refused(422, "invalid", kind=two)["fields"] == {"kind": "given_twice"}


def test_a_part_that_nobody_asked_for_is_refused(refused):
    assert refused(422, "invalid", outlet="Charlie")["fields"] == {"form": "unknown_entry"}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("short", "too_short"),
        ("x" * 81, "too_long"),
        ("with space", "characters_not_allowed"),
        ("钥匙钥匙钥匙钥匙", "characters_not_allowed"),
    ],
)
def test_a_malformed_key_is_refused_for_what_is_wrong_with_it(refused, key, said):
    fields = refused(422, "invalid", headers={"Idempotency-Key": key})["fields"]

    assert list(fields.values()) == [said]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"kind": "identity_card", "image": "aGVsbG8="}'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nthis is cut o"),
        ("multipart/form-data; boundary=\xff", b"--x--"),
        (
            "multipart/form-data; boundary=x",
            BASE64_THAT_IS_NONE,
        ),
        ("text/plain", b"hello"),
        ("application/x-www-form-urlencoded", b"kind=identity_card&image=" + b"a" * 100_000),
        ("application/x-www-form-urlencoded; charset=utf-7", b"kind=identity_card"),
    ],
)
def test_what_is_no_form_is_refused(phone, content_type, body):
    answer = phone.client.post(API, body, content_type=content_type, headers=phone.authorization)

    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("invalid", "body_malformed")
    assert not Document.objects.exists()


def test_a_form_of_many_small_parts_is_refused(phone):
    form = {f"part{n}": "x" for n in range(2000)}

    answer = phone.client.post(API, form, headers=phone.authorization)

    assert (answer.status_code, answer.json()["code"]) == (400, "body_malformed")


@pytest.mark.parametrize("document", ["1", "not-a-uuid", "00000000-0000-0000-0000-00000000000g"])
def test_an_id_that_is_none_is_refused(phone, document):
    assert phone.get(f"{API}/{document}").status_code in (404, 422)


@pytest.mark.parametrize("wait", ["-1", "21", "soon", "1e9", ""])
def test_a_wait_out_of_range_is_refused(phone, wait):
    answer = phone.get(f"{API}/{uuid4()}?wait={wait}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_wait_ends_with_its_time(phone, alice):
    document = a_document(alice)

    assert phone.get(f"{API}/{document.pk}?wait=1").json()["state"] == "reading"


@pytest.mark.django_db(transaction=True)
def test_a_wait_ends_when_the_document_is_read():
    alice = an_owner()
    phone = signed_in(alice)
    document = a_document(alice)

    def finish():
        conclude(document, recognised(), now=NOW)
        connection.close()

    timer = Timer(0.5, finish)
    timer.start()
    answer = phone.get(f"{API}/{document.pk}?wait=20").json()
    timer.join()

    assert answer["state"] == "recognised"


def test_a_full_waiting_room_answers_at_once(phone, alice, monkeypatch):
    document = a_document(alice)
    slept: list[float] = []
    monkeypatch.setattr(waiting.time, "sleep", slept.append)
    for _ in range(waiting.MOST_WAITING):
        waiting._seats.acquire()
    try:
        answer = phone.get(f"{API}/{document.pk}?wait=20").json()
    finally:
        waiting._seats.release(waiting.MOST_WAITING)

    assert (answer["state"], slept) == ("reading", [])


def test_after_two_refusals_the_fields_may_be_typed(phone, alice):
    for _ in range(2):
        conclude(a_document(alice, now=timezone.now()), recognised().refuse("glare"), now=NOW)
    asked = phone.client.get(f"{API}/{Document.objects.first().pk}", headers=phone.authorization)

    answer = send(phone, name="王㛃", number=ALICE_CARD["number"])

    assert asked.json()["may_type"]
    assert (answer.status_code, answer.json()["state"]) == (202, "by_hand")
    assert answer.json()["fields"]["number"]["doubtful"]


def test_what_is_typed_too_early_or_wrong_is_refused_in_words(phone, alice):
    early = send(phone, name="王㛃", number=ALICE_CARD["number"]).json()
    for _ in range(2):
        conclude(a_document(alice, now=timezone.now()), recognised().refuse("glare"), now=NOW)
    wrong = send(phone, name="王㛃", number="123").json()

    assert early["code"] == "typed_too_early"
    assert (wrong["code"], list(wrong["fields"])) == ("typed_wrong", ["number"])
    assert wrong["field_details"]["number"]
